using System.Runtime.InteropServices;

namespace ZProto.Native;

/// <summary>
/// The array that <c>zmq_poll</c> takes: one descriptor of the system, then sockets of libzmq. Its layout is the C compiler's:
/// a pointer, a descriptor (on Windows as wide as a pointer, else an int), two shorts, padding to the pointer's size.
/// </summary>
internal sealed unsafe class PollItems : IDisposable
{
    private static readonly int s_descriptorSize = OperatingSystem.IsWindows() ? sizeof(nint) : sizeof(int);
    private static readonly int s_events = sizeof(nint) + s_descriptorSize;
    private static readonly int s_revents = s_events + sizeof(short);
    private static readonly int s_size = (s_revents + sizeof(short) + sizeof(nint) - 1) / sizeof(nint) * sizeof(nint);

    private byte* _items;

    public PollItems(nint descriptor)
    {
        Grow(1);
        if (OperatingSystem.IsWindows())
            *(nint*)(_items + sizeof(nint)) = descriptor;
        else
            *(int*)(_items + sizeof(nint)) = (int)descriptor;
    }

    /// <summary>How many items there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the last poll found the descriptor readable.</summary>
    public bool DescriptorIsReadable => *(short*)(_items + s_revents) != 0;

    /// <summary>Replaces the sockets.</summary>
    public void SetSockets(IReadOnlyList<LibZmqSocket> sockets)
    {
        Grow(sockets.Count + 1);
        for (int i = 0; i < sockets.Count; i++)
            *(nint*)(_items + ((i + 1) * s_size)) = sockets[i].Handle;
    }

    /// <summary>Waits until an item is readable or the time has passed.</summary>
    /// <param name="milliseconds">How long at most; -1 for as long as it takes.</param>
    /// <returns>Less than zero for an error.</returns>
    public int Poll(int milliseconds) => Zmq.zmq_poll(_items, Count, new CLong(milliseconds));

    public void Dispose()
    {
        NativeMemory.Free(_items);
        _items = null;
        Count = 0;
    }

    private void Grow(int count)
    {
        _items = (byte*)NativeMemory.Realloc(_items, (nuint)(count * s_size));
        if (count > Count)
            NativeMemory.Clear(_items + (Count * s_size), (nuint)((count - Count) * s_size));
        for (int i = Count; i < count; i++)
            *(short*)(_items + (i * s_size) + s_events) = Zmq.PollIn;
        Count = count;
    }
}
