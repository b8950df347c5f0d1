using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ZProto.Transport.Tests;

// Peers over TCP of which nothing more is heard.
public abstract partial class TransportConformance
{
    private bool IsTcp => AnyEndpoint.StartsWith("tcp:", StringComparison.Ordinal);

    [TransportFact]
    public virtual async Task A_peer_that_answers_no_heartbeat_is_cut_off_where_the_capabilities_say_so()
    {
        if (!IsTcp)
            return;
        var options = new SocketOptions { HeartbeatInterval = TimeSpan.FromMilliseconds(20), HeartbeatTimeout = TimeSpan.FromMilliseconds(50) };
        TestSocket server = await NewRouter(options);
        string endpoint = await server.Bind(AnyEndpoint);
        using RawPeer silent = await RawPeer.ConnectDealer(endpoint);
        await silent.Send(Zmtp.Message([1]));
        RoutingId id = (await server.Receive()).From;
        if (Can(TransportCapabilities.Heartbeats))
        {
            await silent.WaitForClose();
            await server.SendUntil(SendResult.PeerUnreachable, id, "are you there");
        }
        await server.Echo();
        await (await StartClient(endpoint)).SendUntilAnswered("hello");
        if (!Can(TransportCapabilities.Heartbeats))
            Assert.Equal(SendResult.Sent, await server.TrySend(id, "are you there"));
    }

    [TransportFact]
    public virtual async Task A_silent_peer_is_asked_again_and_again_and_stays_while_it_answers()
    {
        if (!IsTcp || !Can(TransportCapabilities.Heartbeats))
            return;
        TestSocket server = await NewRouter(new SocketOptions { HeartbeatInterval = TimeSpan.FromMilliseconds(20), HeartbeatTimeout = Deadline.Span });
        using RawPeer peer = await RawPeer.ConnectDealer(await server.Bind(AnyEndpoint));
        for (int i = 0; i < 5; i++)
        {
            byte[] ping = await peer.ReceiveFrame();
            Assert.Equal([4, .. "PING"u8], ping[..5]);
            // After the name and the time to live comes what is to be sent back.
            await peer.Send(Zmtp.Command("PONG", ping[7..]));
        }
        await peer.Send(Zmtp.Message([1]));
        Received received = await server.Receive();
        Assert.Equal(SendResult.Sent, await server.TrySend(received.From, "hello"));
    }

    [TransportFact]
    public virtual async Task A_peer_that_does_not_finish_its_handshake_is_cut_off_where_the_capabilities_say_so()
    {
        if (!IsTcp || !Can(TransportCapabilities.Heartbeats))
            return;
        TestSocket server = await NewRouter(new SocketOptions { HandshakeTimeout = TimeSpan.FromMilliseconds(50) });
        string endpoint = await server.Bind(AnyEndpoint);
        foreach (byte[] start in new byte[][] { [], Zmtp.Greeting()[..20], Zmtp.Greeting() })
        {
            using RawPeer peer = await RawPeer.Connect(endpoint);
            await peer.TrySend(start);
            await peer.WaitForClose();
        }
    }

    [TransportFact]
    public virtual async Task A_client_whose_server_answers_no_heartbeat_connects_again()
    {
        if (!IsTcp)
            return;
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var options = new SocketOptions { HeartbeatInterval = TimeSpan.FromMilliseconds(20), HeartbeatTimeout = TimeSpan.FromMilliseconds(50), ReconnectInterval = TimeSpan.FromMilliseconds(1) };
        await StartClient($"tcp://{listener.LocalEndpoint}", options);
        for (int i = 0; i < 3; i++)
        {
            using RawPeer silent = await RawPeer.AcceptRouter(listener);
            await silent.WaitForClose();
        }
    }

    [TransportTheory]
    [InlineData(30, true)]
    [InlineData(0, false)]
    public virtual async Task The_system_looks_whether_the_other_machine_is_there_where_it_is_asked_to(int seconds, bool looks)
    {
        // Other systems do not show it in a file.
        if (!IsTcp || !OperatingSystem.IsLinux())
            return;
        var options = new SocketOptions { TcpKeepAlive = TimeSpan.FromSeconds(seconds) };
        string endpoint = await StartEchoServer(options);
        TestSocket client = await StartClient(endpoint, options);
        await client.AssertEcho("hello");
        // Until what was sent is acknowledged, the system shows the time of that; and a connection of somebody else may have the port for a while.
        string[] timers = [];
        await Deadline.Until(() =>
        {
            timers = TcpTimers(IPEndPoint.Parse(endpoint["tcp://".Length..]).Port);
            return timers.Length == 2 && timers.All(timer => !timer.StartsWith("01", StringComparison.Ordinal));
        });
        Assert.All(timers, timer =>
        {
            Assert.Equal(looks ? "02" : "00", timer[..2]);
            // In hundredths of a second, and not the two hours of the system.
            Assert.InRange(int.Parse(timer[3..], NumberStyles.HexNumber, CultureInfo.InvariantCulture), 0, seconds * 100);
        });
    }

    [TransportTheory]
    [InlineData(0)]
    [InlineData(0.001)]
    [InlineData(1)]
    [InlineData(1e9)]
    public virtual async Task A_connection_may_be_looked_after_at_any_interval(double seconds)
    {
        var options = new SocketOptions { TcpKeepAlive = TimeSpan.FromSeconds(seconds) };
        string endpoint = await StartEchoServer(options);
        await (await StartClient(endpoint, options)).AssertEcho("hello");
    }

    /// <summary>The timers of the connections by a port, both ends of each: of which kind, and the time that is left.</summary>
    /// <remarks>Source: Linux, Documentation/networking/proc_net_tcp.rst.</remarks>
    private static string[] TcpTimers(int port)
    {
        const string Established = "01";
        string suffix = $":{port:X4}";
        return
        [
            .. from line in File.ReadLines("/proc/net/tcp").Skip(1)
               let columns = line.Split(' ', StringSplitOptions.RemoveEmptyEntries)
               where columns[3] == Established && (columns[1].EndsWith(suffix, StringComparison.Ordinal) || columns[2].EndsWith(suffix, StringComparison.Ordinal))
               select columns[5],
        ];
    }
}
