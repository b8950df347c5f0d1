namespace ZProto.Engines.Execution;

/// <summary>
/// What the runtime takes from the process: threads for work that it starts off a loop, what asynchronous code continues on, and ids that
/// no one can guess. A simulation on the calling thread has its own of each.
/// </summary>
internal static class Platform
{
    [ThreadStatic]
    private static Simulator? s_simulator;

    /// <summary>The simulation at work on this thread; null for the real world.</summary>
    public static Simulator? Simulator
    {
        get => s_simulator;
        set => s_simulator = value;
    }

    /// <summary>What runs work that the runtime starts off a loop.</summary>
    public static TaskScheduler TaskScheduler => s_simulator?.TaskScheduler ?? TaskScheduler.Default;

    /// <summary>
    /// What the runtime's completion sources are made with. Whoever waits for one continues elsewhere, and not in the middle of a loop's
    /// action. In a simulation elsewhere would be another thread: there a continuation goes to the context that it belongs to, which posts it.
    /// </summary>
    public static TaskCreationOptions CompletionOptions => s_simulator is null ? TaskCreationOptions.RunContinuationsAsynchronously : TaskCreationOptions.None;

    /// <summary>Whether asynchronous methods of the runtime continue on the context that they were called on: only in a simulation.</summary>
    public static bool ContinuesOnContext => s_simulator is not null;

    /// <summary>Waits for the end of a task, whatever that is.</summary>
    public static ConfigureAwaitOptions SuppressThrowing
        => ConfigureAwaitOptions.SuppressThrowing | (ContinuesOnContext ? ConfigureAwaitOptions.ContinueOnCapturedContext : ConfigureAwaitOptions.None);

    /// <summary>An id that no one can guess; in a simulation, one that its seed decides.</summary>
    public static Guid NewGuid() => s_simulator?.NewGuid() ?? Guid.NewGuid();

    /// <summary>Runs asynchronous work off the loop.</summary>
    public static Task Run(Func<Task> work)
        => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler).Unwrap();

    /// <summary>Cancels a token off the loop, since those who hear of it may be the user's.</summary>
    public static Task CancelAsync(CancellationTokenSource source)
        => Task.Factory.StartNew(static state => ((CancellationTokenSource)state!).Cancel(), source, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler);
}
