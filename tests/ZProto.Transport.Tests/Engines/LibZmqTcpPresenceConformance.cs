namespace ZProto.Transport.Tests;

[SkipUnlessLibZmqInstalled]
public sealed class LibZmqTcpPresenceConformance : PresenceConformance
{
    protected override string AnyEndpoint => "tcp://127.0.0.1:*";

    protected override ITransport CreateTransport() => new LibZmqTransport();
}
