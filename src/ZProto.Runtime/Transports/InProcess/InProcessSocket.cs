namespace ZProto.Transports.InProcess;

/// <summary>What all sockets have in common: endpoints, connections, and receiving from each in turn.</summary>
internal abstract class InProcessSocket(InProcessLoop loop, InProcessEndpoints endpoints, SocketType type, SocketOptions options) : ITransportSocket
{
    // Lists, since they are short and there may be very many sockets.
    private readonly List<string> _bound = [];
    private readonly List<InProcessPipe> _connected = [];

    private readonly HashSet<InProcessPipe> _ends = [];

    // The ends that have messages, the one whose turn it is first.
    private readonly LinkedList<InProcessPipe> _readable = new();

    private readonly Queue<ConnectionEvent> _events = new();

    private InProcessMessage _received = InProcessMessage.Empty;
    private RoutingId _receivedFrom;
    private bool _disposed;
    private bool _paused;
    private bool _hasLoss;

    public InProcessLoop Loop => loop;

    public SocketType Type => type;

    public SocketOptions Options => options;

    public bool IsPaused
    {
        get => _paused;
        set
        {
            if (value != _paused && _readable.Count > 0)
                loop.ReadableSockets += value ? -1 : 1;
            _paused = value;
        }
    }

    /// <summary>Refuses what the transport cannot do.</summary>
    /// <exception cref="TransportException">It is any security at all.</exception>
    public static void Check(SocketSecurity? security)
    {
        if (security is not null)
            throw new TransportException("The in-process transport knows no security mechanism: its peers are in the same process. Take the security options away, or another transport.");
    }

    public void Secure(SocketSecurity? security)
    {
        ThrowIfDisposed();
        Check(security);
    }

    public string Bind(string endpoint)
    {
        ThrowIfDisposed();
        string bound = endpoints.Bind(endpoint, this, out LinkedList<InProcessPipe>? waiting);
        _bound.Add(bound);
        while (waiting?.First is { } node)
        {
            // Out of that list first: attaching may put it in another.
            waiting.Remove(node);
            if (endpoints.Carrier is null)
                Attach(node.Value);
            else
                node.Value.Signal(InProcessSignals.Attached);
        }
        return bound;
    }

    public void Unbind(string endpoint)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(endpoint);
        if (!_bound.Remove(endpoint))
            throw new TransportException($"The socket is not bound to '{endpoint}'.");
        endpoints.Unbind(endpoint);
    }

    public void Connect(string endpoint)
    {
        ThrowIfDisposed();
        InProcessEndpoints.Check(endpoint, mayPick: false);

        // Like libzmq: a second connection to the same place would only make two peers of one.
        if (Connected(endpoint) < 0)
            BeginConnection(endpoint);
    }

    public void Disconnect(string endpoint)
    {
        ThrowIfDisposed();
        ArgumentNullException.ThrowIfNull(endpoint);
        int index = Connected(endpoint);
        if (index < 0)
            throw new TransportException($"The socket is not connected to '{endpoint}'.");
        InProcessPipe end = _connected[index];
        _connected.RemoveAt(index);
        Close(end);
    }

    public virtual void Subscribe(ReadOnlySpan<byte> prefix)
    {
        ThrowIfDisposed();
        type.CheckSubscribes();
    }

    public virtual void Unsubscribe(ReadOnlySpan<byte> prefix)
    {
        ThrowIfDisposed();
        type.CheckSubscribes();
    }

    public bool TryReceive(out ReceivedMessage message)
    {
        ThrowIfDisposed();
        ReturnReceived();
        loop.HandleSignals();
        while (NextReadable() is { } end)
        {
            RemoveReadable(end);
            InProcessMessage? next = end.Take(out bool more);
            if (more)
                AddReadable(end);
            else if (end.IsGone)
                EndPeer(end);
            if (next is null)
                continue;
            if (IsTooLarge(next))
            {
                CutOff(end);
                continue;
            }
            if (!Accepts(next))
            {
                end.Return(next);
                continue;
            }
            if (options.MaxFrames > 0 && next.Count > options.MaxFrames)
                next.Clear();
            _received = next;
            _receivedFrom = end.Id;
            message = new ReceivedMessage(next, _receivedFrom.Span);
            return true;
        }
        message = default;
        return false;
    }

    public SendResult Send(ReadOnlySpan<byte> routingId, MultipartMessage frames)
    {
        ThrowIfDisposed();
        type.CheckSend(routingId, frames);
        loop.HandleSignals();
        return SendCore(routingId, frames);
    }

    public bool TryTakeConnectionEvent(out ConnectionEvent connectionEvent)
    {
        _hasLoss = false;
        return _events.TryDequeue(out connectionEvent);
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        foreach (string endpoint in _bound)
            endpoints.Unbind(endpoint);
        loop.HandleSignals();
        ReturnReceived();
        foreach (InProcessPipe end in _ends.ToArray())
            Close(end);
        _disposed = true;
        loop.Forget(this);
    }

    /// <summary>Acts on what another thread said of a connection.</summary>
    public void Handle(InProcessPipe end, InProcessSignals signals)
    {
        // Done with here while the signal was on its way.
        if (end.IsForgotten)
            return;
        if (_disposed)
        {
            // What was still on its way leads nowhere.
            if ((signals & InProcessSignals.Attached) != 0 && end.Endpoint is null)
                end.Other.Signal(InProcessSignals.Closed);
            return;
        }

        // Not HasFlag: it allocates where code is not optimized.
        if ((signals & InProcessSignals.Attached) != 0)
            Attach(end);
        if ((signals & InProcessSignals.Accepted) != 0)
            Accept(end);
        if ((signals & InProcessSignals.Refused) != 0)
            Tell(new ConnectionEvent(ConnectionEventKind.Refused, Address: end.Endpoint, Reason: $"it is bound by a {end.Other.Socket!.Type.GetName()}, which does not talk to a {type.GetName()}"));
        if ((signals & InProcessSignals.Readable) != 0 && !end.IsMuted)
            OnReadable(end);
        if ((signals & InProcessSignals.Closed) != 0)
            Lose(end);
    }

    /// <summary>Sends a message.</summary>
    protected abstract SendResult SendCore(ReadOnlySpan<byte> routingId, MultipartMessage frames);

    /// <summary>Meets a connection of its own that no one may be at the other end of yet.</summary>
    protected abstract void OnConnecting(InProcessPipe end);

    /// <summary>Meets the socket at the other end.</summary>
    protected abstract void OnAttached(InProcessPipe end);

    /// <summary>Sends no more to an end.</summary>
    protected abstract void OnLost(InProcessPipe end);

    /// <summary>Receives no more from an end either.</summary>
    protected abstract void OnForgotten(InProcessPipe end);

    /// <summary>Whether a message is for the user; else it is dropped.</summary>
    protected virtual bool Accepts(InProcessMessage message) => true;

    /// <summary>Learns that an end has messages.</summary>
    protected virtual void OnReadable(InProcessPipe end) => AddReadable(end);

    protected void ThrowIfDisposed() => ObjectDisposedException.ThrowIf(_disposed, this);

    /// <summary>Begins to receive from an end.</summary>
    protected void Open(InProcessPipe end)
    {
        if (end.Open())
            OnReadable(end);
    }

    /// <summary>Makes a queue, without a limit, whose messages are received like those of a peer.</summary>
    protected InProcessPipe OpenLoopback()
    {
        InProcessPipe end = InProcessPipe.Loopback(this);
        _ends.Add(end);
        Open(end);
        return end;
    }

    /// <summary>Goes on as if an end had never sent what was not received, nor would again.</summary>
    protected void Mute(InProcessPipe end)
    {
        RemoveReadable(end);
        end.Mute();
    }

    /// <summary>
    /// Has the peer of a muted end hear that its connection is lost, where a network is between: an older connection of its own may be the
    /// one that came later. As with a ROUTER of ZeroMQ, it connects again.
    /// </summary>
    protected void TellDisplaced(InProcessPipe end)
    {
        if (endpoints.Carrier is not null)
            end.Other.Signal(InProcessSignals.Closed);
    }

    /// <summary>Replaces an end that is gone by one for the same peer.</summary>
    protected void Replace(InProcessPipe gone, InProcessPipe end)
    {
        RemoveReadable(gone);
        end.Inherit(gone);
        Forget(gone);
    }

    /// <summary>Learns that the other end is gone. What it has sent before can still be received.</summary>
    protected void Lose(InProcessPipe end)
    {
        if (end.IsGone)
            return;
        end.IsGone = true;
        OnLost(end);
        if (end.IsEmpty)
            EndPeer(end);
        ConnectAgain(end);
    }

    /// <summary>Whether a peer that sends this is cut off.</summary>
    protected bool IsTooLarge(InProcessMessage message) => options.MaxFrameSize > 0 && message.LargestFrame > options.MaxFrameSize;

    /// <summary>Tells the engine of a connection, in its next round.</summary>
    protected void Tell(in ConnectionEvent connectionEvent)
    {
        _events.Enqueue(connectionEvent);
        loop.Wake();
    }

    /// <summary>Meets the end of a peer from whom all was received.</summary>
    protected virtual void OnPeerEnded(InProcessPipe end)
    {
    }

    private static int Limit(SocketOptions sender, SocketOptions receiver)
        => sender.SendHighWatermark == 0 ? 0 : (int)Math.Min(int.MaxValue, (long)sender.SendHighWatermark + receiver.ReceiveHighWatermark);

    // A loss is told before anything that came by a later connection is received: that waits for the next call.
    private InProcessPipe? NextReadable()
    {
        if (!_hasLoss)
            return _readable.First?.Value;
        foreach (InProcessPipe end in _readable)
        {
            if (!end.IsAfterLoss)
                return end;
        }
        _hasLoss = _readable.Count == 0;
        return null;
    }

    private InProcessPipe BeginConnection(string endpoint)
    {
        (InProcessPipe near, InProcessPipe far) = InProcessPipe.Pair(this, endpoint, endpoints.Carrier);
        _connected.Add(near);
        _ends.Add(near);
        OnConnecting(near);
        endpoints.Connect(endpoint, far);
        return near;
    }

    private void Attach(InProcessPipe end)
    {
        InProcessSocket other = end.Other.Socket!;
        end.SetLimit(Limit(other.Options, options));
        end.Other.SetLimit(Limit(options, other.Options));
        _ends.Add(end);
        bool isRefused = !type.TalksTo(other.Type);
        if (!isRefused)
            OnAttached(end);

        if (end.Endpoint is not null)
            return;

        // A ROUTER cannot use a connection of its own before it knows who is there. One that is refused stays, and leads nowhere.
        InProcessSignals news = isRefused ? InProcessSignals.Refused : other is InProcessRouter ? InProcessSignals.Attached : InProcessSignals.Accepted;
        if (end.Other.Signal(news))
            other.Loop.EndSleep();
    }

    private void Accept(InProcessPipe end)
    {
        end.IsAccepted = true;
        Tell(new ConnectionEvent(ConnectionEventKind.Connected, Address: end.Endpoint));
    }

    private void EndPeer(InProcessPipe end)
    {
        Forget(end);
        OnPeerEnded(end);
    }

    private void CutOff(InProcessPipe end)
    {
        if (end.IsForgotten)
            return;
        Close(end);
        OnPeerEnded(end);
        ConnectAgain(end);
    }

    // Nothing to do at the end that was bound, nor twice for one loss.
    private void ConnectAgain(InProcessPipe lost)
    {
        if (!_connected.Remove(lost))
            return;
        if (lost.IsAccepted)
        {
            _hasLoss = true;
            Tell(new ConnectionEvent(ConnectionEventKind.Disconnected, Address: lost.Endpoint));
        }
        lost.IsAfterLoss = false;
        BeginConnection(lost.Endpoint!).IsAfterLoss = true;
    }

    private int Connected(string endpoint) => _connected.FindIndex(end => end.Endpoint == endpoint);

    private void Close(InProcessPipe end)
    {
        RemoveReadable(end);
        end.Close();
        OnLost(end);
        Forget(end);
        InProcessPipe other = end.Other;
        InProcessSocket? socket = end.Endpoint is { } endpoint ? endpoints.Withdraw(endpoint, other) : other.Socket;
        if (socket is not null && other.Signal(InProcessSignals.Closed))
            socket.Loop.EndSleep();
    }

    private void Forget(InProcessPipe end)
    {
        end.IsForgotten = true;
        _ends.Remove(end);
        OnForgotten(end);
    }

    private void AddReadable(InProcessPipe end)
    {
        if (end.Node.List is not null)
            return;
        _readable.AddLast(end.Node);
        if (_readable.Count == 1 && !_paused)
            loop.ReadableSockets++;
    }

    private void RemoveReadable(InProcessPipe end)
    {
        if (end.Node.List != _readable)
            return;
        _readable.Remove(end.Node);
        if (_readable.Count == 0 && !_paused)
            loop.ReadableSockets--;
    }

    private void ReturnReceived()
    {
        _received.Home?.Return(_received);
        _received = InProcessMessage.Empty;
        _receivedFrom = RoutingId.Empty;
    }
}
