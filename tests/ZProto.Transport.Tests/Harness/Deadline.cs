using System.Diagnostics;

namespace ZProto.Transport.Tests;

/// <summary>How long a test waits for what must happen: it only matters to one that fails.</summary>
public static class Deadline
{
    public static readonly TimeSpan Span = TimeSpan.FromMinutes(1);

    /// <summary>Waits on a loop's thread until something is so.</summary>
    public static void Await(ITransportLoop loop, Func<bool> condition)
    {
        long started = Stopwatch.GetTimestamp();
        while (!condition())
        {
            if (Stopwatch.GetElapsedTime(started) > Span)
                throw new TimeoutException($"Not so within {Span.TotalSeconds} seconds.");

            // News that make the condition true need not make a socket readable.
            loop.Wait(TimeSpan.FromMilliseconds(5));
        }
    }

    /// <summary>Waits on a loop's thread for the next message of a socket.</summary>
    public static Received Receive(ITransportLoop loop, ITransportSocket socket)
    {
        Received? received = null;
        Await(loop, () => (received = Received.Next(socket)) is not null);
        return received!;
    }

    /// <summary>Waits, not on a loop's thread, until something is so.</summary>
    /// <param name="condition">What must become true.</param>
    /// <param name="state">What it is instead, for the message of a test that fails.</param>
    public static async Task Until(Func<Task<bool>> condition, Func<string>? state = null)
    {
        long started = Stopwatch.GetTimestamp();
        while (!await condition())
        {
            if (Stopwatch.GetElapsedTime(started) > Span)
                throw new TimeoutException($"Not so within {Span.TotalSeconds} seconds. {state?.Invoke()}");
            await Task.Delay(5);
        }
    }

    /// <inheritdoc cref="Until(Func{Task{bool}}, Func{string}?)"/>
    public static Task Until(Func<bool> condition) => Until(() => Task.FromResult(condition()));
}
