using NetMQ;

namespace ZProto;

/// <summary>The message received last, in NetMQ's own memory.</summary>
/// <param name="withRoutingId">Whether the first part of each message is the routing id of its sender.</param>
internal sealed class ReceivedMessage(bool withRoutingId) : IFrameSource
{
    private readonly int _prefix = withRoutingId ? 1 : 0;
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
        _received = 0;
        do
        {
            _parts.Ensure(count + 1);

            // What a part held before is let go by the receive itself.
            if (!socket.TryReceive(ref _parts[count], TimeSpan.Zero))
            {
                // NetMQ hands out whole messages: once the first part is there, so are all.
                Empty(Math.Max(before, count));
                return false;
            }
        }
        while (_parts[count++].HasMore);

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
