namespace ZProto.Transport.Tests;

// The suites of engines, on the sockets transport.

public sealed class SocketsTcpServerConformance : TcpServerConformance
{
    protected override bool RefusesLongNames => true;

    protected override ITransport CreateTransport() => new SocketsTransport();
}

public sealed class SocketsTcpClientConformance : ClientConformance
{
    protected override string AnyEndpoint => "tcp://127.0.0.1:*";

    protected override ITransport CreateTransport() => new SocketsTransport();
}

public sealed class SocketsIpcClientConformance : ClientConformance, IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("zproto").FullName;
    private int _endpoints;

    protected override string AnyEndpoint => $"ipc://{_folder}/{++_endpoints}";

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    protected override ITransport CreateTransport() => new SocketsTransport();
}

public sealed class SocketsTcpPresenceConformance : PresenceConformance
{
    protected override string AnyEndpoint => "tcp://127.0.0.1:*";

    protected override ITransport CreateTransport() => new SocketsTransport();
}

public sealed class SocketsStalledServerConformance : StalledServerConformance
{
    protected override ITransport CreateTransport() => new SocketsTransport();
}

public sealed class SocketsHostileBytesConformance(ServerProcesses processes) : HostileBytesConformance(processes)
{
    protected override ITransport CreateTransport() => new SocketsTransport();
}
