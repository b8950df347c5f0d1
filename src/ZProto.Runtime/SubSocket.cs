using ZProto.Transports;

namespace ZProto;

/// <summary>A SUB or XSUB of an engine: receives what it has subscribed to.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
/// <remarks>Source: ZeroMQ RFC 29 (PUBSUB).</remarks>
public sealed class SubSocket<TMessage> : EngineSocket<TMessage>
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    private const byte Joined = 1, Left = 0;

    private readonly MultipartMessage _subscription = new();

    internal SubSocket(EngineSockets sockets, SocketType type, string name, Action<TMessage> handler)
        : base(sockets, type, name, handler)
    {
    }

    /// <summary>Receives from now on what begins with a prefix. Subscribing again counts: as many calls of <see cref="Unsubscribe"/> end it.</summary>
    /// <param name="prefix">What the first frame begins with, such as what <c>GetSubscription</c> of a protocol with topics returns; empty for every message.</param>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
    [LoopOnly]
    public void Subscribe(ReadOnlySpan<byte> prefix)
    {
        if (Type == SocketType.Sub)
            Socket.Subscribe(prefix);
        else
            SendSubscription(Joined, prefix);
    }

    /// <summary>Takes a subscription back. Without one of this prefix it does nothing.</summary>
    /// <param name="prefix">The prefix as subscribed to.</param>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
    [LoopOnly]
    public void Unsubscribe(ReadOnlySpan<byte> prefix)
    {
        if (Type == SocketType.Sub)
            Socket.Unsubscribe(prefix);
        else
            SendSubscription(Left, prefix);
    }

    private void SendSubscription(byte kind, ReadOnlySpan<byte> prefix)
    {
        byte[] frame = [kind, .. prefix];
        _subscription.Clear();
        _subscription.Add(frame);
        Socket.Send([], _subscription);
    }
}
