using Hello;
using ZProto.Runtime.Tests.Engines;

namespace ZProto.Transport.Tests;

// The suites of engines, on the sockets transport.

public sealed class SocketsTcpServerConformance : TcpServerConformance
{
    protected override bool RefusesLongNames => true;

    protected override ITransport CreateTransport() => new SocketsTransport();

    [TransportTheory]
    [InlineData(0, "ZMTP 1.0")]
    [InlineData(1, "ZMTP 2.0")]
    public async Task A_peer_of_an_old_ZMTP_is_told_of_in_the_log(byte major, string version)
    {
        var log = new RecordingLogger();
        await using var server = new HelloServer { Options = { Transport = CreateTransport(), LoggerFactory = log } };
        using RawPeer old = await RawPeer.Connect(await server.BindAsync(AnyEndpoint));
        await old.TrySend(Zmtp.Greeting(major: major));
        Assert.Equal($"Warning: A peer at 127.0.0.1 was not admitted: the peer speaks {version}", await log.WaitForAsync("not admitted"));
        await old.WaitForClose();
    }
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

// And by the poller that every system has.

public sealed class SocketsPortableServerConformance : TcpServerConformance
{
    protected override bool RefusesLongNames => true;

    protected override ITransport CreateTransport() => new PortableSocketsTransport();
}

public sealed class SocketsPortableClientConformance : ClientConformance
{
    protected override string AnyEndpoint => "tcp://127.0.0.1:*";

    protected override ITransport CreateTransport() => new PortableSocketsTransport();
}

public sealed class SocketsPortableStalledServerConformance : StalledServerConformance
{
    protected override ITransport CreateTransport() => new PortableSocketsTransport();
}

public sealed class SocketsPortableHostileBytesConformance(ServerProcesses processes) : HostileBytesConformance(processes)
{
    protected override ITransport CreateTransport() => new PortableSocketsTransport();
}
