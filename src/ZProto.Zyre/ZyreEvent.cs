namespace ZProto.Zyre;

/// <summary>What a node hears of its peers: one of the types within.</summary>
/// <param name="Peer">The peer's uuid.</param>
/// <param name="Name">The peer's name.</param>
public abstract record ZyreEvent(Guid Peer, string Name)
{
    /// <summary>How many bytes of a message it holds.</summary>
    internal virtual long Bytes => 0;

    /// <summary>A peer is there: it has introduced itself.</summary>
    /// <param name="Peer">The peer's uuid.</param>
    /// <param name="Name">The peer's name.</param>
    /// <param name="Endpoint">Where it is bound.</param>
    /// <param name="Headers">What else it says of itself.</param>
    public sealed record Enter(Guid Peer, string Name, string Endpoint, IReadOnlyDictionary<string, string> Headers) : ZyreEvent(Peer, Name);

    /// <summary>Nothing has come from a peer for <see cref="ZyreOptions.EvasiveTimeout"/>. It is asked for a sign of life from now on.</summary>
    /// <param name="Peer">The peer's uuid.</param>
    /// <param name="Name">The peer's name.</param>
    public sealed record Evasive(Guid Peer, string Name) : ZyreEvent(Peer, Name);

    /// <summary>A peer is gone: it has left, or was silent for <see cref="ZyreOptions.ExpiredTimeout"/>.</summary>
    /// <param name="Peer">The peer's uuid.</param>
    /// <param name="Name">The peer's name.</param>
    public sealed record Exit(Guid Peer, string Name) : ZyreEvent(Peer, Name);

    /// <summary>A peer has joined a group.</summary>
    /// <param name="Peer">The peer's uuid.</param>
    /// <param name="Name">The peer's name.</param>
    /// <param name="Group">The group.</param>
    public sealed record Join(Guid Peer, string Name, string Group) : ZyreEvent(Peer, Name);

    /// <summary>A peer has left a group.</summary>
    /// <param name="Peer">The peer's uuid.</param>
    /// <param name="Name">The peer's name.</param>
    /// <param name="Group">The group.</param>
    public sealed record Leave(Guid Peer, string Name, string Group) : ZyreEvent(Peer, Name);

    /// <summary>A peer has sent a message to this node alone.</summary>
    /// <param name="Peer">The peer's uuid.</param>
    /// <param name="Name">The peer's name.</param>
    /// <param name="Message">The message.</param>
    public sealed record Whisper(Guid Peer, string Name, ZyreMessage Message) : ZyreEvent(Peer, Name)
    {
        internal override long Bytes => Message.Bytes;
    }

    /// <summary>A peer has sent a message to all of a group.</summary>
    /// <param name="Peer">The peer's uuid.</param>
    /// <param name="Name">The peer's name.</param>
    /// <param name="Group">The group.</param>
    /// <param name="Message">The message.</param>
    public sealed record Shout(Guid Peer, string Name, string Group, ZyreMessage Message) : ZyreEvent(Peer, Name)
    {
        internal override long Bytes => Message.Bytes;
    }
}
