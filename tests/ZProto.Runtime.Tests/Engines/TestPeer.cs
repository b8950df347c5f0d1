using System.Collections.Concurrent;
using ZProto.Transport;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>A DEALER on a loop of its own that a test sends and receives with.</summary>
public sealed class TestPeer : IAsyncDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly BlockingCollection<byte[][]> _received = [];
    private readonly EngineLoop _loop;
    private Reader? _reader;

    private TestPeer(ITransport transport) => _loop = new EngineLoop(transport);

    public static async Task<TestPeer> ConnectAsync(TestServer server, string endpoint, RoutingId routingId = default)
    {
        var peer = new TestPeer(server.Options.Transport!);
        await peer._loop.InvokeAsync(() =>
        {
            ITransportSocket socket = peer._loop.Sockets.CreateSocket(SocketKind.Dealer, new SocketOptions { RoutingId = routingId });
            socket.Connect(endpoint);
            peer._reader = new Reader(socket, peer._received);
            peer._loop.Add(peer._reader);
            return true;
        });
        return peer;
    }

    public Task SendAsync(OddValues message) => SendAsync(message.ToFrames());

    public Task SendAsync(params byte[][] frames)
        => _loop.InvokeAsync(() =>
        {
            var buffer = new FrameBuffer();
            foreach (byte[] frame in frames)
                buffer.Add(frame);
            SendOutcome outcome = _reader!.Socket.TrySend(default, buffer);
            Assert.Equal(SendOutcome.Sent, outcome);
            return true;
        });

    /// <summary>The next message. The wait ends only where a test fails.</summary>
    public OddValues Receive()
    {
        Assert.True(_received.TryTake(out byte[][]? frames, s_patience), "No message came.");
        var message = new OddValues();
        Assert.True(message.TryReadFrames(frames, out DecodeError error), error.ToString());
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

    private sealed class Reader(ITransportSocket socket, BlockingCollection<byte[][]> received) : ZProto.Engines.ILoopMember
    {
        public ITransportSocket Socket => socket;

        public bool Read()
        {
            while (socket.TryReceive())
                received.Add([.. Enumerable.Range(0, socket.Received.Count).Select(i => socket.Received.GetFrame(i).ToArray())]);
            return true;
        }
    }
}
