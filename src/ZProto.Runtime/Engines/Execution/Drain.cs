namespace ZProto.Engines.Execution;

/// <summary>The wait until an engine has read what has come, and until the background work of all its machines is done.</summary>
/// <param name="context">What the engine's parts share.</param>
internal sealed class Drain(EngineContext context)
{
    private TaskCompletionSource? _drained;
    private int _waiting;

    /// <summary>Whether someone waits.</summary>
    public bool IsBegun => _drained is not null;

    /// <summary>Drains an engine, and ends it.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="control">What of it is drained; null once it has ended.</param>
    /// <param name="cancellationToken">Ends the wait; the engine goes on.</param>
    public static async Task StopAsync(Engine engine, Func<IDrainControl?> control, CancellationToken cancellationToken)
    {
        bool isDraining = false;
        try
        {
            Task drained = await engine.InvokeAsync<Task>(Begin, cancellationToken).ConfigureAwait(Platform.ContinuesOnContext);
            await drained.WaitAsync(cancellationToken).ConfigureAwait(Platform.ContinuesOnContext);
        }
        catch (OperationCanceledException)
        {
            // On the loop it is known whether it had begun.
            engine.Apply(() =>
            {
                if (isDraining)
                    control()?.CancelDrain();
            });
            throw;
        }
        await engine.DisposeAsync().ConfigureAwait(Platform.ContinuesOnContext);

        Task Begin()
        {
            IDrainControl running = control()!;
            foreach (string endpoint in running.Endpoints)
                running.Unbind(endpoint);
            isDraining = true;
            return running.WhenDrained();
        }
    }

    /// <summary>Begins to wait.</summary>
    /// <returns>Ends with the wait.</returns>
    public Task WaitAsync()
    {
        if (_drained is null or { Task.IsCompleted: true })
            _drained = new TaskCompletionSource(Platform.CompletionOptions);
        _waiting++;
        // One more round at least, in which the sockets are read.
        context.Loop.Post(static () => { });
        return _drained.Task;
    }

    /// <summary>One who waited waits no longer.</summary>
    /// <returns>Whether it was the last.</returns>
    public bool Cancel()
    {
        if (--_waiting > 0)
            return false;
        _drained = null;
        return true;
    }

    /// <summary>What has come was read, and nothing is read any more: the wait ends, unless there is work.</summary>
    public void OnRead()
    {
        if (context.BackgroundWork == 0)
            End();
    }

    /// <summary>Ends the wait.</summary>
    public void End() => _drained?.TrySetResult();
}
