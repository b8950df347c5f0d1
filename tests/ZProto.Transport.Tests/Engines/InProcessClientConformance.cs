namespace ZProto.Transport.Tests;

public sealed class InProcessClientConformance : ClientConformance
{
    protected override string AnyEndpoint => "inproc://*";

    protected override ITransport CreateTransport() => new InProcessTransport();
}
