namespace ZProto.Transports.InProcess;

/// <summary>
/// One end of a connection, with the queue of the messages that come in here. The other end's socket sends into it from its
/// thread; the socket that it belongs to receives from it on its own.
/// </summary>
internal sealed class InProcessPipe
{
    // What a queue keeps for the next messages: enough for a pipeline, little enough for many connections.
    private const int MaxPooled = 1024;
    private const int MaxPooledBytes = 1024 * 1024;

    private enum State
    {
        /// <summary>No one receives yet; messages wait.</summary>
        Waiting,

        /// <summary>The socket receives and is told of messages.</summary>
        Open,

        /// <summary>Messages go nowhere.</summary>
        Muted,

        /// <summary>The socket is gone, or has had enough of this peer.</summary>
        Closed,
    }

    private readonly object _gate = new();
    private readonly IInProcessCarrier? _carrier;

    // Under the gate.
    private State _state;
    private InProcessMessage? _first;
    private InProcessMessage? _last;
    private int _count;
    private int _arrived;
    private bool _announced;
    private InProcessMessage? _returned;
    private int _returnedCount;
    private int _returnedBytes;

    // Written at either end, read by the sender.
    private int _limit;

    // The sender's own: messages to use again, without a lock.
    private InProcessMessage? _free;

    private InProcessPipe(InProcessSocket? socket, string? endpoint, IInProcessCarrier? carrier = null)
    {
        _carrier = carrier;
        Socket = socket;
        Endpoint = endpoint;
        Node = new LinkedListNode<InProcessPipe>(this);
        Other = this;
    }

    /// <summary>The socket that it belongs to; null while the connection waits for one. Set once, by <see cref="InProcessEndpoints"/>.</summary>
    public InProcessSocket? Socket { get; set; }

    /// <summary>The endpoint that this end's socket connected to; null if it was bound there.</summary>
    public string? Endpoint { get; }

    /// <summary>The other end.</summary>
    public InProcessPipe Other { get; private set; }

    /// <summary>Its place among those with messages, of its socket; before it has one, among those that wait for it.</summary>
    public LinkedListNode<InProcessPipe> Node { get; }

    /// <summary>What a ROUTER calls the other end.</summary>
    public RoutingId Id { get; set; }

    /// <summary>Whether messages from the other end go nowhere.</summary>
    public bool IsMuted { get; private set; }

    /// <summary>Whether the other end's socket has taken the connection up.</summary>
    public bool IsAccepted { get; set; }

    /// <summary>Whether the other end is gone.</summary>
    public bool IsGone { get; set; }

    /// <summary>Whether its connection was made in place of one that was lost.</summary>
    public bool IsAfterLoss { get; set; }

    /// <summary>Whether its socket has done with it.</summary>
    public bool IsForgotten { get; set; }

    /// <summary>Whether what is sent here is lost on its way.</summary>
    public bool IsCut { get; set; }

    /// <summary>What the loop has yet to hear of it; under the loop's lock.</summary>
    public InProcessSignals Signals { get; set; }

    /// <summary>The next that the loop has to hear of; under the loop's lock.</summary>
    public InProcessPipe? NextSignalled { get; set; }

    /// <summary>Whether there is nothing to receive, now that the other end sends no more.</summary>
    public bool IsEmpty
    {
        get
        {
            lock (_gate)
                return !HasNext || _state != State.Open;
        }
    }

    /// <summary>Makes the two ends of a connection; the far one waits for its socket.</summary>
    public static (InProcessPipe Near, InProcessPipe Far) Pair(InProcessSocket connecting, string endpoint, IInProcessCarrier? carrier)
    {
        var near = new InProcessPipe(connecting, endpoint, carrier);
        var far = new InProcessPipe(null, null, carrier) { Other = near, _limit = connecting.Options.SendHighWatermark };
        near.Other = far;
        return (near, far);
    }

    /// <summary>Makes a queue from a socket to itself, without a limit.</summary>
    public static InProcessPipe Loopback(InProcessSocket socket) => new(socket, null);

    /// <summary>Sets how many messages may wait; 0 for any number.</summary>
    public void SetLimit(int limit) => Volatile.Write(ref _limit, limit);

    /// <summary>Puts a message into the queue. The sender's.</summary>
    /// <returns><see cref="SendResult.PeerUnreachable"/> if no one will ever receive it.</returns>
    public SendResult Send(MultipartMessage frames)
    {
        // Only the receiver makes room, so room that is seen here is still there below.
        int limit = Volatile.Read(ref _limit);
        if (limit > 0 && Volatile.Read(ref _count) >= limit)
            return IsClosed() ? Unreachable : SendResult.QueueFull;
        if (IsCut)
            return SendResult.Sent;

        InProcessMessage message = _free ?? Reuse() ?? new InProcessMessage(this);
        _free = message.Next;
        message.Next = null;
        message.Fill(frames);

        bool announce;
        lock (_gate)
        {
            if (_state == State.Closed)
                return Unreachable;
            if (_state == State.Muted)
                return SendResult.Sent;
            Append(message);
            announce = _carrier is null && Announce();
        }
        _carrier?.CarryMessage(this, message);
        if (announce)
            Deliver(InProcessSignals.Readable);
        return SendResult.Sent;
    }

    /// <summary>Tells this end's socket of something.</summary>
    /// <returns>Whether its loop sleeps and the caller must call <see cref="InProcessLoop.EndSleep"/>, when it holds no lock.</returns>
    public bool Signal(InProcessSignals signals)
    {
        if (_carrier is null)
            return Socket!.Loop.Signal(this, signals);
        _carrier.CarrySignal(this, signals);
        return false;
    }

    /// <summary>Tells this end's socket of something at once.</summary>
    public void Deliver(InProcessSignals signals)
    {
        if (Socket!.Loop.Signal(this, signals))
            Socket.Loop.EndSleep();
    }

    /// <summary>The oldest message that is on its way has come. The carrier's.</summary>
    public void Arrive()
    {
        bool announce;
        lock (_gate)
        {
            _arrived = Math.Min(_arrived + 1, _count);
            announce = HasNext && Announce();
        }
        if (announce)
            Deliver(InProcessSignals.Readable);
    }

    /// <summary>The message that was sent last is lost. The carrier's, of one that is on its way.</summary>
    public void LoseLast()
    {
        lock (_gate)
        {
            if (_count <= _arrived)
                return;
            InProcessMessage? before = null;
            for (InProcessMessage message = _first!; message.Next is { } next; message = next)
                before = message;
            _last = before;
            if (before is null)
                _first = null;
            else
                before.Next = null;
            _count--;
        }
    }

    /// <summary>Begins to receive. The receiver's, as all below.</summary>
    /// <returns>Whether there are messages already; of others the loop will hear.</returns>
    public bool Open()
    {
        lock (_gate)
        {
            _state = State.Open;
            return _announced = HasNext;
        }
    }

    /// <summary>Takes the next message.</summary>
    /// <param name="more">Whether there are more; if not, the loop will hear of the next.</param>
    public InProcessMessage? Take(out bool more)
    {
        lock (_gate)
        {
            InProcessMessage? message = HasNext ? _first : null;
            if (message is not null)
            {
                _first = message.Next;
                message.Next = null;
                _count--;
                _arrived = Math.Max(_arrived - 1, 0);
            }
            if (_first is null)
                _last = null;
            more = _announced = HasNext;
            return message;
        }
    }

    /// <summary>Gives a message of this queue back to its sender.</summary>
    public void Return(InProcessMessage message)
    {
        message.Clear();
        int size = message.KeptSize;
        lock (_gate)
        {
            if (_state == State.Closed || _returnedCount >= MaxPooled || _returnedBytes + size > MaxPooledBytes)
                return;
            message.Next = _returned;
            _returned = message;
            _returnedCount++;
            _returnedBytes += size;
        }
    }

    /// <summary>Puts what a peer that is gone has left before what its successor has sent.</summary>
    public void Inherit(InProcessPipe gone)
    {
        InProcessMessage? first, last;
        int count;
        lock (gone._gate)
        {
            (first, last, count) = (gone._first, gone._last, gone._count);
            gone.Drop(State.Closed);
        }
        if (last is null)
            return;
        lock (_gate)
        {
            last.Next = _first;
            _first = first;
            _last ??= last;
            _count += count;
            _arrived += count;
        }
    }

    /// <summary>Lets messages go nowhere, those that are here and those to come.</summary>
    public void Mute()
    {
        IsMuted = true;
        lock (_gate)
            Drop(State.Muted);
    }

    /// <summary>Receives no more, and lets the sender find out.</summary>
    public void Close()
    {
        lock (_gate)
            Drop(State.Closed);
    }

    // Who is far away cannot know yet.
    private SendResult Unreachable => _carrier is null ? SendResult.PeerUnreachable : SendResult.Sent;

    private bool HasNext => _first is not null && (_carrier is null || _arrived > 0);

    private bool IsClosed()
    {
        lock (_gate)
            return _state == State.Closed;
    }

    private InProcessMessage? Reuse()
    {
        lock (_gate)
        {
            InProcessMessage? returned = _returned;
            _returned = null;
            _returnedCount = _returnedBytes = 0;
            return returned;
        }
    }

    private bool Announce()
    {
        bool announce = _state == State.Open && !_announced;
        _announced |= announce;
        return announce;
    }

    private void Append(InProcessMessage message)
    {
        if (_last is null)
            _first = message;
        else
            _last.Next = message;
        _last = message;
        _count++;
    }

    private void Drop(State state)
    {
        _state = state;
        _first = _last = _returned = null;
        _count = _arrived = _returnedCount = _returnedBytes = 0;
    }
}
