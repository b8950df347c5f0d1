using System.Net;
using System.Net.Sockets;

namespace ZProto.Transport.Tests;

/// <summary>Passes bytes of connections over TCP on, and cuts each connection after some of them: at a random byte, by an end or a reset.</summary>
/// <param name="target">Where to: an endpoint.</param>
/// <param name="cuts">How many connections are cut; those that follow stay.</param>
/// <param name="mostBytes">How many bytes one passes at most before it is cut.</param>
public sealed class CuttingProxy(string target, int cuts, int mostBytes) : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly Random _random = new(1);
    private int _cuts;

    /// <summary>How many it has cut.</summary>
    public int Cuts => Volatile.Read(ref _cuts);

    /// <summary>Begins to accept.</summary>
    /// <returns>The endpoint to connect to.</returns>
    public string Start()
    {
        _listener.Start();
        _ = AcceptAll();
        return $"tcp://{_listener.LocalEndpoint}";
    }

    public void Dispose() => _listener.Dispose();

    private async Task AcceptAll()
    {
        try
        {
            while (true)
                await Pass(await _listener.AcceptSocketAsync());
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task Pass(Socket client)
    {
        using var server = new Socket(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
        await server.ConnectAsync(IPEndPoint.Parse(target["tcp://".Length..]));
        // Either way may be the one that comes to its end first.
        bool isCut = Cuts < cuts;
        long there = isCut ? _random.Next(1, mostBytes) : long.MaxValue, back = isCut ? _random.Next(1, mostBytes) : long.MaxValue;
        await Task.WhenAny(Copy(client, server, there), Copy(server, client, back));
        foreach (Socket end in new[] { client, server })
        {
            if (_random.Next(2) == 0)
                end.LingerState = new LingerOption(enable: true, seconds: 0);
            end.Dispose();
        }
        Interlocked.Increment(ref _cuts);
    }

    private static async Task Copy(Socket from, Socket to, long most)
    {
        byte[] buffer = new byte[64 * 1024];
        try
        {
            while (most > 0)
            {
                int count = await from.ReceiveAsync(buffer.AsMemory(0, (int)Math.Min(most, buffer.Length)));
                if (count == 0)
                    return;
                most -= count;
                for (int sent = 0; sent < count;)
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent));
            }
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // The other way was cut first.
        }
    }
}
