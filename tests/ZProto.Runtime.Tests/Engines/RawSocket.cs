using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>A socket on a loop of its own.</summary>
public sealed class RawSocket(EventLoop loop, ITransportSocket socket) : IDisposable
{
    public static async Task<RawSocket> ConnectAsync(ITransport transport, SocketType type, string endpoint, SocketOptions? options = null)
    {
        var loop = new EventLoop(transport);
        return await loop.InvokeAsync(() =>
        {
            ITransportSocket socket = loop.Sockets.CreateSocket(type, options ?? new SocketOptions());
            socket.IsPaused = true;
            socket.Connect(endpoint);
            return new RawSocket(loop, socket);
        });
    }

    public Task Send(byte[][] frames) => Do(inner =>
    {
        var message = new MultipartMessage();
        foreach (byte[] frame in frames)
            message.Add(frame);
        Assert.Equal(SendResult.Sent, inner.Send([], message));
    });

    public Task Do(Action<ITransportSocket> action) => loop.InvokeAsync(() =>
    {
        action(socket);
        return true;
    });

    public void Dispose() => loop.DisposeAsync().AsTask().GetAwaiter().GetResult();
}
