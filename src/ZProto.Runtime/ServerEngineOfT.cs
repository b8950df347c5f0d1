using System.ComponentModel;
using ZProto.Engines;
using ZProto.Transport;

namespace ZProto;

/// <summary>A server on a ROUTER socket: a state machine for each of its clients.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
/// <typeparam name="TClient">A client's machine.</typeparam>
public abstract class ServerEngine<TMessage, TClient> : ServerEngine
    where TMessage : class, IProtocolMessage<TMessage>, new()
    where TClient : ServerClient, new()
{
    private ServerRun<TMessage, TClient>? _run;

    /// <summary>Makes the engine. Its loop and socket start with the first call.</summary>
    protected ServerEngine()
    {
    }

    /// <summary>The clients there are. On the loop only.</summary>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    [LoopOnly]
    public IReadOnlyList<TClient> Clients => OnLoop().Clients;

    /// <summary>What the model says. Generated code gives it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract ServerModel<TMessage> Model_ { get; }

    /// <summary>The client of a routing id, if there is one. On the loop only.</summary>
    /// <param name="routingId">The routing id.</param>
    /// <param name="client">The client.</param>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    [LoopOnly]
    public bool TryGetClient(RoutingId routingId, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TClient? client)
        => (client = OnLoop().Find(routingId.Octets)) is not null;

    /// <summary>Sends a message to a peer, whether it is a client or not. On the loop only.</summary>
    /// <param name="routingId">The peer.</param>
    /// <param name="message">The message.</param>
    /// <exception cref="ArgumentNullException">There is no message.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    /// <exception cref="ZProtoEncodeException">The message cannot be encoded.</exception>
    [LoopOnly]
    public SendOutcome SendTo(RoutingId routingId, TMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return OnLoop().SendTo(routingId, message);
    }

    /// <summary>Executes an event on a client: at once and nested if it is idle, else when it has done its work.</summary>
    /// <param name="client">The client.</param>
    /// <param name="happening">The event.</param>
    /// <param name="argument">What the action reads as <see cref="Machine.Argument"/>.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void SendEvent_(TClient client, int happening, object? argument)
    {
        ArgumentNullException.ThrowIfNull(client);
        OnLoop().Execute(client, happening, argument, EventOrigin.Internal);
    }

    /// <summary>Executes an event on all clients there are now.</summary>
    /// <param name="happening">The event.</param>
    /// <param name="argument">What the action reads as <see cref="Machine.Argument"/>.</param>
    /// <param name="except">A client to leave out, or null.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void BroadcastEvent_(int happening, object? argument, TClient? except) => OnLoop().Broadcast(happening, argument, except);

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
    /// <param name="outcome">Why not.</param>
    /// <returns>Whether the user's part decides what becomes of the peer.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual bool OnNotSent_(RoutingId peer, TMessage message, SendOutcome outcome) => false;

    internal bool NotSent(RoutingId peer, TMessage message, SendOutcome outcome)
    {
        try
        {
            return OnNotSent_(peer, message, outcome);
        }
        catch (Exception exception)
        {
            CodeThrew("OnNotSent of the server", exception);
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
            CodeThrew("send tracer", exception);
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
            CodeThrew("receive tracer", exception);
        }
    }

    internal override string ModelName => Model_.Name;

    /// <summary>The steps of the model's selftest, for the test kit.</summary>
    internal IReadOnlyList<SelfTestStep> SelfTest => Model_.SelfTest;

    private protected override ITransportSocket Router => _run!.Socket;

    private protected override void OnOpen()
    {
        var run = new ServerRun<TMessage, TClient>(this, Loop, Model_) { Logger = Logger, Meter = Meter! };
        Meter!.HasClients();
        _run = run;
        try
        {
            OnInitialize_();
        }
        catch
        {
            // Nobody will close what has not opened.
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

    private ServerRun<TMessage, TClient> OnLoop()
    {
        if (_run is null || !IsOnLoop)
            throw new InvalidOperationException("This member belongs to the server's loop: use it from actions and handlers, or through InvokeAsync.");
        return _run;
    }
}
