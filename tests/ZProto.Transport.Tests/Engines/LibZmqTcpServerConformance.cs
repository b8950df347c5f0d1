using System.Net.Sockets;

namespace ZProto.Transport.Tests;

[SkipUnlessLibZmqInstalled]
public sealed class LibZmqTcpServerConformance : ServerConformance
{
    protected override string AnyEndpoint => "tcp://127.0.0.1:*";

    protected override ITransport CreateTransport() => new LibZmqTransport();

    [TransportFact]
    public async Task Connections_that_do_not_speak_ZeroMQ_change_nothing()
    {
        var random = new Random(4712);
        byte[] greeting = [0xFF, 0, 0, 0, 0, 0, 0, 0, 1, 0x7F, 3, 1, (byte)'N', (byte)'U', (byte)'L', (byte)'L'];
        for (int i = 0; i < 100; i++)
        {
            using var socket = new TcpClient();
            await socket.ConnectAsync("127.0.0.1", Server.Port);
            byte[] octets = new byte[random.Next(64, 1_000)];
            random.NextBytes(octets);
            // Some begin as ZeroMQ does.
            if (i % 2 == 0)
                greeting.CopyTo(octets.AsSpan());
            try
            {
                await socket.GetStream().WriteAsync(octets);
            }
            catch (IOException)
            {
                // The server has had enough.
            }
            await AssertServesAsync();
        }
    }
}
