namespace ZProto.Zyre;

/// <summary>The peer that an event of a <see cref="ZyreEngine{TMessage}"/> comes from.</summary>
/// <param name="Id">The peer's uuid.</param>
/// <param name="Name">The peer's name.</param>
/// <param name="Headers">What else it says of itself.</param>
/// <param name="Group">The group that the message was shouted to, or that the peer joined or left; empty for any other event.</param>
public sealed record ZyreSender(Guid Id, string Name, IReadOnlyDictionary<string, string> Headers, string Group);
