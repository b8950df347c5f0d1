using System.Collections.Concurrent;
using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>A ROUTER on a loop of its own that a test plays a server with.</summary>
public sealed class RouterPeer<TMessage> : IAsyncDisposable
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly BlockingCollection<TMessage> _received = [];
    private readonly EventLoop _loop;
    private Reader? _reader;

    private RouterPeer(ITransport transport) => _loop = new EventLoop(transport);

    public string Endpoint { get; private set; } = "";

    public static async Task<RouterPeer<TMessage>> BindAsync(ITransport transport, string endpoint)
    {
        var peer = new RouterPeer<TMessage>(transport);
        await peer._loop.InvokeAsync(() =>
        {
            ITransportSocket socket = peer._loop.Sockets.CreateSocket(SocketType.Router, new SocketOptions());
            peer.Endpoint = socket.Bind(endpoint);
            peer._reader = new Reader(socket, peer._received);
            peer._loop.Add(peer._reader);
            return true;
        });
        return peer;
    }

    public Task SendAsync(RoutingId to, TMessage message) => SendAsync(to, message.ToFrames());

    public Task SendAsync(RoutingId to, params byte[][] frames)
        => _loop.InvokeAsync(() =>
        {
            var buffer = new MultipartMessage();
            foreach (byte[] frame in frames)
                buffer.Add(frame);
            Assert.Equal(SendResult.Sent, _reader!.Socket.Send(to.Span, buffer));
            return true;
        });

    /// <summary>The next message, which says who sent it. The wait ends only where a test fails.</summary>
    public TMessage Receive()
    {
        Assert.True(_received.TryTake(out TMessage? message, s_patience), "No message came.");
        return message;
    }

    public bool HasReceived => _received.Count > 0;

    public async ValueTask DisposeAsync()
    {
        await _loop.InvokeAsync(() =>
        {
            _loop.Remove(_reader!);
            _reader!.Socket.Dispose();
            return true;
        });
        await _loop.DisposeAsync();
        _received.Dispose();
    }

    private sealed class Reader(ITransportSocket socket, BlockingCollection<TMessage> received) : ZProto.Engines.Execution.IEventLoopParticipant
    {
        public ITransportSocket Socket => socket;

        public bool Poll()
        {
            while (socket.TryReceive(out ReceivedMessage next))
            {
                var message = new TMessage();
                var reader = new FrameReader(next.Frames);
                Assert.True(TMessage.TryDecode(ref reader, message, MessageRole.Client, out DecodeError error), error.ToString());
                message.RoutingId = new RoutingId(next.RoutingId);
                received.Add(message);
            }
            return true;
        }
    }
}
