namespace Clone;

/// <summary>A map at one moment.</summary>
/// <param name="Sequence">The sequence number of the last update in it.</param>
/// <param name="Values">The values by their keys.</param>
internal sealed record Snapshot(ulong Sequence, Dictionary<string, byte[]> Values);
