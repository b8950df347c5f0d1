using ZProto.Transports;

namespace ZProto;

/// <summary>A ROUTER of an engine beside its own: messages carry the routing id of the peer they come from or go to.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
/// <remarks>Source: ZeroMQ RFC 28 (REQREP).</remarks>
public sealed class RouterSocket<TMessage> : EngineSocket<TMessage>
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    internal RouterSocket(EngineSockets sockets, string name, Action<TMessage> handler)
        : base(sockets, SocketType.Router, name, handler)
    {
    }

    /// <summary>Sends a message to a peer.</summary>
    /// <param name="routingId">The peer: the <c>RoutingId</c> of a message that came from it.</param>
    /// <param name="message">The message.</param>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
    /// <exception cref="MessageEncodeException">The message cannot be encoded.</exception>
    /// <returns>Whether it was sent; if not, why.</returns>
    [LoopOnly]
    public SendResult Send(RoutingId routingId, TMessage message) => Send(routingId.Span, message);

    /// <inheritdoc/>
    internal override SendResult SendCurrent(TMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return Send(message.RoutingId.Span, message);
    }
}
