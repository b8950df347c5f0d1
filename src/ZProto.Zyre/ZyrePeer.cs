namespace ZProto.Zyre;

/// <summary>What a node knows of a peer, as of when it was asked.</summary>
/// <param name="Id">The peer's uuid.</param>
/// <param name="Name">Its name.</param>
/// <param name="Endpoint">Where it is bound.</param>
/// <param name="Headers">What else it says of itself.</param>
/// <param name="Groups">The groups that it is in, in alphabetical order.</param>
/// <param name="IsEvasive">Whether nothing has come from it for <see cref="ZyreOptions.EvasiveTimeout"/>.</param>
public sealed record ZyrePeer(Guid Id, string Name, string Endpoint, IReadOnlyDictionary<string, string> Headers, IReadOnlyList<string> Groups, bool IsEvasive);
