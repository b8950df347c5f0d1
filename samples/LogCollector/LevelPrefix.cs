namespace LogCollector;

/// <summary>
/// What the LOG messages of a level begin with: signature, id and level. Who subscribes to it gets the messages of that level alone, since the
/// publisher compares it with what it sends.
/// </summary>
internal static class LevelPrefix
{
    private const int Length = 4;

    /// <summary>The prefix of a level.</summary>
    public static byte[] Create(byte level) => ZreLogMsg.CreateLog(level, 0, 0, 0, 0, "").ToFrames()[0][..Length];

    /// <summary>Whether who subscribed to a prefix may want messages of a level.</summary>
    public static bool Matches(ReadOnlySpan<byte> prefix, byte level)
    {
        ReadOnlySpan<byte> known = Create(level);
        return known.StartsWith(prefix) || prefix.StartsWith(known);
    }
}
