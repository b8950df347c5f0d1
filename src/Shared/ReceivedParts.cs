using System.Runtime.InteropServices;
using System.Text;
using ZProto.Native;

namespace ZProto;

/// <summary>The message received last, in libzmq's own memory.</summary>
internal sealed unsafe class ReceivedFrames : IMultipartMessage, IDisposable
{
    private readonly NativeMessages _messages = new();
    private readonly int _prefix;
    private readonly int _maxParts;
    private int _received;

    /// <param name="withRoutingId">Whether the first part of each message is the routing id of its sender.</param>
    /// <param name="maxFrames">How many frames a message may have; one of more is shown without any. 0 for any number.</param>
    public ReceivedFrames(bool withRoutingId, int maxFrames)
    {
        _prefix = withRoutingId ? 1 : 0;
        _maxParts = maxFrames == 0 ? int.MaxValue : (int)Math.Min(int.MaxValue, (long)maxFrames + _prefix);
        _messages.Ensure(1);
    }

    public int Count => Math.Max(0, _received - _prefix);

    public ReadOnlySpan<byte> RoutingId => _received > 0 && _prefix > 0 ? Bytes(0) : default;

    public ReadOnlySpan<byte> GetFrame(int index)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)index, (uint)Count, nameof(index));
        return Bytes(index + _prefix);
    }

    /// <summary>A property that libzmq keeps of the message's sender, or null where it keeps none.</summary>
    public string? GetProperty(ReadOnlySpan<byte> name)
    {
        if (Count == 0)
            return null;

        // Of a frame, not of the routing id: that one has the sender's properties only when no poll came before its receive.
        fixed (byte* pointer = name)
            return Marshal.PtrToStringUTF8((nint)Zmq.zmq_msg_gets(_messages[_prefix], pointer));
    }

    /// <summary>The system's descriptor of the connection that the message came by; less than zero where there is none.</summary>
    public int Descriptor => Zmq.zmq_msg_get(_messages[_prefix], Zmq.SourceDescriptor);

    /// <summary>Whether a property that libzmq keeps of the message's sender has a value; one that it does not keep is empty. Makes nothing.</summary>
    public bool HasProperty(ReadOnlySpan<byte> name, string value)
    {
        if (Count == 0)
            return value.Length == 0;
        fixed (byte* pointer = name)
        {
            byte* property = Zmq.zmq_msg_gets(_messages[_prefix], pointer);
            return IsText(MemoryMarshal.CreateReadOnlySpanFromNullTerminated(property), value);
        }
    }

    /// <summary>Receives the next message, if one is there, in place of the one before.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="error">The error number, or 0 where there simply is no message.</param>
    public bool TryReceive(nint socket, out int error)
    {
        int before = _received;
        _received = 0;
        int count = 0;
        bool isTooLong = false, hasMore;
        do
        {
            // What a message held before is let go by the receive itself.
            _messages.Ensure(count + 1);
            while (Zmq.zmq_msg_recv(_messages[count], socket, Zmq.DontWait) < 0)
            {
                error = Errno.Last;
                if (error == Errno.Interrupted)
                    continue;

                // libzmq hands out whole messages: once the first part is there, so are all.
                _messages.Empty(0, Math.Max(before, count + 1));
                _messages.Trim(0);
                if (error == Errno.Again)
                    error = 0;
                return false;
            }
            hasMore = Zmq.zmq_msg_more(_messages[count]) != 0;

            // What is too much goes to one place, where each part replaces the one before.
            if (count < _maxParts)
                count++;
            else
                isTooLong = true;
        }
        while (hasMore);

        if (isTooLong)
        {
            _messages.Empty(_prefix, count + 1);
            count = _prefix;
        }
        if (count < before)
            _messages.Empty(count, before);
        _messages.Trim(count);
        _received = count;
        error = 0;
        return true;
    }

    public void Dispose()
    {
        _received = 0;
        _messages.Dispose();
    }

    private static bool IsText(ReadOnlySpan<byte> utf8, string text)
    {
        const int Short = 256;
        if (Encoding.UTF8.GetByteCount(text) != utf8.Length)
            return false;
        Span<byte> bytes = utf8.Length <= Short ? stackalloc byte[Short] : new byte[utf8.Length];
        return utf8.SequenceEqual(bytes[..Encoding.UTF8.GetBytes(text, bytes)]);
    }

    private ReadOnlySpan<byte> Bytes(int index)
    {
        void* message = _messages[index];
        return new ReadOnlySpan<byte>(Zmq.zmq_msg_data(message), checked((int)Zmq.zmq_msg_size(message)));
    }
}
