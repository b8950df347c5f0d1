namespace ZProto.Transport.Tests;

/// <summary>
/// Ends a wait for work that hangs: of which nothing was done for a minute. Work that goes on may take as long as a busy machine
/// makes it take.
/// </summary>
public sealed class ProgressDeadline
{
    private long _steps;

    /// <summary>Says that some of the work was done, from any thread.</summary>
    public void Step() => Interlocked.Increment(ref _steps);

    /// <summary>Waits for the work.</summary>
    /// <exception cref="TimeoutException">Nothing was done for a minute.</exception>
    public async Task WaitAsync(Task work)
    {
        while (true)
        {
            long steps = Interlocked.Read(ref _steps);
            try
            {
                await work.WaitAsync(TimeSpan.FromMinutes(1));
                return;
            }
            catch (TimeoutException) when (!work.IsCompleted && Interlocked.Read(ref _steps) != steps)
            {
                // It goes on.
            }
        }
    }
}
