using ZProto.Transports;

namespace ZProto;

/// <summary>A further socket of an engine, with the protocol that it speaks.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
public abstract class EngineSocket<TMessage> : EngineSocket
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    private readonly Action<TMessage>? _handler;
    private readonly TMessage _message = new();
    private readonly MultipartMessage _frames = new();

    private protected EngineSocket(EngineSockets sockets, SocketType type, string name, Action<TMessage>? handler = null)
        : base(sockets, type, name)
        => _handler = handler;

    // Who is at the other end, where messages look alike.
    private MessageRole Sender => Type switch
    {
        SocketType.Router => MessageRole.Client,
        SocketType.Dealer => MessageRole.Server,
        _ => MessageRole.None,
    };

    /// <summary>Sends the message that a machine is at work on.</summary>
    internal virtual SendResult SendCurrent(TMessage message)
        => Type is SocketType.Sub or SocketType.XSub or SocketType.Pull
            ? throw new InvalidOperationException($"The socket '{Name}' sends no messages.")
            : Send([], message);

    private protected SendResult Send(ReadOnlySpan<byte> routingId, TMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        Context.RequireLoop();
        var writer = new FrameWriter(_frames);
        message.Encode(ref writer);
        return Send(routingId, _frames);
    }

    private protected override void Receive(in ReceivedMessage message)
    {
        // libzmq lets any length pass.
        if (message.RoutingId.Length > RoutingId.MaxLength)
        {
            Log.Refused(in message, "its routing id is longer than one can be");
            return;
        }
        var reader = new FrameReader(message.Frames);
        if (!TMessage.TryDecode(ref reader, _message, Sender, out DecodeError error))
        {
            Log.Malformed(in message, error);
            return;
        }
        _message.RoutingId = new RoutingId(message.RoutingId);
        Context.Meter.Received(message.Frames);
        _handler?.Invoke(_message);
    }
}
