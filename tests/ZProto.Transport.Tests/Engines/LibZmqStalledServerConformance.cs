namespace ZProto.Transport.Tests;

[SkipUnlessLibZmqInstalled]
public sealed class LibZmqStalledServerConformance : StalledServerConformance
{
    protected override ITransport CreateTransport() => new LibZmqTransport();
}
