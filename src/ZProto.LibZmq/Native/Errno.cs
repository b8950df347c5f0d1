using System.Runtime.InteropServices;
using ZProto.Transports;

namespace ZProto.Native;

/// <summary>The error numbers of libzmq: the C library's, which differ between systems.</summary>
internal static class Errno
{
    public const int Interrupted = 4;

    public static readonly int Again = PerSystem(linux: 11, bsd: 35, windows: 11);

    public static readonly int AddressInUse = PerSystem(linux: 98, bsd: 48, windows: 100);

    public static readonly int HostUnreachable = PerSystem(linux: 113, bsd: 65, windows: 110);

    /// <summary>The context has ended.</summary>
    public const int Terminated = 156384712 + 53;

    /// <summary>The number of the error that the last call of this thread left.</summary>
    public static int Last => Zmq.zmq_errno();

    /// <summary>What an error number means, in the library's words.</summary>
    public static unsafe string Text(int errno) => Marshal.PtrToStringUTF8((nint)Zmq.zmq_strerror(errno)) ?? $"error {errno}";

    /// <summary>An exception that says what could not be done and, in the library's words, why.</summary>
    public static TransportException Failure(string what, int errno) => new($"libzmq cannot {what}: {Text(errno)}.");

    private static int PerSystem(int linux, int bsd, int windows)
        => OperatingSystem.IsWindows() ? windows
        : OperatingSystem.IsMacOS() || OperatingSystem.IsFreeBSD() ? bsd
        : linux;
}
