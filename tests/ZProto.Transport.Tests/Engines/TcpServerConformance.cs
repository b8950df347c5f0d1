using System.Net.Sockets;
using static ZProto.Transport.Tests.HelloBytes;

namespace ZProto.Transport.Tests;

/// <summary>What a server's clients may do to it over TCP, beside what they may do anywhere.</summary>
public abstract class TcpServerConformance : ServerConformance
{
    protected override string AnyEndpoint => "tcp://127.0.0.1:*";

    [TransportFact]
    public async Task Connections_that_do_not_speak_ZeroMQ_change_nothing()
    {
        var random = new Random(4712);
        byte[] greeting = [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 1, (byte)'N', (byte)'U', (byte)'L', (byte)'L'];
        for (int i = 0; i < 100; i++)
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync("127.0.0.1", new Uri(Server.Endpoints[^1]).Port);
            byte[] bytes = new byte[random.Next(64, 1_000)];
            random.NextBytes(bytes);
            // Some begin as ZeroMQ does.
            if (i % 2 == 0)
                greeting.CopyTo(bytes.AsSpan());
            try
            {
                await socket.GetStream().WriteAsync(bytes);
            }
            catch (IOException)
            {
                // The server has had enough.
            }
            await AssertServesAsync();
        }
    }

    /// <summary>Whether the handshake already refuses a routing id that is too long.</summary>
    protected virtual bool RefusesLongNames => false;

    [TransportTheory]
    [InlineData(255)]
    [InlineData(256)]
    [InlineData(5_000)]
    public async Task A_peer_that_names_itself_at_any_length_ends_nothing(int length)
    {
        byte[] routingId = Enumerable.Repeat((byte)'x', length).ToArray();
        for (int i = 1; i <= 3; i++)
        {
            using RawPeer bad = await RawPeer.Connect(Endpoint);
            await bad.TrySendInTurn([.. Zmtp.Greeting(), .. Zmtp.Ready(routingId), .. Zmtp.Message(Ping(1)), .. Zmtp.Message([1, 2, 3])]);
            await AssertServesAsync();
            // What is not read before the connection ends may be lost with it, and would prove nothing.
            if (length > RoutingId.MaxLength && RefusesLongNames)
                await bad.WaitForClose();
            else
                await Deadline.Until(() => length > RoutingId.MaxLength ? Counts["zproto.messages.refused"] == 2 * i : Counts["zproto.messages.malformed"] == i);
        }
        await AssertServesAsync();
        Assert.False(Server.Completion.IsCompleted);
        Assert.Equal(0, Counts["zproto.exceptions"]);
    }
}
