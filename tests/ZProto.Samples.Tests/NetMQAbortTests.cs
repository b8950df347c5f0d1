using System.Net.Sockets;
using ZProto.Transport.Tests;

namespace ZProto.Samples.Tests;

/// <summary>
/// What anybody who reaches a port of NetMQ 4.0.4.5 can do: end the process, before any authentication. Its I/O thread throws where nobody
/// can catch it. The documents of the transport say so; once a test here fails because the server lives on, they are to say that.
/// </summary>
public sealed class NetMQAbortTests
{
    public static TheoryData<string, string> Aborts => new()
    {
        // An empty command after the handshake.
        { nameof(IndexOutOfRangeException), Convert.ToHexString([.. Zmtp.Greeting(), .. Zmtp.Ready(), .. Zmtp.BareCommand()]) },
        // A handshake with a property of a negative length.
        { nameof(OverflowException), Convert.ToHexString([.. Zmtp.Greeting(), .. Zmtp.Command("READY", Zmtp.Property("A", [], 0xFFFFFFFF))]) },
    };

    [Theory]
    [MemberData(nameof(Aborts))]
    public async Task A_hostile_peer_aborts_the_process_of_a_server_on_NetMQ(string exception, string bytes)
    {
        using var server = new SampleProcess("Hello", "server --transport netmq --endpoint tcp://127.0.0.1:*");
        using TcpClient peer = await ConnectAsync(server);

        await peer.GetStream().WriteAsync(Convert.FromHexString(bytes));

        await server.ReadToEndAsync();
        Assert.NotEqual(0, server.ExitCode);
        string errors = string.Join('\n', await server.ReadErrorsAsync());
        Assert.Contains($"Unhandled exception. System.{exception}", errors, StringComparison.Ordinal);
        Assert.Contains("NetMQ.Core.Transports.StreamEngine", errors, StringComparison.Ordinal);
    }

    private static async Task<TcpClient> ConnectAsync(SampleProcess server)
    {
        string endpoint = (await server.ReadLineAsync("server: bound to ")).Split(' ')[3].TrimEnd(';');
        var peer = new TcpClient();
        await peer.ConnectAsync("127.0.0.1", new Uri(endpoint).Port);
        return peer;
    }
}
