namespace ZProto.Transport.Tests;

public sealed class InProcessPresenceConformance : PresenceConformance
{
    protected override string AnyEndpoint => "inproc://*";

    protected override ITransport CreateTransport() => new InProcessTransport();
}
