using ZProto;
using ZProto.Transport;

namespace Hello;

/// <summary>The transports that can be used here: a program of yours would name one.</summary>
internal static class Transports
{
    /// <summary>The first that is here: NetMQ, libzmq, and what is always here.</summary>
    public static ITransport Best => NetMQ ?? LibZmq ?? new InProcessTransport();

    /// <summary>What is used, for the user, and which would be better where there are none of these.</summary>
    public static string Describe(ITransport used)
        => NetMQ is null && LibZmq is null
            ? $"transport: {used.Name}; neither NetMQ nor libzmq is here (Debian: apt-get install libzmq5)"
            : $"transport: {used.Name}";

    /// <summary>The transport of a name.</summary>
    /// <exception cref="FormatException">There is none, or it is not here.</exception>
    public static ITransport Named(string name) => name switch
    {
        "inproc" => new InProcessTransport(),
        "libzmq" => LibZmq ?? throw new FormatException("libzmq is not installed (Debian: apt-get install libzmq5)."),
        "netmq" => NetMQ ?? throw new FormatException("This build is one without NetMQ, which no NuGet source offered when it was restored."),
        _ => throw new FormatException($"'{name}' is no transport."),
    };

    private static ITransport? LibZmq => LibZmqTransport.IsAvailable ? new LibZmqTransport() : null;

#if NETMQ
    private static ITransport? NetMQ => new NetMQTransport();
#else
    private static ITransport? NetMQ => null;
#endif
}
