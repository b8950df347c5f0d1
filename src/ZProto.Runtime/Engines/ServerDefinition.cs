using System.ComponentModel;
using ZProto.Configuration;
using ZProto.Transports;

namespace ZProto.Engines;

/// <summary>What the model says of a server, and what of it only the runtime calls. Generated code derives from it.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
/// <typeparam name="TClient">A client's machine.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ServerDefinition<TMessage, TClient> : StateMachineDefinition<TClient, TMessage>, IHostDefinition
    where TMessage : class, IProtocolMessage<TMessage>, new()
    where TClient : ServerClient<TMessage>
{
    /// <inheritdoc/>
    public override bool TryDecode(ref FrameReader reader, TMessage message, out DecodeError error) => TMessage.TryDecode(ref reader, message, MessageRole.Client, out error);

    /// <summary>The event <c>malformed</c>; 0 where no state names it.</summary>
    public virtual int MalformedEvent => 0;

    /// <summary>The event <c>disconnected</c>; 0 where no state names it.</summary>
    public virtual int DisconnectedEvent => 0;

    /// <summary>The steps of its selftest, created by each call; none where it has no selftest.</summary>
    public virtual IReadOnlyList<SelfTestStep> SelfTest => [];

    /// <summary>Creates a client of the server.</summary>
    public abstract TClient CreateClient();

    /// <summary>Creates the server's further sockets, before <see cref="StateMachineDefinition{TMachine, TMessage}.OnInitialize"/>.</summary>
    /// <param name="sockets">What creates them.</param>
    public virtual void CreateSockets(EngineSockets sockets)
    {
    }

    /// <summary>Creates the server's own machines, once its sockets are there.</summary>
    /// <param name="machines">What starts and runs them.</param>
    public virtual void CreateMachines(EngineMachines machines)
    {
    }

    /// <summary>Called when a client is new, with its first message in place. It may set a first event.</summary>
    /// <param name="client">The client.</param>
    public virtual void OnInitialize(TClient client)
    {
    }

    /// <summary>Called when a client ends.</summary>
    /// <param name="client">The client.</param>
    public virtual void OnTerminate(TClient client)
    {
    }

    /// <summary>Called with each message that could not be sent.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="message">The message.</param>
    /// <param name="result">Why not.</param>
    /// <returns>Whether the user's part decides what becomes of the peer.</returns>
    public virtual bool OnSendFailed(RoutingId peer, TMessage message, SendResult result) => false;

    /// <summary>Called when a configuration was taken over: loaded, read again, or changed in one value.</summary>
    /// <param name="configuration">All of it. It is the server's, and only to be read.</param>
    /// <returns>Whether the user's part reads it.</returns>
    public virtual bool OnConfigure(ZplNode configuration) => false;

    /// <summary>The method of the model that a section of the configuration calls, with its arguments; null for none.</summary>
    /// <param name="call">The section.</param>
    public virtual Action? FindMethod(ConfigurationCall call) => null;

    /// <summary>Tells whether a partial method has a body, as an argument of its call: without a body there is no call, and this does not run.</summary>
    /// <typeparam name="T">What the argument is.</typeparam>
    /// <param name="argument">The argument.</param>
    /// <param name="isCalled">Set to true.</param>
    /// <returns>The argument.</returns>
    protected static T Called<T>(T argument, ref bool isCalled)
    {
        isCalled = true;
        return argument;
    }
}
