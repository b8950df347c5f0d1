using System.Diagnostics;

namespace ZProto.Clone.Tests;

/// <summary>A socket without an engine, for a test to play a client or a server by hand.</summary>
internal sealed class RawEnd : IDisposable
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly ITransportLoop _loop;
    private readonly ITransportSocket _socket;
    private readonly SocketType _type;

    private RawEnd(ITransport transport, SocketType type)
    {
        _type = type;
        _loop = transport.CreateLoop();
        _socket = _loop.CreateSocket(type, new SocketOptions());
    }

    public static RawEnd Connect(ITransport transport, SocketType type, params string[] endpoints)
    {
        var end = new RawEnd(transport, type);
        if (type == SocketType.Sub)
            end._socket.Subscribe([]);
        foreach (string endpoint in endpoints)
            end._socket.Connect(endpoint);
        return end;
    }

    public static RawEnd Bind(ITransport transport, SocketType type, string endpoint)
    {
        var end = new RawEnd(transport, type);
        if (type == SocketType.Sub)
            end._socket.Subscribe([]);
        end._socket.Bind(endpoint);
        return end;
    }

    public void Send<TMessage>(TMessage message, byte[]? to = null)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        => Send(to, message.ToFrames());

    public void Send(byte[]? to, params byte[][] frames)
    {
        var message = new MultipartMessage();
        foreach (byte[] frame in frames)
            message.Add(frame);
        Assert.Equal(SendResult.Sent, _socket.Send(to, message));
    }

    /// <summary>The next message. The wait ends only where a test fails.</summary>
    /// <param name="from">Who sent it.</param>
    /// <param name="meanwhile">Is called again and again until it comes.</param>
    public TMessage Receive<TMessage>(out byte[] from, Action? meanwhile = null)
        where TMessage : class, IProtocolMessage<TMessage>, new()
    {
        MessageRole sender = _type == SocketType.Router ? MessageRole.Client : MessageRole.Server;
        byte[][] frames = ReceiveFrames(out from, meanwhile);
        var message = new TMessage();
        Assert.True(message.TryReadFrames(frames, sender, out DecodeError error), error.ToString());
        return message;
    }

    public TMessage Receive<TMessage>()
        where TMessage : class, IProtocolMessage<TMessage>, new()
        => Receive<TMessage>(out _);

    public byte[][] ReceiveFrames(out byte[] from, Action? meanwhile = null)
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            if (TryReceive(out from, out byte[][] frames))
                return frames;
            Assert.True(Stopwatch.GetElapsedTime(started) < s_patience, "No message came.");
            meanwhile?.Invoke();
            _loop.Wait(TimeSpan.FromMilliseconds(50));
        }
    }

    /// <summary>How many messages have come and not been taken; they are dropped.</summary>
    public int Drop()
    {
        int count = 0;
        for (; TryReceive(out _, out _); count++)
        {
        }
        return count;
    }

    public void Dispose()
    {
        _socket.Dispose();
        _loop.Dispose();
    }

    private bool TryReceive(out byte[] from, out byte[][] frames)
    {
        _loop.Wait(TimeSpan.Zero);
        (from, frames) = ([], []);
        if (!_socket.TryReceive(out ReceivedMessage received))
            return false;
        IMultipartMessage message = received.Frames;
        from = received.RoutingId.ToArray();
        frames = [.. Enumerable.Range(0, message.Count).Select(i => message.GetFrame(i).ToArray())];
        return true;
    }
}
