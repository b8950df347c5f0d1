namespace ZProto.Transport.Tests;

public sealed class InProcessServerConformance : ServerConformance
{
    protected override string AnyEndpoint => "inproc://*";

    protected override ITransport CreateTransport() => new InProcessTransport();
}
