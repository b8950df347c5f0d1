using System.ComponentModel;

namespace ZProto.Engines;

/// <summary>What a generated server says of its model. Generated code uses this type.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ServerDefinition<TMessage>
{
    /// <summary>The model's name, as its author wrote it.</summary>
    public virtual string Name => "";

    /// <summary>The event of a message; 0 where no state names it and no wildcard catches it.</summary>
    /// <param name="message">The message.</param>
    public abstract int GetEvent(TMessage message);

    /// <summary>Whether some state that can be reached from one has a row for an event.</summary>
    /// <param name="state">The state to start from.</param>
    /// <param name="eventId">The event.</param>
    public abstract bool IsReachable(int state, int eventId);

    /// <summary>What becomes of a message that the state does not name.</summary>
    public abstract UnexpectedMessageBehavior Unexpected { get; }

    /// <summary>Whether <c>OnSend_</c> is to be called with each message that was sent.</summary>
    public virtual bool TracesSent => false;

    /// <summary>Whether <c>OnReceive_</c> is to be called with each message that was received.</summary>
    public virtual bool TracesReceived => false;

    /// <summary>The event <c>expired</c>; 0 where no state names it.</summary>
    public virtual int ExpiredEvent => 0;

    /// <summary>The event <c>malformed</c>; 0 where no state names it.</summary>
    public virtual int MalformedEvent => 0;

    /// <summary>The event <c>heartbeat</c>; 0 where no state names it.</summary>
    public virtual int HeartbeatEvent => 0;

    /// <summary>The event <c>disconnected</c>; 0 where no state names it.</summary>
    public virtual int DisconnectedEvent => 0;

    /// <summary>The steps of its selftest, created by each call; none where it has no selftest.</summary>
    public virtual IReadOnlyList<SelfTestStep> SelfTest => [];
}

/// <summary>What becomes of a message that the state does not name. Generated code uses this type.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public enum UnexpectedMessageBehavior
{
    /// <summary>It is kept, and offered again after each change of state.</summary>
    Queue,

    /// <summary>It is dropped.</summary>
    Ignore,

    /// <summary>It ends the client.</summary>
    Terminate,
}
