using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace ZProto.Shared;

/// <summary>A wake-up by Linux's <c>eventfd</c>: a counter, so that any number of signals is one read.</summary>
internal sealed unsafe partial class EventWakeUp : WakeUp
{
    private const int NonBlocking = 0x800;
    private const int CloseOnExec = 0x80000;
    private const int Interrupted = 4;

    // A safe handle counts the writes under way: the descriptor is closed after the last, and never reused under one.
    private readonly SafeFileHandle _event;

    private EventWakeUp(SafeFileHandle handle) => _event = handle;

    public override nint Descriptor => _event.DangerousGetHandle();

    /// <summary>The best wake-up that this system has.</summary>
    public static WakeUp CreateBest() => OperatingSystem.IsLinux() && TryCreate() is { } descriptor ? descriptor : new SocketWakeUp();

    /// <summary>One, or null where the system does not give it.</summary>
    public static EventWakeUp? TryCreate()
    {
        int descriptor = eventfd(0, NonBlocking | CloseOnExec);
        return descriptor < 0 ? null : new EventWakeUp(new SafeFileHandle(descriptor, ownsHandle: true));
    }

    public override void Signal()
    {
        bool held = false;
        try
        {
            _event.DangerousAddRef(ref held);
            ulong one = 1;
            while (write((int)_event.DangerousGetHandle(), &one, sizeof(ulong)) < 0 && Marshal.GetLastPInvokeError() == Interrupted)
            {
            }
        }
        catch (ObjectDisposedException)
        {
            // The loop is gone, and with it all that there was to wake.
        }
        finally
        {
            if (held)
                _event.DangerousRelease();
        }
    }

    public override void Clear()
    {
        ulong count;
        while (read((int)_event.DangerousGetHandle(), &count, sizeof(ulong)) < 0 && Marshal.GetLastPInvokeError() == Interrupted)
        {
        }
    }

    public override void Dispose() => _event.Dispose();

    [LibraryImport("libc", SetLastError = true)]
    private static partial int eventfd(uint count, int flags);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint write(int descriptor, void* buffer, nuint length);

    [LibraryImport("libc", SetLastError = true)]
    private static partial nint read(int descriptor, void* buffer, nuint length);
}
