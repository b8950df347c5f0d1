using ZProto.Transports;

namespace ZProto.Broker.Tests;

/// <summary>The transports that a broker is tested on over TCP: sockets, and libzmq where it is installed.</summary>
public sealed class TcpTransports : TheoryData<string>
{
    private const string Sockets = "sockets", LibZmq = "libzmq";

    public TcpTransports()
    {
        Add(Sockets);
        if (LibZmqTransport.IsAvailable)
            Add(LibZmq);
    }

    /// <summary>The transport of a name.</summary>
    public static ITransport Create(string name) => name == Sockets ? new SocketsTransport() : new LibZmqTransport();
}
