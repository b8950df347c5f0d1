using ZProto.Engines.Execution;
using ZProto.Transports;

namespace ZProto;

/// <summary>
/// A DEALER of an engine, for servers that talk to servers. It belongs to the engine's loop: its members throw on other threads, except
/// <see cref="Dispose"/>. It ends with the engine.
/// </summary>
public sealed class DealerConnection : IDisposable
{
    private readonly EventLoop _loop;
    private readonly SocketHandler _reader;
    private readonly MultipartMessage _frames = new();
    private Action<IMultipartMessage>? _handler;

    internal DealerConnection(IRegistrationOwner owner, SocketOptions options)
    {
        _loop = owner.Loop;
        _reader = new SocketHandler(owner, _loop.Sockets.CreateSocket(SocketType.Dealer, options), OnReceived);
        owner.Attach(_reader);
    }

    /// <summary>Connects to an endpoint, now or as soon as a peer is bound there. Messages go to several endpoints in turn.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <exception cref="ArgumentNullException"><paramref name="endpoint"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    /// <exception cref="ObjectDisposedException">The DEALER has ended.</exception>
    /// <exception cref="TransportException">The endpoint is not valid; the message names it.</exception>
    [LoopOnly]
    public void Connect(string endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        Socket.Connect(endpoint);
    }

    /// <summary>Ends the connection to an endpoint.</summary>
    /// <param name="endpoint">The endpoint as connected.</param>
    /// <exception cref="ArgumentNullException"><paramref name="endpoint"/> is null.</exception>
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
    /// <returns><see cref="SendResult.QueueFull"/> also while there is no connection.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    /// <exception cref="ObjectDisposedException">The DEALER has ended.</exception>
    /// <exception cref="MessageEncodeException">The message cannot be encoded.</exception>
    [LoopOnly]
    public SendResult Send(IProtocolMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var writer = new FrameWriter(_frames);
        message.Encode(ref writer);
        return Send(_frames);
    }

    /// <summary>Sends frames: all or none.</summary>
    /// <param name="frames">The frames, copied or sent before the call returns.</param>
    /// <returns><see cref="SendResult.QueueFull"/> also while there is no connection.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="frames"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    /// <exception cref="ObjectDisposedException">The DEALER has ended.</exception>
    [LoopOnly]
    public SendResult Send(MultipartMessage frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        return Socket.Send(default, frames);
    }

    /// <summary>Sets the handler of received messages. Without one, messages are dropped. An exception in it is logged.</summary>
    /// <param name="handler">The handler. The frames are valid until it returns.</param>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    /// <exception cref="ObjectDisposedException">The DEALER has ended.</exception>
    [LoopOnly]
    public void Handle(Action<IMultipartMessage>? handler)
    {
        _ = Socket;
        _handler = handler;
    }

    /// <summary>Ends the DEALER. May be called more than once, and from any thread.</summary>
    public void Dispose() => _reader.Dispose();

    private ITransportSocket Socket
    {
        get
        {
            if (!_loop.IsCurrentThread)
                throw new InvalidOperationException("This member belongs to the engine's loop: use it from actions and handlers, or through InvokeAsync.");
            ObjectDisposedException.ThrowIf(_reader.IsEnded, this);
            return _reader.Socket;
        }
    }

    private void OnReceived(IMultipartMessage frames) => _handler?.Invoke(frames);
}
