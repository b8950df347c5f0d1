using NetMQ;
using ZProto.Shared;

namespace ZProto;

/// <summary>NetMQ's parts of one message, in an array that is used again and again. Each is initialised at all times.</summary>
/// <param name="socket">What is received from.</param>
internal sealed class MessageParts(NetMQSocket socket) : IMessageParts
{
    private const int Few = 4;

    // As with buffers, what one large message needed does not stay indefinitely.
    private const int KeptCount = 1000;

    private Msg[]? _parts;

    /// <summary>A part.</summary>
    public ref Msg this[int index] => ref _parts![index];

    /// <summary>Makes room for so many parts, the new ones empty.</summary>
    public void Ensure(int count)
    {
        int before = _parts?.Length ?? 0;
        if (count <= before)
            return;
        Array.Resize(ref _parts, Math.Max(Math.Max(Few, count), 2 * before));
        for (int i = before; i < _parts.Length; i++)
            _parts[i].InitEmpty();
    }

    public bool TryReceive(int index, out bool hasMore)
    {
        bool isReceived = socket.TryReceive(ref _parts![index], TimeSpan.Zero);
        hasMore = isReceived && _parts[index].HasMore;
        return isReceived;
    }

    public ReadOnlySpan<byte> GetBytes(int index) => _parts![index].Slice();

    /// <summary>Gives back the memory of parts.</summary>
    public void Empty(int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            if (_parts![i].IsInitialised)
                _parts[i].Close();
            _parts[i].InitEmpty();
        }
    }

    /// <summary>Gives back a large array, all parts of which from here on are empty.</summary>
    public void Trim(int count)
    {
        if (_parts?.Length > KeptCount && count <= KeptCount)
            Array.Resize(ref _parts, Math.Max(Few, count));
    }
}
