using System.ComponentModel;

namespace ZProto.Engines;

/// <summary>What the model says of a machine of an engine itself. Generated code derives from it.</summary>
/// <typeparam name="TMachine">The machine.</typeparam>
/// <typeparam name="TMessage">The protocol.</typeparam>
[EditorBrowsable(EditorBrowsableState.Never)]
public abstract class EngineMachineDefinition<TMachine, TMessage> : StateMachineDefinition<TMachine, TMessage>
    where TMachine : EngineMachine<TMessage>
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    /// <summary>Decodes a message. The engine's sockets do that; a machine is given messages.</summary>
    /// <inheritdoc/>
    public override bool TryDecode(ref FrameReader reader, TMessage message, out DecodeError error) => TMessage.TryDecode(ref reader, message, MessageRole.None, out error);

    /// <summary>Called when the engine starts, before its own hook. It may set a first event.</summary>
    /// <param name="machine">The machine.</param>
    public virtual void OnInitialize(TMachine machine)
    {
    }

    /// <summary>Called when the machine ends.</summary>
    /// <param name="machine">The machine.</param>
    public virtual void OnTerminate(TMachine machine)
    {
    }
}
