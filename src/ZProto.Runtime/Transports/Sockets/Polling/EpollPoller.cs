using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ZProto.Transports.Sockets.Polling;

/// <summary>Linux's epoll. An event names its item by place and generation, so that one for an item that has left reaches no other.</summary>
/// <remarks>Source: Linux, epoll(7) and sys/epoll.h.</remarks>
internal sealed unsafe partial class EpollPoller : Poller
{
    private const int MaxEvents = 256;

    private const int CloseOnExec = 0x80000;
    private const int OperationAdd = 1, OperationRemove = 2, OperationChange = 3;
    private const uint In = 0x001, Out = 0x004, Error = 0x008, HangUp = 0x010;

    private const int Interrupted = 4;

    // The kernel's structure is packed on x86 and x64 alone.
    private static readonly bool s_isPacked = RuntimeInformation.ProcessArchitecture is Architecture.X64 or Architecture.X86;
    private static readonly int s_dataOffset = s_isPacked ? 4 : 8;
    private static readonly int s_eventSize = s_dataOffset + sizeof(ulong);

    private readonly SafeFileHandle _epoll;
    private readonly byte[] _events = GC.AllocateUninitializedArray<byte>(MaxEvents * s_eventSize, pinned: true);
    private readonly Stack<int> _free = new();
    private Slot[] _slots = new Slot[4];
    private int _used;

    /// <exception cref="TransportException">The process has no descriptors left.</exception>
    public EpollPoller()
    {
        int descriptor = epoll_create1(CloseOnExec);
        if (descriptor < 0)
            throw new TransportException($"The system gives no epoll: error {Marshal.GetLastPInvokeError()}.");
        _epoll = new SafeFileHandle(descriptor, ownsHandle: true);
    }

    public override void Add(Pollable item, nint descriptor, Readiness interest)
    {
        if (!_free.TryPop(out int place))
        {
            place = _used++;
            if (place == _slots.Length)
                Array.Resize(ref _slots, place * 2);
        }
        ref Slot slot = ref _slots[place];
        slot.Item = item;
        slot.Descriptor = (int)descriptor;
        item.PollSlot = place;
        item.Interest = interest;
        try
        {
            Control(OperationAdd, place, interest);
        }
        catch
        {
            Free(item);
            throw;
        }
    }

    public override void Update(Pollable item, Readiness interest)
    {
        if (item.PollSlot < 0 || item.Interest == interest)
            return;
        item.Interest = interest;
        Control(OperationChange, item.PollSlot, interest);
    }

    public override void Remove(Pollable item)
    {
        int place = item.PollSlot;
        if (place < 0)
            return;
        Control(OperationRemove, place, Readiness.None);
        Free(item);
    }

    public override void Poll(int milliseconds)
    {
        fixed (byte* events = _events)
        {
            // Signals, by which the runtime suspends threads, end the wait early; the loop waits again.
            int count = epoll_wait(Descriptor, events, MaxEvents, milliseconds);
            if (count < 0 && Marshal.GetLastPInvokeError() is not Interrupted and int error)
                throw new TransportException($"epoll failed with error {error}.");
            for (int i = 0; i < count; i++)
            {
                byte* at = events + (i * s_eventSize);
                uint flags = *(uint*)at;
                ulong data = *(ulong*)(at + s_dataOffset);
                ref Slot slot = ref _slots[(uint)data];
                if (slot.Item is { } item && slot.Generation == (uint)(data >> 32))
                    item.OnReady(ToReadiness(flags));
            }
        }
    }

    public override void Dispose() => _epoll.Dispose();

    private int Descriptor => (int)_epoll.DangerousGetHandle();

    private static Readiness ToReadiness(uint flags)
        => ((flags & In) != 0 ? Readiness.Readable : Readiness.None)
            | ((flags & Out) != 0 ? Readiness.Writable : Readiness.None)
            | ((flags & (Error | HangUp)) != 0 ? Readiness.HungUp : Readiness.None);

    private void Free(Pollable item)
    {
        int place = item.PollSlot;
        _slots[place].Item = null;
        _slots[place].Generation++;
        _free.Push(place);
        item.PollSlot = -1;
        item.Interest = Readiness.None;
    }

    private void Control(int operation, int place, Readiness interest)
    {
        byte* change = stackalloc byte[16];
        *(uint*)change = ((interest & Readiness.Readable) != 0 ? In : 0) | ((interest & Readiness.Writable) != 0 ? Out : 0);
        *(ulong*)(change + s_dataOffset) = ((ulong)_slots[place].Generation << 32) | (uint)place;
        if (epoll_ctl(Descriptor, operation, _slots[place].Descriptor, change) != 0)
            throw new TransportException($"epoll cannot watch a descriptor: error {Marshal.GetLastPInvokeError()}.");
    }

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_create1(int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_ctl(int epoll, int operation, int descriptor, byte* change);

    [LibraryImport("libc", SetLastError = true)]
    private static partial int epoll_wait(int epoll, byte* events, int maxEvents, int milliseconds);

    private struct Slot
    {
        public Pollable? Item;
        public uint Generation;
        public int Descriptor;
    }
}
