using ZProto.Transports;
using ZProto.Transport.Tests;

namespace ZProto.NetMQ.Tests;

public sealed class NetMQMeshConformance : MeshConformance
{
    protected override string AnyEndpoint => "tcp://127.0.0.1:*";

    protected override ITransport Transport { get; } = new NetMQTransport();
}

public sealed class NetMQMeshAttackConformance : MeshAttackConformance
{
    protected override string AnyEndpoint => "tcp://127.0.0.1:*";

    protected override ITransport Transport { get; } = new NetMQTransport();
}
