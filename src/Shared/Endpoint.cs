namespace ZProto.Shared;

/// <summary>The parts of an endpoint such as <c>tcp://127.0.0.1:5670</c>.</summary>
internal static class Endpoint
{
    public const string InProcess = "inproc://";
    public const string Ipc = "ipc://";
    public const string Tcp = "tcp://";

    private const string AnyName = InProcess + "*";

    private static int s_lastName;

    public static bool IsInProcess(string endpoint) => endpoint.StartsWith(InProcess, StringComparison.Ordinal);

    public static bool IsIpc(string endpoint) => endpoint.StartsWith(Ipc, StringComparison.Ordinal);

    public static bool IsTcp(string endpoint) => endpoint.StartsWith(Tcp, StringComparison.Ordinal);

    /// <summary>Whether an endpoint leaves its name within the process to be picked.</summary>
    public static bool IsAnyName(string endpoint) => endpoint == AnyName;

    /// <summary>The endpoint with a name that no other has, where it leaves that to be picked.</summary>
    public static string PickName(string endpoint)
        => IsAnyName(endpoint) ? $"{InProcess}zproto-{Interlocked.Increment(ref s_lastName)}" : endpoint;

    /// <summary>The host of an endpoint over TCP, with an interface where it names one; empty for none.</summary>
    public static ReadOnlySpan<char> GetHost(string endpoint) => endpoint.AsSpan(Tcp.Length, Math.Max(0, endpoint.LastIndexOf(':') - Tcp.Length));

    /// <summary>The port of an endpoint over TCP, as it is written.</summary>
    public static ReadOnlySpan<char> GetPort(string endpoint) => endpoint.AsSpan(endpoint.LastIndexOf(':') + 1);
}
