using ZProto.Engines;
using ZProto.Transport;

namespace ZProto;

/// <summary>
/// A DEALER of an engine's, for servers that talk to servers. It belongs to the engine's loop, as its actions do: its members
/// throw where they are called elsewhere, but for <see cref="Dispose"/>. It ends with the engine.
/// </summary>
public sealed class EngineDealer : IDisposable
{
    private readonly EngineBase _engine;
    private readonly SocketHandler _reader;
    private readonly FrameBuffer _frames = new();
    private Action<IFrameSource>? _handler;

    internal EngineDealer(EngineBase engine, SocketOptions options)
    {
        _engine = engine;
        _reader = new SocketHandler(engine, engine.Loop.Sockets.CreateSocket(SocketKind.Dealer, options), OnReceived);
        engine.Attach(_reader);
    }

    /// <summary>Connects to an endpoint, now or as soon as somebody is there. Several share what is sent, each in turn.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <exception cref="ArgumentNullException">There is no endpoint.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    /// <exception cref="ObjectDisposedException">The DEALER has ended.</exception>
    /// <exception cref="TransportException">It is no endpoint; the message names it.</exception>
    [LoopOnly]
    public void Connect(string endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        Socket.Connect(endpoint);
    }

    /// <summary>Ends the connection to an endpoint.</summary>
    /// <param name="endpoint">The endpoint as connected.</param>
    /// <exception cref="ArgumentNullException">There is no endpoint.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    /// <exception cref="ObjectDisposedException">The DEALER has ended.</exception>
    /// <exception cref="TransportException">The socket is not connected there.</exception>
    [LoopOnly]
    public void Disconnect(string endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        Socket.Disconnect(endpoint);
    }

    /// <summary>Sends a message: all its frames or none.</summary>
    /// <param name="message">The message.</param>
    /// <returns><see cref="SendOutcome.Full"/> also while nobody is connected.</returns>
    /// <exception cref="ArgumentNullException">There is no message.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    /// <exception cref="ObjectDisposedException">The DEALER has ended.</exception>
    /// <exception cref="ZProtoEncodeException">The message cannot be encoded.</exception>
    [LoopOnly]
    public SendOutcome TrySend(IProtocolMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var writer = new FrameWriter(_frames);
        message.Encode(ref writer);
        return TrySend(_frames);
    }

    /// <summary>Sends frames: all or none.</summary>
    /// <param name="frames">The frames, copied or sent before the call returns.</param>
    /// <returns><see cref="SendOutcome.Full"/> also while nobody is connected.</returns>
    /// <exception cref="ArgumentNullException">There are no frames.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    /// <exception cref="ObjectDisposedException">The DEALER has ended.</exception>
    [LoopOnly]
    public SendOutcome TrySend(FrameBuffer frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        return Socket.TrySend(default, frames);
    }

    /// <summary>Sets what is called with each message that comes. Until then, and after null, messages are dropped. An exception in it is logged.</summary>
    /// <param name="handler">The handler. The frames are valid until it returns.</param>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    /// <exception cref="ObjectDisposedException">The DEALER has ended.</exception>
    [LoopOnly]
    public void Handle(Action<IFrameSource>? handler)
    {
        _ = Socket;
        _handler = handler;
    }

    /// <summary>Ends the DEALER. Harmless twice, and from any thread.</summary>
    public void Dispose() => _reader.Dispose();

    private ITransportSocket Socket
    {
        get
        {
            if (!_engine.IsOnLoop)
                throw new InvalidOperationException("This member belongs to the engine's loop: use it from actions and handlers, or through InvokeAsync.");
            ObjectDisposedException.ThrowIf(_reader.IsEnded, this);
            return _reader.Socket;
        }
    }

    private void OnReceived(IFrameSource frames) => _handler?.Invoke(frames);
}
