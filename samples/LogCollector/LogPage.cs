namespace LogCollector;

/// <summary>Some records of a store.</summary>
/// <param name="Last">The position of the last one; the one asked for if there is none.</param>
/// <param name="Records">The records, the oldest first.</param>
public sealed record LogPage(ulong Last, IReadOnlyList<LogRecord> Records);
