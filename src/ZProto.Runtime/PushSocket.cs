using ZProto.Transports;

namespace ZProto;

/// <summary>A PUSH of an engine: messages go to its peers in turn.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
/// <remarks>Source: ZeroMQ RFC 30 (PIPELINE).</remarks>
public sealed class PushSocket<TMessage> : EngineSocket<TMessage>
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    internal PushSocket(EngineSockets sockets, string name)
        : base(sockets, SocketType.Push, name)
    {
    }

    /// <summary>Sends a message to the next peer whose queue has room.</summary>
    /// <param name="message">The message.</param>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
    /// <exception cref="MessageEncodeException">The message cannot be encoded.</exception>
    /// <returns><see cref="SendResult.QueueFull"/> where there is no such peer; nothing was sent.</returns>
    [LoopOnly]
    public SendResult Send(TMessage message) => Send([], message);
}
