using System.Runtime.InteropServices;
using ZProto.Shared;

namespace ZProto.Native;

/// <summary>A growing row of <c>zmq_msg_t</c> in native memory, each of them initialised, that is used again and again.</summary>
/// <param name="socket">What is received from; none where the row is only sent.</param>
internal sealed unsafe class NativeMessages(nint socket = 0) : IMessageParts, IDisposable
{
    private const int SmallestCapacity = 4;

    /// <summary>Messages up to which the row is kept (64 KiB); a longer one is given back after use.</summary>
    private const int KeptCapacity = 1024;

    private byte* _messages;
    private int _capacity;

    /// <summary>A message of the row.</summary>
    public void* this[int index] => _messages + ((nint)index * Zmq.MessageSize);

    /// <summary>Makes the row long enough. The messages there are keep their content.</summary>
    public void Ensure(int count)
    {
        if (count > _capacity)
            Resize(Math.Max(count, Math.Max(SmallestCapacity, _capacity * 2)));
    }

    public bool TryReceive(int index, out bool hasMore)
    {
        hasMore = false;
        while (Zmq.zmq_msg_recv(this[index], socket, Zmq.DontWait) < 0)
        {
            int error = Errno.Last;
            if (error == Errno.Again)
                return false;
            if (error != Errno.Interrupted)
                throw Errno.Failure("receive a message", error);
        }
        hasMore = Zmq.zmq_msg_more(this[index]) != 0;
        return true;
    }

    public ReadOnlySpan<byte> GetBytes(int index)
    {
        void* message = this[index];
        return new ReadOnlySpan<byte>(Zmq.zmq_msg_data(message), checked((int)Zmq.zmq_msg_size(message)));
    }

    /// <summary>Empties some of the messages.</summary>
    public void Empty(int from, int to)
    {
        for (int i = from; i < to; i++)
        {
            _ = Zmq.zmq_msg_close(this[i]);
            _ = Zmq.zmq_msg_init(this[i]);
        }
    }

    /// <summary>Gives memory back after a message of very many frames, of which none but the first so many are in use.</summary>
    public void Trim(int used)
    {
        if (_capacity > KeptCapacity && used <= SmallestCapacity)
            Resize(SmallestCapacity);
    }

    public void Dispose()
    {
        for (int i = 0; i < _capacity; i++)
            _ = Zmq.zmq_msg_close(this[i]);
        NativeMemory.Free(_messages);
        _messages = null;
        _capacity = 0;
    }

    // A message may only be moved by libzmq's own function, so that the row cannot simply be reallocated.
    private void Resize(int capacity)
    {
        byte* resized = (byte*)NativeMemory.Alloc((nuint)capacity, Zmq.MessageSize);
        for (int i = 0; i < capacity; i++)
        {
            void* message = resized + ((nint)i * Zmq.MessageSize);
            _ = Zmq.zmq_msg_init(message);
            if (i < _capacity)
                _ = Zmq.zmq_msg_move(message, this[i]);
        }
        Dispose();
        _messages = resized;
        _capacity = capacity;
    }
}
