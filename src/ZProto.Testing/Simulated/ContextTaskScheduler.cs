namespace ZProto.Testing.Simulated;

/// <summary>Runs tasks in steps of the simulation.</summary>
internal sealed class ContextTaskScheduler(SynchronizationContext context) : TaskScheduler
{
    protected override void QueueTask(Task task) => context.Post(_ => TryExecuteTask(task), null);

    protected override bool TryExecuteTaskInline(Task task, bool taskWasPreviouslyQueued) => false;

    protected override IEnumerable<Task> GetScheduledTasks() => [];
}
