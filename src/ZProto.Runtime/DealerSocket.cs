using ZProto.Transports;

namespace ZProto;

/// <summary>A DEALER of an engine: messages go to its peers in turn, and come from all of them.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
/// <remarks>Source: ZeroMQ RFC 28 (REQREP).</remarks>
public sealed class DealerSocket<TMessage> : EngineSocket<TMessage>
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    internal DealerSocket(EngineSockets sockets, string name, Action<TMessage> handler)
        : base(sockets, SocketType.Dealer, name, handler)
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
