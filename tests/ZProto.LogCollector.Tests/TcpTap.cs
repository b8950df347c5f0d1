using System.Net;
using System.Net.Sockets;
using System.Text;
using SocketType = System.Net.Sockets.SocketType;

namespace ZProto.LogCollector.Tests;

/// <summary>Stands between those who connect and an endpoint, and keeps what they send.</summary>
internal sealed class TcpTap : IAsyncDisposable
{
    private readonly Socket _listener = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
    private readonly CancellationTokenSource _stop = new();
    private readonly StringBuilder _sent = new();
    private readonly Task _work;

    public TcpTap(string endpoint)
    {
        _listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _listener.Listen();
        Endpoint = $"tcp://127.0.0.1:{((IPEndPoint)_listener.LocalEndPoint!).Port}";
        _work = AcceptAsync(new Uri(endpoint).Port);
    }

    public string Endpoint { get; }

    /// <summary>Whether a text was among the bytes that were sent on.</summary>
    public bool HasSent(string text)
    {
        lock (_sent)
            return _sent.ToString().Contains(text, StringComparison.Ordinal);
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _work;
        _listener.Dispose();
        _stop.Dispose();
    }

    private async Task AcceptAsync(int port)
    {
        List<Task> connections = [];
        try
        {
            while (true)
                connections.Add(PassOnAsync(await _listener.AcceptAsync(_stop.Token), port));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task PassOnAsync(Socket from, int port)
    {
        using var to = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        using (from)
        {
            try
            {
                await to.ConnectAsync(IPAddress.Loopback, port, _stop.Token);
                await Task.WhenAny(CopyAsync(from, to, isKept: true), CopyAsync(to, from, isKept: false));
            }
            catch (Exception exception) when (exception is OperationCanceledException or SocketException)
            {
                // The end of the test, or of one side.
            }
        }
    }

    private async Task CopyAsync(Socket from, Socket to, bool isKept)
    {
        byte[] buffer = new byte[4_096];
        int length;
        while ((length = await from.ReceiveAsync(buffer, _stop.Token)) > 0)
        {
            if (isKept)
            {
                lock (_sent)
                    _sent.Append(Encoding.Latin1.GetString(buffer, 0, length));
            }
            await to.SendAsync(buffer.AsMemory(0, length), _stop.Token);
        }
    }
}
