using System.Collections.Concurrent;
using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>A DEALER on a loop of its own that a test sends and receives with.</summary>
public sealed class Peer<TMessage> : IAsyncDisposable
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly BlockingCollection<byte[][]> _received = [];
    private readonly EventLoop _loop;
    private Reader? _reader;

    private Peer(ITransport transport) => _loop = new EventLoop(transport);

    public static async Task<Peer<TMessage>> ConnectAsync(ITransport transport, string endpoint, RoutingId routingId = default)
    {
        var peer = new Peer<TMessage>(transport);
        await peer._loop.InvokeAsync(() =>
        {
            ITransportSocket socket = peer._loop.Sockets.CreateSocket(SocketType.Dealer, new SocketOptions { RoutingId = routingId });
            socket.Connect(endpoint);
            peer._reader = new Reader(socket, peer._received);
            peer._loop.Add(peer._reader);
            return true;
        });
        return peer;
    }

    public Task SendAsync(TMessage message) => SendAsync(message.ToFrames());

    public Task SendAsync(params byte[][] frames)
        => _loop.InvokeAsync(() =>
        {
            var buffer = new MultipartMessage();
            foreach (byte[] frame in frames)
                buffer.Add(frame);
            SendResult result = _reader!.Socket.Send(default, buffer);
            Assert.Equal(SendResult.Sent, result);
            return true;
        });

    /// <summary>The next message. The wait ends only where a test fails.</summary>
    public TMessage Receive()
    {
        Assert.True(_received.TryTake(out byte[][]? frames, s_patience), "No message came.");
        var message = new TMessage();
        Assert.True(message.TryReadFrames(frames, MessageRole.Server, out DecodeError error), error.ToString());
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

    private sealed class Reader(ITransportSocket socket, BlockingCollection<byte[][]> received) : ZProto.Engines.Execution.IEventLoopParticipant
    {
        public ITransportSocket Socket => socket;

        public bool Poll()
        {
            while (socket.TryReceive(out ReceivedMessage message))
            {
                IMultipartMessage frames = message.Frames;
                received.Add([.. Enumerable.Range(0, frames.Count).Select(i => frames.GetFrame(i).ToArray())]);
            }
            return true;
        }
    }
}
