namespace ZProto.Transport.Tests;

[SkipUnlessLibZmqInstalled]
public sealed class LibZmqHostileBytesConformance(ServerProcesses processes) : HostileBytesConformance(processes)
{
    protected override ITransport CreateTransport() => new LibZmqTransport();
}
