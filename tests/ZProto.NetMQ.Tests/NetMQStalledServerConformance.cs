using ZProto.Transports;
using ZProto.Transport.Tests;

namespace ZProto.NetMQ.Tests;

public sealed class NetMQStalledServerConformance : StalledServerConformance
{
    protected override ITransport CreateTransport() => new NetMQTransport();
}
