namespace ZProto.Zyre;

/// <summary>Who is told what a node hears of its peers, on the node's loop.</summary>
internal interface IZyreListener
{
    /// <summary>Adds an event.</summary>
    /// <param name="item">The event.</param>
    /// <returns>Whether there is room for it; if not, the peer that it comes from ends.</returns>
    bool TryAdd(ZyreEvent item);

    /// <summary>Adds an event though there may be no room for it: the end of what a peer was told of.</summary>
    /// <param name="item">The event.</param>
    void Add(ZyreEvent item);
}
