using ZProto.Engines.Execution;
using ZProto.Timing;
using ZProto.Transports;

namespace ZProto.Engines.Mesh;

/// <summary>The DEALER to one peer of a mesh. What it does not take yet waits, up to a limit, in order.</summary>
/// <param name="owner">The engine.</param>
/// <param name="socket">The socket, connected to the endpoint. It is this object's from now on.</param>
/// <param name="endpoint">Where the peer is bound.</param>
/// <param name="capacity">How many messages may wait; 0 for any number.</param>
internal sealed class PeerDealer(IRegistrationOwner owner, ITransportSocket socket, string endpoint, int capacity) : SocketReader(owner, socket)
{
    // How soon a DEALER that takes nothing is asked again; no transport tells of the moment. Longer each time: the peer may be away.
    private const long FirstDelayMilliseconds = 1;
    private const long LastDelayMilliseconds = 64;

    private readonly Queue<byte[][]> _waiting = new();
    private readonly MultipartMessage _frames = new();
    private CallbackTimer? _flush;
    private long _delay = FirstDelayMilliseconds;

    /// <summary>Where the peer is bound.</summary>
    public string Endpoint => endpoint;

    /// <summary>Handles a message that comes in.</summary>
    public required ReceivedHandler Received { get; init; }

    /// <summary>Handles what becomes of the connection.</summary>
    public required Action<ConnectionEvent> ConnectionChanged { get; init; }

    /// <summary>Handles a message.</summary>
    public delegate void ReceivedHandler(in ReceivedMessage message);

    /// <summary>Sends a message, or keeps a copy of it until the DEALER takes it.</summary>
    /// <param name="frames">The message.</param>
    /// <returns>Whether it is sent, or will be; else there is no room for it.</returns>
    public SendResult Send(MultipartMessage frames)
    {
        if (IsEnded)
            return SendResult.PeerUnreachable;
        // After what waits, so that everything goes out in order.
        if (_waiting.Count == 0 && Socket.Send(default, frames) == SendResult.Sent)
            return SendResult.Sent;
        if (capacity > 0 && _waiting.Count >= capacity)
            return SendResult.QueueFull;
        _waiting.Enqueue(frames.ToArrays());
        FlushLater();
        return SendResult.Sent;
    }

    /// <summary>Reads what has come, and then no more.</summary>
    /// <returns>Whether all was read.</returns>
    public bool TryPause()
    {
        if (!Poll())
            return false;
        if (!IsEnded)
            Socket.IsPaused = true;
        return true;
    }

    /// <summary>Reads again.</summary>
    public void Resume()
    {
        if (!IsEnded)
            Socket.IsPaused = false;
    }

    protected override void OnReceived(in ReceivedMessage message) => Received(in message);

    protected override void OnConnectionEvent(in ConnectionEvent connectionEvent)
    {
        if (connectionEvent.Kind == ConnectionEventKind.Connected)
        {
            _delay = FirstDelayMilliseconds;
            Flush();
        }
        ConnectionChanged(connectionEvent);
    }

    protected override void OnEnd()
    {
        if (_flush is not null)
            Owner.Loop.Timers.Cancel(_flush);
        // What it took already is sent, as far as its linger lets it.
        Flush();
        base.OnEnd();
    }

    private void Flush()
    {
        while (_waiting.TryPeek(out byte[][]? message))
        {
            _frames.Clear();
            foreach (byte[] frame in message)
                _frames.Add(frame);
            if (Socket.Send(default, _frames) != SendResult.Sent)
            {
                if (!IsEnded)
                    FlushLater();
                return;
            }
            _waiting.Dequeue();
            _delay = FirstDelayMilliseconds;
        }
    }

    private void FlushLater()
    {
        _flush ??= new CallbackTimer(Flush);
        if (_flush.IsArmed)
            return;
        Owner.Loop.Timers.Arm(_flush, Owner.Loop.Now + _delay);
        _delay = Math.Min(_delay * 2, LastDelayMilliseconds);
    }
}
