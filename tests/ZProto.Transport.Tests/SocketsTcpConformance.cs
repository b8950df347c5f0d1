using System.Net;
using System.Net.Sockets;

namespace ZProto.Transport.Tests;

public class SocketsTcpConformance : TransportConformance
{
    protected override string AnyEndpoint => "tcp://127.0.0.1:*";

    protected override IEnumerable<string> BadEndpoints =>
    [
        "tcp://", "tcp://127.0.0.1", "tcp://127.0.0.1:", "tcp://127.0.0.1:x", "tcp://127.0.0.1:65536", "tcp://127.0.0.1:-1", "TCP://127.0.0.1:1", "tcp://:5555",
        "ipc://", "IPC://name", "inproc://name", "pgm://127.0.0.1:5555",
    ];

    protected override ITransport CreateTransport() => new SocketsTransport();

    protected override string NewEndpoint()
    {
        using var socket = new Socket(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
        socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        return $"tcp://{socket.LocalEndPoint}";
    }
}

/// <summary>The same by the poller that every system has.</summary>
public sealed class SocketsPortableTcpConformance : SocketsTcpConformance
{
    protected override ITransport CreateTransport() => new PortableSocketsTransport();
}
