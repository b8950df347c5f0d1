using System.Runtime.CompilerServices;

namespace ZProto.Shared;

/// <summary>Times as transports take them: whole milliseconds, -1 for no limit.</summary>
internal static class Milliseconds
{
    /// <summary>A time, never less than asked; -1 for <see cref="Timeout.InfiniteTimeSpan"/>.</summary>
    /// <param name="time">The time.</param>
    /// <param name="name">What the exception calls it; by default as the caller does.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is negative.</exception>
    public static int RoundUp(TimeSpan time, [CallerArgumentExpression(nameof(time))] string? name = null)
    {
        if (time == Timeout.InfiniteTimeSpan)
            return -1;
        ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero, name);
        long milliseconds = time.Ticks / TimeSpan.TicksPerMillisecond;
        if (time.Ticks % TimeSpan.TicksPerMillisecond != 0)
            milliseconds++;
        return (int)Math.Min(milliseconds, int.MaxValue);
    }

    /// <summary>What is left of a number of milliseconds, never negative.</summary>
    public static int Left(int milliseconds, TimeSpan passed)
        => (int)Math.Max(0, milliseconds - (long)passed.TotalMilliseconds);
}
