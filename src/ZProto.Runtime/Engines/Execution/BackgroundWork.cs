namespace ZProto.Engines.Execution;

/// <summary>Asynchronous work that an engine's machines have off the loop.</summary>
internal sealed class BackgroundWork<TMachine, TMessage>(EngineContext context, EventExecutor<TMachine, TMessage> executor)
    where TMachine : StateMachine<TMessage>
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    /// <summary>Runs work off the loop, and executes an event with what became of it, if its machine has not ended.</summary>
    public void Run<T>(TMachine machine, Func<CancellationToken, Task<T>> work, int ok, int error)
    {
        context.RequireLoop();
        if (!machine.IsAlive)
            throw new InvalidOperationException("The machine has ended, and no work can be run for it.");
        CancellationToken end = machine.EndToken;
        // What comes of the work may be an answer to the message at work now, with its fields and header.
        TMessage? message = machine.CurrentMessage?.Clone();
        context.BackgroundWork++;
        _ = Platform.Run(async () =>
        {
            QueuedEvent result = await RunAsync(work, ok, error, end).ConfigureAwait(Platform.ContinuesOnContext);
            context.Loop.Post(() => OnDone(machine, result, message));
        });
    }

    /// <summary>Runs work off the loop that has no result, and executes an event with null as its argument, or with what it threw.</summary>
    public void Run(TMachine machine, Func<CancellationToken, Task> work, int ok, int error)
        => Run<object?>(
            machine,
            async end =>
            {
                await work(end).ConfigureAwait(Platform.ContinuesOnContext);
                return null;
            },
            ok,
            error);

    private static async Task<QueuedEvent> RunAsync<T>(Func<CancellationToken, Task<T>> work, int ok, int error, CancellationToken end)
    {
        try
        {
            return new QueuedEvent(ok, await work(end).ConfigureAwait(Platform.ContinuesOnContext), EventOrigin.Internal);
        }
        catch (Exception exception)
        {
            return new QueuedEvent(error, exception, EventOrigin.Internal);
        }
    }

    private void OnDone(TMachine machine, QueuedEvent result, TMessage? message)
    {
        context.BackgroundWork--;
        context.RunGuarded(executor => executor.ExecuteOn(machine, result, message), executor, "event after background work");
    }
}
