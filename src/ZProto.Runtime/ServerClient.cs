using System.ComponentModel;
using ZProto.Engines;

namespace ZProto;

/// <summary>
/// One peer of a server, from its first message on: a state machine of its own. All of it belongs to the server's loop.
/// </summary>
public abstract class ServerClient : Machine
{
    internal ServerHost Owner = null!;

    // The place in the server's list of clients by their last activity.
    internal ServerClient? Earlier;
    internal ServerClient? Later;
    internal long LastActive;
    internal bool IsReady;

    /// <summary>What the ROUTER calls the peer.</summary>
    public RoutingId RoutingId { get; internal set; }

    /// <summary>A number that no other client of the server has or had, from 1.</summary>
    public long UniqueId { get; internal set; }

    /// <summary>The peer's address, such as <c>127.0.0.1</c>, where the transport knows it; else null.</summary>
    public string? PeerAddress { get; internal set; }

    /// <summary>The user id that authentication gave the peer; null without authentication.</summary>
    public string? UserId { get; internal set; }

    internal sealed override MachineHost Host => Owner;

    /// <summary>The server.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ServerEngine Server_ => Owner.Engine;

    /// <summary>The message of the execution at work.</summary>
    /// <exception cref="InvalidOperationException">The client is not at work.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected object Message_
        => CurrentMessage ?? throw new InvalidOperationException("There is a message only while the client is at work on an event.");

    internal object? CurrentMessage { get; set; }

    internal void Initialize() => OnInitialize_();

    internal void LastWords() => OnTerminate_();

    /// <summary>Sends the message at work to the peer.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void Send_() => Owner.SendCurrent(this);

    /// <summary>Called when the client is new, with its first message in place. It may set a first event.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void OnInitialize_()
    {
    }

    /// <summary>Called when the client ends.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void OnTerminate_()
    {
    }
}
