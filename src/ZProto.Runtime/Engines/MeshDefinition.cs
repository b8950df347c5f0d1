using System.ComponentModel;

namespace ZProto.Engines;

/// <summary>What the model says of a mesh, and what of it only the runtime calls. Generated code derives from it.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
/// <typeparam name="TPeer">A peer's machine.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class MeshDefinition<TMessage, TPeer> : CallDefinition<TPeer, TMessage>, IHostDefinition
    where TMessage : class, IProtocolMessage<TMessage>, new()
    where TPeer : MeshPeer<TMessage>
{
    /// <summary>By what sockets the peers talk.</summary>
    public abstract MeshMode Mode { get; }

    /// <summary>The event <c>malformed</c>; 0 where no state handles it.</summary>
    public virtual int MalformedEvent => 0;

    /// <summary>The event <c>connected</c>; 0 where no state handles it.</summary>
    public virtual int ConnectedEvent => 0;

    /// <summary>The event <c>disconnected</c>; 0 where no state handles it.</summary>
    public virtual int DisconnectedEvent => 0;

    /// <summary>The event <c>queue full</c>; 0 where no state handles it.</summary>
    public virtual int QueueFullEvent => 0;

    /// <inheritdoc/>
    public override bool TryDecode(ref FrameReader reader, TMessage message, out DecodeError error)
        => TMessage.TryDecode(ref reader, message, Mode == MeshMode.Client ? MessageRole.Server : MessageRole.None, out error);

    /// <summary>Creates a peer of the mesh.</summary>
    public abstract TPeer CreatePeer();

    /// <summary>Creates the mesh's further sockets, before <see cref="StateMachineDefinition{TMachine, TMessage}.OnInitialize"/>.</summary>
    /// <param name="sockets">What creates them.</param>
    public virtual void CreateSockets(EngineSockets sockets)
    {
    }

    /// <summary>Creates the mesh's own machines, once its sockets are there.</summary>
    /// <param name="machines">What starts and runs them.</param>
    public virtual void CreateMachines(EngineMachines machines)
    {
    }

    /// <summary>Called when a peer is new, with its greeting in place, or an empty message. It may set a first event.</summary>
    /// <param name="peer">The peer.</param>
    public virtual void OnInitialize(TPeer peer)
    {
    }

    /// <summary>Called when a peer ends.</summary>
    /// <param name="peer">The peer.</param>
    public virtual void OnTerminate(TPeer peer)
    {
    }
}
