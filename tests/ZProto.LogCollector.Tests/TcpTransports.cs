namespace ZProto.LogCollector.Tests;

/// <summary>The transports that publish over TCP: NetMQ, and libzmq where it is installed.</summary>
public sealed class TcpTransports : TheoryData<string>
{
    private const string NetMQ = "netmq", LibZmq = "libzmq";

    public TcpTransports()
    {
        Add(NetMQ);
        if (LibZmqTransport.IsAvailable)
            Add(LibZmq);
    }

    /// <summary>The transport of a name.</summary>
    public static ITransport Create(string name) => name == NetMQ ? new NetMQTransport() : new LibZmqTransport();
}
