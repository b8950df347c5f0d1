using System.ComponentModel;
using ZProto.Codec;
using ZProto.Engines;
using ZProto.Engines.Execution;
using ZProto.Engines.Server;
using ZProto.Transports;

namespace ZProto;

/// <summary>A server on a ROUTER socket: a state machine for each of its clients.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
/// <typeparam name="TClient">A client's machine.</typeparam>
public abstract class ServerEngine<TMessage, TClient> : ServerEngine
    where TMessage : class, IProtocolMessage<TMessage>, new()
    where TClient : ServerClient, new()
{
    private ServerRuntime<TMessage, TClient>? _run;

    /// <summary>Makes the engine. Its loop and socket start with the first call.</summary>
    protected ServerEngine()
    {
    }

    /// <summary>The clients there are. On the loop only.</summary>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    [LoopOnly]
    public IReadOnlyList<TClient> GetClients() => OnLoop().Clients;

    /// <summary>What the model says. Generated code gives it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract ServerDefinition<TMessage> Definition_ { get; }

    /// <summary>The client of a routing id, if there is one. On the loop only.</summary>
    /// <param name="routingId">The routing id.</param>
    /// <param name="client">The client.</param>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    [LoopOnly]
    public bool TryGetClient(RoutingId routingId, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TClient? client)
        => (client = OnLoop().Find(routingId.Span)) is not null;

    /// <summary>Sends a message to a peer, whether it is a client or not. On the loop only.</summary>
    /// <param name="routingId">The peer.</param>
    /// <param name="message">The message.</param>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    /// <exception cref="MessageEncodeException">The message cannot be encoded.</exception>
    [LoopOnly]
    public SendResult SendTo(RoutingId routingId, TMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return OnLoop().SendTo(routingId, message);
    }

    /// <summary>Executes an event on a client: at once and nested if it is idle, else when it has done its work.</summary>
    /// <param name="client">The client.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="argument">What the action reads as <see cref="StateMachine.Argument"/>.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void SendEvent_(TClient client, int eventId, object? argument)
    {
        ArgumentNullException.ThrowIfNull(client);
        OnLoop().Execute(client, eventId, argument, EventOrigin.Internal);
    }

    /// <summary>Executes an event on all clients there are now.</summary>
    /// <param name="eventId">The event.</param>
    /// <param name="argument">What the action reads as <see cref="StateMachine.Argument"/>.</param>
    /// <param name="except">A client to leave out, or null.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void BroadcastEvent_(int eventId, object? argument, TClient? except) => OnLoop().Broadcast(eventId, argument, except);

    /// <summary>Called on the loop when the server starts, before its first client.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void OnInitialize_()
    {
    }

    /// <summary>Called on the loop when the server ends, after its last client.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void OnTerminate_()
    {
    }

    /// <summary>Called on the loop with each message that was sent, to a client or to anyone.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="message">The message.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void OnSend_(RoutingId peer, TMessage message)
    {
    }

    /// <summary>Called on the loop with each message that was received and decoded, before any machine sees it.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="message">The message.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void OnReceive_(RoutingId peer, TMessage message)
    {
    }

    /// <summary>Called on the loop with each message that could not be sent.</summary>
    /// <param name="peer">The peer.</param>
    /// <param name="message">The message.</param>
    /// <param name="result">Why not.</param>
    /// <returns>Whether the user's part decides what becomes of the peer.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual bool OnSendFailed_(RoutingId peer, TMessage message, SendResult result) => false;

    internal bool HandleSendFailure(RoutingId peer, TMessage message, SendResult result)
    {
        try
        {
            return OnSendFailed_(peer, message, result);
        }
        catch (Exception exception)
        {
            OnUserCodeException("OnSendFailed of the server", exception);
            return true;
        }
    }

    internal void TraceSend(in RoutingId peer, TMessage message)
    {
        try
        {
            OnSend_(peer, message);
        }
        catch (Exception exception)
        {
            OnUserCodeException("send tracer", exception);
        }
    }

    internal void TraceReceive(in RoutingId peer, TMessage message)
    {
        try
        {
            OnReceive_(peer, message);
        }
        catch (Exception exception)
        {
            OnUserCodeException("receive tracer", exception);
        }
    }

    internal override string ModelName => Definition_.Name;

    /// <summary>The steps of the model's selftest, for the test kit.</summary>
    internal IReadOnlyList<SelfTestStep> SelfTest => Definition_.SelfTest;

    private protected override ITransportSocket Router => _run!.Socket;

    private protected override void OnOpen()
    {
        var run = new ServerRuntime<TMessage, TClient>(this, Loop, Definition_) { Logger = Logger, Meter = Meter! };
        Meter!.HasClients();
        _run = run;
        try
        {
            OnInitialize_();
        }
        catch
        {
            // No one will close what has not opened.
            run.Close();
            _run = null;
            throw;
        }
        run.ArmHeartbeat();
        run.CheckTransport();
    }

    private protected override void OnClose()
    {
        _run!.Close();
        RunGuarded(static server => server.OnTerminate_(), this, "OnTerminate of the server");
        _run = null;
    }

    private protected override Task WhenDrained() => _run!.WhenDrained();

    private protected override void OnSilenceChanged() => _run?.ArmExpiry();

    private protected override void OnHeartbeatChanged() => _run?.ArmHeartbeat();

    private ServerRuntime<TMessage, TClient> OnLoop()
    {
        if (_run is null || !IsOnLoop)
            throw new InvalidOperationException("This member belongs to the server's loop: use it from actions and handlers, or through InvokeAsync.");
        return _run;
    }
}
