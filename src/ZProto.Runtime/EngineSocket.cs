using ZProto.Engines.Execution;
using ZProto.Transports;

namespace ZProto;

/// <summary>
/// A further socket of an engine, as a <c>&lt;socket&gt;</c> of its model says. It belongs to the engine's loop: its members throw on
/// other threads. It begins and ends with the engine.
/// </summary>
public abstract class EngineSocket
{
    private readonly EngineSockets _sockets;
    private readonly Reader _reader;

    private protected EngineSocket(EngineSockets sockets, SocketType type, string name)
    {
        _sockets = sockets;
        Type = type;
        Name = name;
        _reader = new Reader(this, sockets.Owner, sockets.CreateSocket(type));
        sockets.Attach(_reader);
    }

    /// <summary>Its name in the model.</summary>
    public string Name { get; }

    /// <summary>What it is.</summary>
    public SocketType Type { get; }

    /// <summary>Accepts peers at an endpoint.</summary>
    /// <param name="endpoint">The endpoint; port <c>*</c> picks a free one.</param>
    /// <returns>The endpoint as bound, with the port that was picked.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="endpoint"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
    /// <exception cref="TransportException">The endpoint is in use or not valid; the message names it.</exception>
    [LoopOnly]
    public string Bind(string endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        return Socket.Bind(endpoint);
    }

    /// <summary>Accepts no more peers at an endpoint.</summary>
    /// <param name="endpoint">The endpoint as bound.</param>
    /// <exception cref="ArgumentNullException"><paramref name="endpoint"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
    /// <exception cref="TransportException">The socket is not bound there.</exception>
    [LoopOnly]
    public void Unbind(string endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        Socket.Unbind(endpoint);
    }

    /// <summary>Connects to an endpoint, now or as soon as a peer is bound there.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <exception cref="ArgumentNullException"><paramref name="endpoint"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
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
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
    /// <exception cref="TransportException">The socket is not connected there.</exception>
    [LoopOnly]
    public void Disconnect(string endpoint)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        Socket.Disconnect(endpoint);
    }

    /// <summary>Sets the mechanism of the endpoints bound or connected to from here on: none at first, whatever the engine's own socket has.</summary>
    /// <remarks>Where it asks for a decision on peers, <see cref="EngineOptions.Authenticate"/> takes it, as on the engine's own socket.</remarks>
    /// <param name="security">The mechanism, or null for none.</param>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
    /// <exception cref="TransportException">The transport cannot do it so. All is as it was.</exception>
    [LoopOnly]
    public void Secure(SocketSecurity? security) => Socket.Secure(security is null ? null : _sockets.Decide(security));

    private protected ITransportSocket Socket
    {
        get
        {
            Context.RequireLoop();
            ObjectDisposedException.ThrowIf(_reader.IsEnded, this);
            return _reader.Socket;
        }
    }

    private protected EngineContext Context => _sockets.Owner.Context;

    private protected SendResult Send(ReadOnlySpan<byte> routingId, MultipartMessage frames)
    {
        ITransportSocket socket = Socket;
        long dropped = socket.DroppedMessages;
        SendResult result = socket.Send(routingId, frames);
        if (result == SendResult.Sent)
            Context.Meter.Sent(frames);
        else
            Context.Meter.NotSent(result);
        for (; dropped < socket.DroppedMessages; dropped++)
            Context.Meter.NotSent(SendResult.QueueFull);
        return result;
    }

    /// <summary>Handles a message; what it throws is counted and logged.</summary>
    private protected abstract void Receive(in ReceivedMessage message);

    /// <summary>Counts and logs what is wrong with received messages.</summary>
    private protected ReceiveLog Log => _reader.Log;

    private sealed class Reader(EngineSocket socket, IRegistrationOwner owner, ITransportSocket inner) : SocketReader(owner, inner)
    {
        public ReceiveLog Log { get; } = new(owner.Context, (in ReceivedMessage _) => $"peer of the socket {socket.Name}");

        protected override void OnReceived(in ReceivedMessage message)
        {
            try
            {
                if (message.Frames.Count == 0)
                    Log.TooManyFrames(in message);
                else
                    socket.Receive(in message);
            }
            catch (Exception exception)
            {
                Log.Threw(in message, exception);
            }
        }
    }
}
