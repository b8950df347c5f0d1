using ZProto.Engines.Execution;

namespace ZProto.BinaryStar.Tests;

/// <summary>A socket that a test plays a peer with, on the loop of those that it tests.</summary>
internal sealed class RawSocket<TMessage> : IEventLoopParticipant
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    private readonly EventLoop _loop;
    private readonly ITransportSocket _socket;
    private readonly Queue<TMessage> _received = new();

    private RawSocket(EventLoop loop, SocketType type)
    {
        _loop = loop;
        _socket = loop.Sockets.CreateSocket(type, new SocketOptions());
        loop.Add(this);
    }

    public static Task<RawSocket<TMessage>> BindAsync(EventLoop loop, SocketType type, string endpoint)
        => loop.InvokeAsync(() =>
        {
            var socket = new RawSocket<TMessage>(loop, type);
            socket._socket.Bind(endpoint);
            return socket;
        });

    public static Task<RawSocket<TMessage>> ConnectAsync(EventLoop loop, SocketType type, string endpoint)
        => loop.InvokeAsync(() =>
        {
            var socket = new RawSocket<TMessage>(loop, type);
            if (type == SocketType.Sub)
                socket._socket.Subscribe([]);
            socket._socket.Connect(endpoint);
            return socket;
        });

    /// <summary>Sends, and waits until all have done what there is to do.</summary>
    public Task SendAsync(TMessage message) => SendAsync(message.ToFrames());

    /// <summary>Sends frames, whatever they say.</summary>
    public async Task SendAsync(params byte[][] frames)
    {
        await _loop.InvokeAsync(() => SendOnLoop(frames));
        await _loop.SettleAsync();
    }

    /// <summary>Sends, on the loop.</summary>
    public SendResult SendOnLoop(params byte[][] frames)
    {
        var buffer = new MultipartMessage();
        foreach (byte[] frame in frames)
            buffer.Add(frame);
        return _socket.Send(default, buffer);
    }

    /// <summary>What has come since the last call.</summary>
    public Task<TMessage[]> TakeAsync()
        => _loop.InvokeAsync(() =>
        {
            TMessage[] messages = [.. _received];
            _received.Clear();
            return messages;
        });

    /// <summary>Ends the socket.</summary>
    public Task CloseAsync()
        => _loop.InvokeAsync(() =>
        {
            _loop.Remove(this);
            _socket.Dispose();
            return true;
        });

    public bool Poll()
    {
        bool hasRead = false;
        for (; _socket.TryReceive(out ReceivedMessage received); hasRead = true)
        {
            var message = new TMessage();
            IMultipartMessage frames = received.Frames;
            if (message.TryReadFrames([.. Enumerable.Range(0, frames.Count).Select(i => frames.GetFrame(i).ToArray())], MessageRole.Server, out _))
                _received.Enqueue(message);
        }
        return !hasRead;
    }
}
