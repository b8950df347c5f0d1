using System.Net;
using System.Net.Sockets;
using ZProto.Transports;
using ZProto.Transport.Tests;

namespace ZProto.NetMQ.Tests;

public sealed class NetMQConformance : TransportConformance
{
    // Ports that no system gives out by itself, so that no one takes one between its being found free and its being bound.
    private const int FirstPort = 10_000, LastPort = 30_000;

    private static int s_port = Random.Shared.Next(FirstPort, LastPort);

    protected override string AnyEndpoint => "tcp://127.0.0.1:*";

    protected override IEnumerable<string> BadEndpoints =>
    [
        "tcp://", "tcp://127.0.0.1", "tcp://127.0.0.1:", "tcp://127.0.0.1:http", "tcp://127.0.0.1:65536", "tcp://127.0.0.1:-1", "tcp://:5555",
        "tcp://127.0.0.1:5555;127.0.0.1:5556", "inproc://", "INPROC://name", "ipc://name", "pgm://127.0.0.1:5555",
    ];

    // NetMQConfig.MaxSockets is 1024 for the whole process, in which other tests run beside.
    protected override int ManyClients => 500;

    // An array for each frame, and one for each routing id that it hands out: 41 and 97 bytes where nothing runs beside.
    protected override (long Client, long Server) BytesPerRoundTrip => (48, 104);

    [Fact(Skip = "NetMQ ends the connections that came by an endpoint with it.")]
    public override Task A_server_that_unbinds_serves_those_there_and_gives_the_endpoint_away()
        => base.A_server_that_unbinds_serves_those_there_and_gives_the_endpoint_away();

    protected override ITransport CreateTransport() => new NetMQTransport();

    protected override string NewEndpoint()
    {
        while (true)
        {
            int port = Interlocked.Increment(ref s_port);
            if (port > LastPort)
                Interlocked.Exchange(ref s_port, FirstPort);
            using var socket = new Socket(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Loopback, port));
                return $"tcp://127.0.0.1:{port}";
            }
            catch (SocketException)
            {
                // Somebody has it.
            }
        }
    }
}
