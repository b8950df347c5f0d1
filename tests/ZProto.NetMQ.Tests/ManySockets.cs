using NetMQ;
using ZProto.Transports;
using SocketOptions = ZProto.Transports.SocketOptions;

namespace ZProto.NetMQ.Tests;

/// <summary>A transport on NetMQ whose loops have many sockets, in a process where NetMQ's own limit is low. Only for a process of its own.</summary>
public class ManySockets : ITransport
{
    private const int Sockets = 50, LowLimit = 10;

    public string Name => "many sockets";

    public TransportCapabilities Capabilities => Transport.Capabilities;

    protected virtual NetMQTransport Transport { get; } = new() { MaxSockets = 2 * Sockets };

    public ITransportLoop CreateLoop()
    {
        NetMQConfig.MaxSockets = LowLimit;
        ITransportLoop loop = Transport.CreateLoop();
        for (int i = 0; i < Sockets; i++)
            loop.CreateSocket(SocketType.Dealer, new SocketOptions());
        return loop;
    }
}

/// <summary>The same without a limit that would do.</summary>
public sealed class TooManySockets : ManySockets
{
    protected override NetMQTransport Transport { get; } = new();
}
