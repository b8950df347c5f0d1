using System.Runtime.InteropServices;

namespace ZProto.Transports.Sockets.Polling;

/// <summary>
/// <c>poll</c> of POSIX systems, and <c>WSAPoll</c> of Windows: the same call by two names. A wait takes the longer the more
/// descriptors there are.
/// </summary>
/// <remarks>Source: POSIX.1-2017, poll; Microsoft, WSAPoll (Windows 10 2004 and later report failed connection attempts).</remarks>
internal sealed unsafe partial class PollPoller : Poller
{
    private const int Interrupted = 4;

    private static readonly bool s_isWindows = OperatingSystem.IsWindows();

    // Windows has other bits.
    private static readonly short s_in = (short)(s_isWindows ? 0x0300 : 0x0001), s_out = (short)(s_isWindows ? 0x0010 : 0x0004);
    private static readonly short s_error = (short)(s_isWindows ? 0x0001 : 0x0008), s_hangUp = (short)(s_isWindows ? 0x0002 : 0x0010);

    // A descriptor of Windows is as long as a pointer, one of POSIX an int.
    private static readonly int s_eventsOffset = s_isWindows ? sizeof(nint) : sizeof(int);
    private static readonly int s_entrySize = s_isWindows ? sizeof(nint) * 2 : 8;

    private Pollable[] _items = new Pollable[4];
    private byte[] _entries = new byte[4 * s_entrySize];
    private int _count;

    public override void Add(Pollable item, nint descriptor, Readiness interest)
    {
        if (_count == _items.Length)
        {
            Array.Resize(ref _items, _count * 2);
            Array.Resize(ref _entries, _count * 2 * s_entrySize);
        }
        item.PollSlot = _count;
        item.Interest = interest;
        _items[_count] = item;
        Span<byte> entry = Entry(_count++);
        entry.Clear();
        if (s_isWindows)
            MemoryMarshal.Write(entry, descriptor);
        else
            MemoryMarshal.Write(entry, (int)descriptor);
        SetEvents(item, interest);
    }

    public override void Update(Pollable item, Readiness interest)
    {
        if (item.PollSlot < 0)
            return;
        item.Interest = interest;
        SetEvents(item, interest);
    }

    // The last takes its place. A poll goes through them from the last to the first, so that the last was told before, or is new.
    public override void Remove(Pollable item)
    {
        int place = item.PollSlot;
        if (place < 0)
            return;
        int last = --_count;
        Entry(last).CopyTo(Entry(place));
        _items[place] = _items[last];
        _items[place].PollSlot = place;
        _items[last] = null!;
        item.PollSlot = -1;
        item.Interest = Readiness.None;
    }

    public override void Poll(int milliseconds)
    {
        int ready;
        fixed (byte* entries = _entries)
            ready = s_isWindows ? WSAPoll(entries, (uint)_count, milliseconds) : poll(entries, (nuint)_count, milliseconds);
        if (ready < 0)
        {
            int error = Marshal.GetLastPInvokeError();
            if (error == Interrupted)
                return;
            throw new TransportException($"poll failed with error {error}.");
        }
        for (int i = _count - 1; i >= 0 && ready > 0; i--)
        {
            // Those there may be fewer by now.
            if (i >= _count)
                continue;
            ref short told = ref MemoryMarshal.AsRef<short>(Entry(i).Slice(s_eventsOffset + sizeof(short), sizeof(short)));
            short flags = told;
            if (flags == 0)
                continue;
            told = 0;
            ready--;
            _items[i].OnReady(ToReadiness(flags));
        }
    }

    public override void Dispose() => _count = 0;

    private static Readiness ToReadiness(short flags)
        => ((flags & s_in) != 0 ? Readiness.Readable : Readiness.None)
            | ((flags & s_out) != 0 ? Readiness.Writable : Readiness.None)
            | ((flags & (s_error | s_hangUp)) != 0 ? Readiness.HungUp : Readiness.None);

    private void SetEvents(Pollable item, Readiness interest)
    {
        short events = (short)(((interest & Readiness.Readable) != 0 ? s_in : 0) | ((interest & Readiness.Writable) != 0 ? s_out : 0));
        MemoryMarshal.Write(Entry(item.PollSlot)[s_eventsOffset..], events);
    }

    private Span<byte> Entry(int place) => _entries.AsSpan(place * s_entrySize, s_entrySize);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int poll(byte* entries, nuint count, int milliseconds);

    [LibraryImport("ws2_32", SetLastError = true)]
    private static partial int WSAPoll(byte* entries, uint count, int milliseconds);
}
