namespace ZProto.Transport.Tests;

public sealed class InProcessServerConformance : ServerConformance
{
    protected override string AnyEndpoint => "inproc://*";

    protected override int ManyClients => 10_000;

    protected override ITransport CreateTransport() => new InProcessTransport();
}
