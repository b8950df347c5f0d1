using ZProto.Engines.Execution;
using ZProto.Timing;

namespace ZProto;

/// <summary>What a machine asks of the executor that runs it.</summary>
internal interface IEventExecutor
{
    /// <summary>The engine's name in the log.</summary>
    string EngineName { get; }

    /// <summary>Throws where the caller is not on the loop.</summary>
    /// <exception cref="InvalidOperationException">The caller is not on the loop.</exception>
    void RequireLoop();

    /// <summary>Sets a timer, or sets it again.</summary>
    void Arm(LoopTimer timer, TimeSpan delay);

    /// <summary>Cancels a timer, if it is set.</summary>
    void Cancel(LoopTimer timer);

    /// <summary>Executes the event of a timer.</summary>
    void ExecuteTimer(StateMachine machine, int eventId);

    /// <summary>Ends a machine for good.</summary>
    void End(StateMachine machine);

    /// <summary>A state's name, as the model's author wrote it.</summary>
    string GetStateName(int state);

    /// <summary>An event's name, as the model's author wrote it.</summary>
    string GetEventName(int eventId);

    /// <summary>Logs which action a machine runs next.</summary>
    void Trace(StateMachine machine, string action);

    /// <summary>Logs that the action a machine runs does not end. From any thread.</summary>
    void LogStuck(StateMachine machine);
}
