using System.Runtime.InteropServices;

namespace ZProto.Native;

/// <summary>Finds the native library, once, and says what is wrong where it cannot be used.</summary>
internal static class LibZmqLibrary
{
    private static readonly Version s_oldest = new(4, 2);
    private static readonly Version s_tellsHandshakes = new(4, 3);
    private static readonly Lazy<string?> s_problem = new(Load);

    /// <summary>Why the library cannot be used and what to do about it, or null when it can.</summary>
    public static string? Problem => s_problem.Value;

    /// <summary>Its version, once it is loaded.</summary>
    public static Version Version { get; private set; } = new();

    /// <summary>Whether a monitor tells how a handshake ended.</summary>
    public static bool TellsHandshakes => Version >= s_tellsHandshakes;

    private static string? Load()
    {
        nint handle = 0;
        foreach (string name in Names())
        {
            if (NativeLibrary.TryLoad(name, typeof(LibZmqLibrary).Assembly, null, out handle))
                break;
        }
        if (handle == 0)
            return NotFound();

        NativeLibrary.SetDllImportResolver(typeof(LibZmqLibrary).Assembly, (name, _, _) => name == Zmq.Library ? handle : 0);
        Zmq.zmq_version(out int major, out int minor, out int patch);
        Version = new Version(major, minor, patch);
        if (Version < s_oldest)
            return TooOld(Version);

        // The first call of a function binds it, which must not happen between a failing call and the look at its error number.
        _ = Errno.Last;
        return null;
    }

    /// <summary>What is said where there is no library.</summary>
    internal static string NotFound()
        => "The transport needs the native library libzmq, which is not found. "
        + "Debian and Ubuntu: apt-get install libzmq5. macOS: brew install zeromq. Windows: put libzmq.dll beside the program. "
        + "The sockets transport needs no native library: set Options.Transport to a SocketsTransport.";

    /// <summary>What is said of a library that is too old.</summary>
    internal static string TooOld(Version version) => $"The transport needs libzmq {s_oldest} or later; the one found is {version}.";

    private static IEnumerable<string> Names()
    {
        if (OperatingSystem.IsWindows())
        {
            yield return "libzmq.dll";
            yield return "libzmq-5.dll";

            // The builds of the project itself are named after compiler and version, such as libzmq-v143-mt-4_3_5.dll.
            foreach (string file in Directory.EnumerateFiles(AppContext.BaseDirectory, "libzmq-*-mt-*.dll").OrderDescending(StringComparer.Ordinal))
                yield return file;
        }
        else if (OperatingSystem.IsMacOS())
        {
            yield return "libzmq.5.dylib";
            yield return "libzmq.dylib";

            // Where Homebrew puts it, which the loader does not look through by itself.
            yield return "/opt/homebrew/lib/libzmq.5.dylib";
            yield return "/usr/local/lib/libzmq.5.dylib";
        }
        else
        {
            yield return "libzmq.so.5";
            yield return "libzmq.so";
        }
    }
}
