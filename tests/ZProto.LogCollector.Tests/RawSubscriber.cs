using System.Diagnostics;

namespace ZProto.LogCollector.Tests;

/// <summary>A bound SUB without an engine, for a test to play a collector by hand.</summary>
internal sealed class RawSubscriber : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly ITransportLoop _loop;
    private readonly ITransportSocket _socket;

    public RawSubscriber(ITransport transport, string endpoint)
    {
        _loop = transport.CreateLoop();
        _socket = _loop.CreateSocket(SocketType.Sub, new SocketOptions());
        _socket.Bind(endpoint);
    }

    public void Subscribe(byte[] prefix) => _socket.Subscribe(prefix);

    public void Unsubscribe(byte[] prefix) => _socket.Unsubscribe(prefix);

    /// <summary>Waits until a node knows that a level is wanted, or not, while the socket does its part.</summary>
    public async Task WaitUntilAsync(LogNode node, byte level, bool isWanted = true)
    {
        Task known = LogHost.WaitUntilAsync(node, level, isWanted);
        while (!known.IsCompleted)
        {
            _loop.Wait(TimeSpan.FromMilliseconds(1));
            Assert.False(_socket.TryReceive(out _), "Nothing was sent.");
        }
        await known;
    }

    /// <summary>The first frame of the next message. The wait ends only where a test fails.</summary>
    public byte[] Receive()
    {
        long started = Stopwatch.GetTimestamp();
        ReceivedMessage received;
        while (!_socket.TryReceive(out received))
        {
            Assert.True(Stopwatch.GetElapsedTime(started) < s_patience, "No message came.");
            _loop.Wait(s_patience);
        }
        return received.Frames.GetFrame(0).ToArray();
    }

    public void Dispose()
    {
        _socket.Dispose();
        _loop.Dispose();
    }
}
