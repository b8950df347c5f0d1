using ZProto;
using ZProto.Transports;

namespace Hello;

/// <summary>The transports that can be used here: a program of yours would name one.</summary>
internal static class Transports
{
    /// <summary>The transport of a name.</summary>
    /// <exception cref="FormatException">There is none, or it is not here.</exception>
    public static ITransport Named(string name) => name switch
    {
        "inproc" => new InProcessTransport(),
        "libzmq" => LibZmqTransport.IsAvailable ? new LibZmqTransport() : throw new FormatException("libzmq is not installed (Debian: apt-get install libzmq5)."),
        "netmq" => new NetMQTransport(),
        "sockets" => new SocketsTransport(),
        _ => throw new FormatException($"'{name}' is no transport."),
    };
}
