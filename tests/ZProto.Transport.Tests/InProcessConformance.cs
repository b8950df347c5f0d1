namespace ZProto.Transport.Tests;

public sealed class InProcessConformance : TransportConformance
{
    private int _endpoints;

    protected override string AnyEndpoint => "inproc://*";

    protected override IEnumerable<string> BadEndpoints => ["inproc://", "inproc:name", "INPROC://name", "tcp://127.0.0.1:1"];

    protected override ITransport CreateTransport() => new InProcessTransport();

    protected override string NewEndpoint() => $"inproc://test-{++_endpoints}";
}
