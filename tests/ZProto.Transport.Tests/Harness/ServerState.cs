namespace ZProto.Transport.Tests;

/// <summary>What a <see cref="ServerProcess"/> tells of itself.</summary>
/// <param name="HeapBytes">What its objects take.</param>
/// <param name="ResidentBytes">What the process takes of the machine's memory.</param>
/// <param name="Sockets">How many descriptors of sockets it has open.</param>
/// <param name="Expired">How many clients were silent for too long so far.</param>
/// <param name="Exceptions">How many exceptions its engine has caught so far.</param>
public sealed record ServerState(long HeapBytes, long ResidentBytes, int Sockets, long Expired, long Exceptions);
