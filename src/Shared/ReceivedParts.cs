namespace ZProto.Shared;

/// <summary>The message received last, in the library's own memory.</summary>
/// <param name="parts">The row that it is received into.</param>
/// <param name="withRoutingId">Whether the first part of each message is the routing id of its sender.</param>
/// <param name="maxFrames">How many frames a message may have; one of more is shown without any. 0 for any number.</param>
internal sealed class ReceivedParts<TParts>(TParts parts, bool withRoutingId, int maxFrames) : IMultipartMessage
    where TParts : IMessageParts
{
    private readonly int _prefix = withRoutingId ? 1 : 0;
    private readonly int _maxParts = maxFrames == 0 ? int.MaxValue : (int)Math.Min(int.MaxValue, (long)maxFrames + (withRoutingId ? 1 : 0));
    private int _received;

    public int Count => Math.Max(0, _received - _prefix);

    /// <summary>The routing id of the sender; none without a message.</summary>
    public ReadOnlySpan<byte> RoutingId => _received > 0 && _prefix > 0 ? parts.GetBytes(0) : default;

    public ReadOnlySpan<byte> GetFrame(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return parts.GetBytes(index + _prefix);
    }

    /// <summary>Receives the next message, if one is there, in place of the one before.</summary>
    /// <exception cref="Transports.TransportException">The library has failed.</exception>
    public bool TryReceive()
    {
        int before = _received;
        int count = 0;
        bool isTooLong = false, hasMore;
        _received = 0;
        do
        {
            parts.Ensure(count + 1);

            // What a part held before is let go by the receive itself.
            if (!parts.TryReceive(count, out hasMore))
            {
                // Whole messages are handed out: once the first part is there, so are all.
                Empty(Math.Max(before, count + 1));
                return false;
            }

            // What is too much goes to one place, where each part replaces the one before.
            if (count < _maxParts)
                count++;
            else
                isTooLong = true;
        }
        while (hasMore);

        if (isTooLong)
        {
            parts.Empty(_prefix, count + 1);
            count = _prefix;
        }
        if (count < before)
            parts.Empty(count, before);
        parts.Trim(count);
        _received = count;
        return true;
    }

    /// <summary>Lets go of the message.</summary>
    public void Clear()
    {
        int before = _received;
        _received = 0;
        Empty(before);
    }

    private void Empty(int count)
    {
        parts.Empty(0, count);
        parts.Trim(0);
    }
}
