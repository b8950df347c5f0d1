namespace ZProto.Shared;

/// <summary>A growing row of a library's message parts that is used again and again.</summary>
internal interface IMessageParts
{
    /// <summary>Makes the row long enough. The parts there are keep their content.</summary>
    void Ensure(int count);

    /// <summary>Receives a part, if one is there, in place of what it held.</summary>
    /// <param name="index">The part.</param>
    /// <param name="hasMore">Whether another of the same message follows.</param>
    /// <exception cref="Transports.TransportException">The library has failed.</exception>
    bool TryReceive(int index, out bool hasMore);

    /// <summary>The bytes of a part.</summary>
    ReadOnlySpan<byte> GetBytes(int index);

    /// <summary>Empties some of the parts.</summary>
    void Empty(int from, int to);

    /// <summary>Gives memory back after a message of very many frames, of which none but the first so many are in use.</summary>
    void Trim(int used);
}
