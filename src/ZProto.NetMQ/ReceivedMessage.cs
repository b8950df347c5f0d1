using NetMQ;

namespace ZProto;

/// <summary>The message received last, in NetMQ's own memory.</summary>
/// <param name="withRoutingId">Whether the first part of each message is the routing id of its sender.</param>
/// <param name="maxFrames">How many frames a message may have; one of more is shown without any. 0 for any number.</param>
internal sealed class ReceivedMessage(bool withRoutingId, int maxFrames) : IMultipartMessage
{
    private readonly int _prefix = withRoutingId ? 1 : 0;
    private readonly int _maxParts = maxFrames == 0 ? int.MaxValue : (int)Math.Min(int.MaxValue, (long)maxFrames + (withRoutingId ? 1 : 0));
    private MessageParts _parts;
    private int _received;

    public int Count => Math.Max(0, _received - _prefix);

    public ReadOnlySpan<byte> RoutingId => _received > 0 && _prefix > 0 ? _parts[0].Slice() : default;

    public ReadOnlySpan<byte> GetFrame(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return _parts[index + _prefix].Slice();
    }

    /// <summary>Receives the next message, if one is there, in place of the one before.</summary>
    public bool TryReceive(NetMQSocket socket)
    {
        int before = _received;
        int count = 0;
        bool isTooLong = false, hasMore;
        _received = 0;
        do
        {
            _parts.Ensure(count + 1);

            // What a part held before is let go by the receive itself.
            if (!socket.TryReceive(ref _parts[count], TimeSpan.Zero))
            {
                // NetMQ hands out whole messages: once the first part is there, so are all.
                Empty(Math.Max(before, count + 1));
                return false;
            }
            hasMore = _parts[count].HasMore;

            // What is too much goes to one place, where each part replaces the one before.
            if (count < _maxParts)
                count++;
            else
                isTooLong = true;
        }
        while (hasMore);

        if (isTooLong)
        {
            _parts.Empty(_prefix, count + 1);
            count = _prefix;
        }
        if (count < before)
            _parts.Empty(count, before);
        _parts.Trim(count);
        _received = count;
        return true;
    }

    /// <summary>Lets the message go.</summary>
    public void Clear()
    {
        int before = _received;
        _received = 0;
        Empty(before);
    }

    private void Empty(int count)
    {
        _parts.Empty(0, count);
        _parts.Trim(0);
    }
}
