namespace ZProto;

/// <summary>The state machine that an engine has for one peer: a server for each client, a mesh for each of its equals. All of it belongs to the engine's loop.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
public abstract class PeerMachine<TMessage> : StateMachine<TMessage>
    where TMessage : class
{
    private RoutingId _routingId;

    // The place in the engine's list of machines by their last activity.
    internal PeerMachine<TMessage>? Earlier;
    internal PeerMachine<TMessage>? Later;
    internal long LastActive;

    private protected PeerMachine()
    {
    }

    /// <summary>The ROUTER's name for the peer.</summary>
    public RoutingId RoutingId
    {
        get => _routingId;
        internal set => _routingId = value;
    }

    /// <summary>A number that no other peer of the engine has or had, from 1.</summary>
    public long UniqueId { get; internal set; }

    /// <summary>The peer's address, such as <c>127.0.0.1</c>, where the transport knows it; else null.</summary>
    public string? PeerAddress { get; internal set; }

    /// <summary>The peer's user id from authentication; null without authentication.</summary>
    public string? UserId { get; internal set; }

    /// <summary>The routing id, without a copy.</summary>
    internal ref readonly RoutingId RoutingIdInPlace => ref _routingId;
}
