using ZProto.Transports;

namespace ZProto;

/// <summary>A PUB or XPUB of an engine: each message goes to those who subscribed to what it begins with.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
/// <remarks>Source: ZeroMQ RFC 29 (PUBSUB).</remarks>
public sealed class PubSocket<TMessage> : EngineSocket<TMessage>
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    private readonly Action<IMultipartMessage>? _noticeHandler;

    internal PubSocket(EngineSockets sockets, string name)
        : base(sockets, SocketType.Pub, name)
    {
    }

    internal PubSocket(EngineSockets sockets, string name, Action<IMultipartMessage> noticeHandler)
        : base(sockets, SocketType.XPub, name)
        => _noticeHandler = noticeHandler;

    /// <summary>How many messages a subscriber has missed because its queue was full; see <see cref="ITransportSocket.DroppedMessages"/>.</summary>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
    [LoopOnly]
    public long DroppedMessages => Socket.DroppedMessages;

    /// <summary>Publishes a message. A subscriber whose queue is full misses it.</summary>
    /// <param name="message">The message.</param>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
    /// <exception cref="MessageEncodeException">The message cannot be encoded.</exception>
    [LoopOnly]
    public void Send(TMessage message) => Send([], message);

    private protected override void Receive(in ReceivedMessage message)
    {
        Context.Meter.Received(message.Frames);
        _noticeHandler?.Invoke(message.Frames);
    }
}
