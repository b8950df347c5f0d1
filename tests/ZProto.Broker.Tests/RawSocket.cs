using System.Diagnostics;
using ZProto.Transports;

namespace ZProto.Broker.Tests;

/// <summary>A socket without an engine, for a test to play a client or a server by hand.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
public sealed class RawSocket<TMessage> : IDisposable, IAsyncDisposable
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly ITransportLoop _loop;
    private readonly ITransportSocket _socket;

    private RawSocket(ITransport transport, SocketType kind, SocketSecurity? security = null)
    {
        _loop = transport.CreateLoop();
        _socket = _loop.CreateSocket(kind, new SocketOptions { Security = security });
    }

    public static RawSocket<TMessage> Dealer(ITransport transport, string endpoint, SocketSecurity? security = null)
    {
        var dealer = new RawSocket<TMessage>(transport, SocketType.Dealer, security);
        dealer._socket.Connect(endpoint);
        return dealer;
    }

    public static RawSocket<TMessage> Router(ITransport transport, string endpoint)
    {
        var router = new RawSocket<TMessage>(transport, SocketType.Router);
        router._socket.Bind(endpoint);
        return router;
    }

    public void Send(TMessage message, RoutingId to = default)
    {
        var frames = new MultipartMessage();
        var writer = new FrameWriter(frames);
        message.Encode(ref writer);
        Assert.Equal(SendResult.Sent, _socket.Send(to.Span, frames));
    }

    /// <summary>Sends what need not be a message.</summary>
    public void SendBytes(ReadOnlySpan<byte> bytes)
    {
        var frames = new MultipartMessage();
        frames.Add(bytes.ToArray());
        Assert.Equal(SendResult.Sent, _socket.Send(default, frames));
    }

    /// <summary>The next message. The wait ends only where a test fails.</summary>
    public Task<TMessage> ReceiveAsync() => Task.Run(() =>
    {
        long started = Stopwatch.GetTimestamp();
        ReceivedMessage received;
        while (!_socket.TryReceive(out received))
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < s_patience, "No message came.");
            _loop.Wait(s_patience);
        }
        var message = new TMessage();
        var reader = new FrameReader(received.Frames);
        Assert.True(TMessage.TryDecode(ref reader, message, out DecodeError error), error.ToString());
        message.RoutingId = new RoutingId(received.RoutingId);
        return message;
    });

    public void Dispose()
    {
        _socket.Dispose();
        _loop.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        Dispose();
        return ValueTask.CompletedTask;
    }
}
