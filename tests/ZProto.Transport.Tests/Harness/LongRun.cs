using System.Globalization;

namespace ZProto.Transport.Tests;

/// <summary>How much tests do that have a long form: see docs/development.md.</summary>
public static class LongRun
{
    private static readonly int s_factor = int.TryParse(Environment.GetEnvironmentVariable("ZPROTO_ATTACK_FACTOR"), NumberStyles.None, CultureInfo.InvariantCulture, out int factor) ? Math.Max(1, factor) : 1;

    /// <summary>How many of a thing there are to be.</summary>
    /// <param name="count">How many in each test run.</param>
    /// <param name="most">How many where more are asked for than make sense.</param>
    public static int Scale(int count, int most = int.MaxValue) => (int)Math.Min((long)count * s_factor, most);
}
