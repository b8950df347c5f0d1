namespace ZProto.Transport.Tests;

public sealed class InProcessPatternConformance : PatternConformance
{
    protected override string AnyEndpoint => "inproc://*";

    protected override ITransport CreateTransport() => new InProcessTransport();
}
