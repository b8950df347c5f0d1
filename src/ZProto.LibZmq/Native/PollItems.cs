using System.Runtime.InteropServices;

namespace ZProto.Native;

/// <summary>
/// The array that <c>zmq_poll</c> takes: one descriptor of the system, sockets of libzmq, and the descriptors of their monitors. Its
/// layout is the C compiler's: a pointer, a descriptor (on Windows as wide as a pointer, else an int), two shorts, padding to the pointer's size.
/// </summary>
internal sealed unsafe class PollItems : IDisposable
{
    private static readonly int s_descriptorSize = OperatingSystem.IsWindows() ? sizeof(nint) : sizeof(int);
    private static readonly int s_events = sizeof(nint) + s_descriptorSize;
    private static readonly int s_revents = s_events + sizeof(short);
    private static readonly int s_size = (s_revents + sizeof(short) + sizeof(nint) - 1) / sizeof(nint) * sizeof(nint);

    private byte* _items;
    private int _firstMonitor;

    public PollItems(nint descriptor)
    {
        Grow(1);
        SetDescriptor(0, descriptor);
    }

    /// <summary>How many items there are.</summary>
    public int Count { get; private set; }

    /// <summary>Whether the last poll found the descriptor readable.</summary>
    public bool DescriptorIsReadable => IsReadable(0);

    /// <summary>Replaces the sockets, and the monitors, by whose index <see cref="MonitorIsReadable"/> asks.</summary>
    public void Set(IReadOnlyList<LibZmqSocket> sockets, IReadOnlyList<ConnectionMonitor> monitors)
    {
        _firstMonitor = sockets.Count + 1;
        Grow(_firstMonitor + monitors.Count);
        for (int i = 0; i < sockets.Count; i++)
            *(nint*)(_items + ((i + 1) * s_size)) = sockets[i].Handle;

        // By their descriptors: a socket costs each poll two calls, a descriptor none.
        for (int i = 0; i < monitors.Count; i++)
        {
            *(nint*)(_items + ((_firstMonitor + i) * s_size)) = 0;
            SetDescriptor(_firstMonitor + i, monitors[i].Descriptor);
        }
    }

    /// <summary>Whether the last poll found a monitor's descriptor readable.</summary>
    public bool MonitorIsReadable(int index) => IsReadable(_firstMonitor + index);

    /// <summary>Waits until an item is readable or the time has passed.</summary>
    /// <param name="milliseconds">How long at most; -1 for no limit.</param>
    /// <returns>Less than zero for an error.</returns>
    public int Poll(int milliseconds) => Zmq.zmq_poll(_items, Count, new CLong(milliseconds));

    public void Dispose()
    {
        NativeMemory.Free(_items);
        _items = null;
        Count = 0;
    }

    private bool IsReadable(int index) => *(short*)(_items + (index * s_size) + s_revents) != 0;

    private void SetDescriptor(int index, nint descriptor)
    {
        byte* place = _items + (index * s_size) + sizeof(nint);
        if (OperatingSystem.IsWindows())
            *(nint*)place = descriptor;
        else
            *(int*)place = (int)descriptor;
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
