using System.ComponentModel;
using ZProto.Engines;

namespace ZProto.Zyre.Engines;

/// <summary>What the model says of a node, and what of it only the runtime calls. Generated code derives from it.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class ZyreDefinition<TMessage> : ClientDefinition<TMessage>
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    /// <summary>The event <c>ZYRE_ENTER</c>: a peer is there.</summary>
    public abstract int EnterEvent { get; }

    /// <summary>The event <c>ZYRE_EXIT</c>: a peer is gone.</summary>
    public abstract int ExitEvent { get; }

    /// <summary>The event <c>ZYRE_JOIN</c>: a peer is in a group.</summary>
    public abstract int JoinEvent { get; }

    /// <summary>The event <c>ZYRE_LEAVE</c>: a peer is not in a group any more.</summary>
    public abstract int LeaveEvent { get; }

    /// <summary>The event <c>ZYRE_EVASIVE</c>: a peer is silent.</summary>
    public abstract int EvasiveEvent { get; }

    /// <summary>The event <c>ZYRE_STOP</c>: the node itself leaves the network.</summary>
    public abstract int StopEvent { get; }
}
