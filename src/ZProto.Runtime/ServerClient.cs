namespace ZProto;

/// <summary>
/// One peer of a server, from its first message on: a state machine. All of it belongs to the server's loop.
/// </summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
public abstract class ServerClient<TMessage> : StateMachine<TMessage>
    where TMessage : class
{
    // What ends work that runs for the client off the loop; made for the first.
    private CancellationTokenSource? _end;
    private RoutingId _routingId;

    // The place in the server's list of clients by their last activity.
    internal ServerClient<TMessage>? Earlier;
    internal ServerClient<TMessage>? Later;
    internal long LastActive;

    /// <summary>The ROUTER's name for the peer.</summary>
    public RoutingId RoutingId
    {
        get => _routingId;
        internal set => _routingId = value;
    }

    /// <summary>A number that no other client of the server has or had, from 1.</summary>
    public long UniqueId { get; internal set; }

    /// <summary>The peer's address, such as <c>127.0.0.1</c>, where the transport knows it; else null.</summary>
    public string? PeerAddress { get; internal set; }

    /// <summary>The peer's user id from authentication; null without authentication.</summary>
    public string? UserId { get; internal set; }

    /// <summary>Whether another user, or another address, was the last to come with its routing id.</summary>
    internal bool IsDisowned
    {
        get => Has(Flags.Disowned);
        set => Set(Flags.Disowned, value);
    }

    /// <summary>The routing id, without a copy.</summary>
    internal ref readonly RoutingId RoutingIdInPlace => ref _routingId;

    /// <summary>A token that is cancelled when the client ends.</summary>
    internal CancellationToken EndToken => (_end ??= new CancellationTokenSource()).Token;

    internal sealed override string DefaultLogName => $"{Executor.EngineName} client {UniqueId}";

    /// <summary>Ends the work that runs for it off the loop, where those who hear of it are the user's.</summary>
    internal void CancelWork() => _ = _end?.CancelAsync();
}
