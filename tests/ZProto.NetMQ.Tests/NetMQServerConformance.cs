using ZProto.Transports;
using ZProto.Transport.Tests;

namespace ZProto.NetMQ.Tests;

public sealed class NetMQServerConformance : TcpServerConformance
{
    protected override ITransport CreateTransport() => new NetMQTransport();
}
