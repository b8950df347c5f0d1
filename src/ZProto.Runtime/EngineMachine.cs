namespace ZProto;

/// <summary>
/// A machine of an engine itself, as a <c>&lt;machine&gt;</c> of its model says: one, which starts and ends with the engine. All of it
/// belongs to the engine's loop.
/// </summary>
/// <typeparam name="TMessage">The protocol of the messages that are its events.</typeparam>
public abstract class EngineMachine<TMessage> : StateMachine<TMessage>
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    private IEngineMachineControl<TMessage>? _control;
    private string? _defaultLogName;

    /// <summary>Its name in the model; empty where it is no engine's.</summary>
    public string Name { get; internal set; } = "";

    /// <summary>What runs it.</summary>
    internal IEngineMachineControl<TMessage> Control
    {
        get => _control ?? throw new InvalidOperationException("The machine is no engine's: engines create theirs themselves.");
        set => _control = value;
    }

    internal sealed override string DefaultLogName => _defaultLogName ??= $"{Executor.EngineName} {Name}";
}
