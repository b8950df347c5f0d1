using System.Globalization;
using System.Text;
using ZProto.Native;
using ZProto.Shared;
using ZProto.Transports;

namespace ZProto;

/// <summary>A socket of libzmq.</summary>
internal sealed unsafe class LibZmqSocket : ITransportSocket, IMessageSender
{
    /// <summary>The first version that skips the rest of a message whose peer is lost half-way; those before expect it not to come.</summary>
    private static readonly Version s_skipsRest = new(4, 3, 1);

    private readonly LibZmqLoop _loop;
    private readonly SocketType _type;
    private readonly bool _isRouter;
    private readonly bool _ofUser;
    private readonly bool? _handover;
    private TimeSpan _linger;
    private readonly NativeMessages _incoming;
    private readonly ReceivedParts<NativeMessages> _received;
    private readonly NativeMessages _outgoing = new();
    private readonly List<string> _bound = [];

    // The domains of endpoints that may still be bound: those from before a change of the security stay.
    private readonly List<string> _zapDomains = [];
    private readonly PeerConnections? _peers;
    private SocketSecurity? _security;
    private bool _hasCaughtUp;
    private bool _isHeldBack;

    /// <param name="loop">The loop that it belongs to.</param>
    /// <param name="kind">What it is.</param>
    /// <param name="options">How it is set up.</param>
    /// <param name="ofUser">Whether a user made it, and not the transport for itself.</param>
    public LibZmqSocket(LibZmqLoop loop, SocketType kind, SocketOptions options, bool ofUser)
    {
        _loop = loop;
        _type = kind;
        _isRouter = kind == SocketType.Router;
        _ofUser = ofUser;
        _linger = options.Linger;
        _handover = options.RouterHandover;
        Handle = LibZmqContext.OpenSocket(NumberOf(kind), ofUser);
        try
        {
            SetUp(options);
            Apply(options.Security);
            if (ofUser)
            {
                _peers = _isRouter && options.ReportDisconnects ? new PeerConnections() : null;
                Monitor = new ConnectionMonitor(Handle, _isRouter, _peers, () => _security, Earliest(options));
            }
        }
        catch
        {
            Monitor?.Dispose();
            LibZmqContext.CloseSocket(Handle, ofUser, TimeSpan.Zero);
            throw;
        }
        _incoming = new NativeMessages(Handle);
        _received = new ReceivedParts<NativeMessages>(_incoming, withRoutingId: _isRouter, options.MaxFrames);
    }

    /// <summary>The socket of libzmq, or 0 once it is closed.</summary>
    public nint Handle { get; private set; }

    /// <summary>What tells of its connections, on a socket of a user's.</summary>
    public ConnectionMonitor? Monitor { get; }

    public long DroppedMessages { get; private set; }

    private bool IsPublisher => _type is SocketType.Pub or SocketType.XPub;

    string? IMessageSender.Address => GetProperty("Peer-Address\0"u8);

    string? IMessageSender.UserId => GetProperty("User-Id\0"u8) is { Length: > 0 } user ? user : null;

    public void Secure(SocketSecurity? security)
    {
        ObjectDisposedException.ThrowIf(Handle == 0, this);
        if (security is SocketSecurity.PlainClient { Password: null or "" } && _security is SocketSecurity.PlainClient { Password: not (null or "") })
            throw new TransportException("libzmq cannot take a password away from a socket again. Make another socket.");
        Reset();
        try
        {
            Apply(security);
        }
        catch
        {
            Reset();
            Apply(_security);
            throw;
        }
    }

    public bool IsPaused
    {
        get;
        set => _loop.Pause(ref field, value);
    }

    public string Bind(string endpoint)
    {
        Check(endpoint);
        CheckPort(endpoint, "bind to", wildcard: true);
        endpoint = Endpoint.PickName(endpoint);
        int error = TryBind(endpoint);
        if (error != 0)
        {
            TransportException failure = Errno.Failure($"bind to '{endpoint}'", error);
            // A socket of this process may still be about to leave the place.
            bool isTransient = error == Errno.AddressInUse && RecentlyClosedEndpoints.IsBeingLeft(endpoint);
            throw isTransient ? new TransportException(failure.Message) { IsTransient = true } : failure;
        }

        string bound = LastEndpoint();
        RecentlyClosedEndpoints.Taken(bound);
        _bound.Add(bound);
        return bound;
    }

    public void Unbind(string endpoint)
    {
        Check(endpoint);
        int error = Retry(Zmq.zmq_unbind, endpoint);
        if (error != 0)
            throw Errno.Failure($"unbind from '{endpoint}'", error);
        _bound.Remove(endpoint);
        RecentlyClosedEndpoints.Left(endpoint);
    }

    public void Connect(string endpoint)
    {
        Check(endpoint);
        CheckPort(endpoint, "connect to", wildcard: false);
        int error = Retry(Zmq.zmq_connect, endpoint);
        if (error != 0)
            throw Errno.Failure($"connect to '{endpoint}'", error);
    }

    public void Disconnect(string endpoint)
    {
        Check(endpoint);
        int error = Retry(Zmq.zmq_disconnect, endpoint);
        if (error != 0)
            throw Errno.Failure($"disconnect from '{endpoint}'", error);
    }

    public void Subscribe(ReadOnlySpan<byte> prefix) => SetSubscription(Zmq.Subscribe, prefix);

    public void Unsubscribe(ReadOnlySpan<byte> prefix) => SetSubscription(Zmq.Unsubscribe, prefix);

    public bool TryReceive(out ReceivedMessage message)
    {
        ObjectDisposedException.ThrowIf(Handle == 0, this);
        bool received = _type is not (SocketType.Pub or SocketType.Push) && TryReceive();
        message = received ? new ReceivedMessage(_received, _received.RoutingId, this) : default;
        return received;
    }

    bool IMessageSender.HasUserId(string? userId) => HasProperty("User-Id\0"u8, userId ?? "");

    bool IMessageSender.HasAddress(string address) => HasProperty("Peer-Address\0"u8, address);

    public bool TryTakeConnectionEvent(out ConnectionEvent connectionEvent)
    {
        if (_peers is not null && _peers.TryTakeLost(out RoutingId peer))
        {
            connectionEvent = new ConnectionEvent(ConnectionEventKind.Disconnected, peer);
            return true;
        }
        connectionEvent = default;
        return Monitor is not null && Monitor.TryTake(out connectionEvent);
    }

    public void Abort()
    {
        if (Handle == 0)
            return;
        _linger = TimeSpan.Zero;
        SetOption(Zmq.Linger, 0, nameof(SocketOptions.Linger));
        Dispose();
    }

    public SendResult Send(ReadOnlySpan<byte> routingId, MultipartMessage frames)
    {
        ObjectDisposedException.ThrowIf(Handle == 0, this);
        _type.CheckSend(routingId, frames);

        // All that needs memory comes before the first part goes out, so that want of it leaves no partial message behind.
        CopyOut(frames);
        int count = frames.Count;
        int error = SendFirst(routingId, count);
        if (error != 0 && ProcessPendingCommands())
            error = SendFirst(routingId, count);
        bool isDropped = error == Errno.Again && IsPublisher;
        if (isDropped)
        {
            SetDropping(true);
            error = SendFirst(routingId, count);
        }
        if (error == 0)
            error = SendRemaining(_isRouter ? 0 : 1, count);
        if (isDropped)
            SetDropping(false);
        if (error != 0)
            _outgoing.Empty(0, count);
        _outgoing.Trim(0);
        return error == 0 ? SendResult.Sent
            : error == Errno.Again ? SendResult.QueueFull
            : error == Errno.HostUnreachable ? SendResult.PeerUnreachable
            : throw Errno.Failure("send a message", error);
    }

    public void Dispose()
    {
        if (Handle == 0)
            return;
        _loop.Remove(this);
        _received.Clear();
        _incoming.Dispose();
        _outgoing.Dispose();
        foreach (string domain in _zapDomains)
            ZapHandler.Unregister(domain);
        Monitor?.Dispose();
        nint handle = Handle;
        Handle = 0;
        foreach (string endpoint in _bound)
            RecentlyClosedEndpoints.Left(endpoint);
        LibZmqContext.CloseSocket(handle, _ofUser, _linger);
    }

    /// <summary>Sets an option that is a number.</summary>
    internal void SetOption(int option, int value, string what)
    {
        if (Zmq.zmq_setsockopt(Handle, option, &value, sizeof(int)) != 0)
            throw Errno.Failure($"set {what} to {value}", Errno.Last);
    }

    /// <summary>Sets an option that is bytes, which no error shows.</summary>
    internal void SetOption(int option, ReadOnlySpan<byte> value, string what)
    {
        fixed (byte* pointer = value)
        {
            if (Zmq.zmq_setsockopt(Handle, option, pointer, (nuint)value.Length) != 0)
                throw Errno.Failure($"set {what}", Errno.Last);
        }
    }

    private static int NumberOf(SocketType type) => type switch
    {
        SocketType.Router => Zmq.Router,
        SocketType.Dealer => Zmq.Dealer,
        SocketType.Pub => Zmq.Pub,
        SocketType.Sub => Zmq.Sub,
        SocketType.XPub => Zmq.XPub,
        SocketType.XSub => Zmq.XSub,
        SocketType.Push => Zmq.Push,
        SocketType.Pull => Zmq.Pull,
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    private void SetSubscription(int option, ReadOnlySpan<byte> prefix)
    {
        ObjectDisposedException.ThrowIf(Handle == 0, this);
        _type.CheckSubscribes();
        SetOption(option, prefix, "a subscription");
    }

    // A publisher drops without a word, but can be told not to: it then sends to no one where a queue is full, is told to drop for this one
    // message, and that it does so is known. Once it has, libzmq leaves that subscriber out until its queue has room, and tells no more.
    private void SetDropping(bool mayDrop)
    {
        if (mayDrop)
            DroppedMessages++;
        SetOption(Zmq.XPubNoDrop, mayDrop ? 0 : 1, "XPUB_NODROP");
    }

    private void SetUp(SocketOptions options)
    {
        if (_isRouter)
        {
            SetOption(Zmq.RouterMandatory, 1, "ROUTER_MANDATORY");
        }
        if (IsPublisher)
            SetDropping(false);
        SetOption(Zmq.SendHighWaterMark, options.SendHighWatermark, nameof(options.SendHighWatermark));
        SetOption(Zmq.ReceiveHighWaterMark, options.ReceiveHighWatermark, nameof(options.ReceiveHighWatermark));
        SetOption(Zmq.Linger, Milliseconds.RoundUp(options.Linger), nameof(options.Linger));
        SetOption(Zmq.ReconnectInterval, Milliseconds.RoundUp(options.ReconnectInterval), nameof(options.ReconnectInterval));
        SetOption(Zmq.ReconnectIntervalMaximum, Milliseconds.RoundUp(options.MaxReconnectInterval), nameof(options.MaxReconnectInterval));
        SetOption(Zmq.HandshakeInterval, Milliseconds.RoundUp(options.HandshakeTimeout), nameof(options.HandshakeTimeout));
        SetOption(Zmq.HeartbeatInterval, Milliseconds.RoundUp(options.HeartbeatInterval), nameof(options.HeartbeatInterval));
        SetOption(Zmq.HeartbeatTimeout, Milliseconds.RoundUp(options.HeartbeatTimeout), nameof(options.HeartbeatTimeout));
        SetOption(Zmq.Backlog, options.Backlog, nameof(options.Backlog));
        SetKeepAlive(options.TcpKeepAlive);
        SetOption(Zmq.IPv6, options.IPv6 ? 1 : 0, nameof(options.IPv6));

        // A frame is shown as a span, so that more than a span can show is not let in.
        ArgumentOutOfRangeException.ThrowIfNegative(options.MaxFrameSize, nameof(options.MaxFrameSize));
        long maximum = options.MaxFrameSize == 0 ? int.MaxValue : Math.Min(options.MaxFrameSize, int.MaxValue);
        if (Zmq.zmq_setsockopt(Handle, Zmq.MaxMessageSize, &maximum, sizeof(long)) != 0)
            throw Errno.Failure($"set {nameof(options.MaxFrameSize)} to {maximum}", Errno.Last);

        if (!options.RoutingId.IsEmpty)
        {
            RoutingId routingId = options.RoutingId;
            SetOption(Zmq.RoutingId, routingId.Span, $"{nameof(options.RoutingId)} to {routingId}");
        }
    }

    private bool TryReceive()
    {
        if (_isHeldBack)
        {
            _isHeldBack = false;
            return true;
        }
        _hasCaughtUp = false;
        return _received.TryReceive() && (_isRouter ? SeePeer() : _type != SocketType.Dealer || !IsAfterLoss());
    }

    // The first frame, not the routing id: that one has the sender's properties only when no poll came before its receive.
    private void* Sender => _incoming[_isRouter ? 1 : 0];

    private string? GetProperty(ReadOnlySpan<byte> name) => _received.Count == 0 ? null : MessageProperties.Get(Sender, name);

    private bool HasProperty(ReadOnlySpan<byte> name, string value)
        => _received.Count == 0 ? value.Length == 0 : MessageProperties.Is(Sender, name, value);

    // The events that came before a message are there when it is: which peers have lost their connection is known before it.
    private bool SeePeer()
    {
        if (_peers is not null && Zmq.zmq_msg_get(Sender, Zmq.SourceDescriptor) is >= 0 and int descriptor)
        {
            Monitor!.Read();
            _peers.Received(new RoutingId(_received.RoutingId), descriptor);
        }
        return true;
    }

    // A message that came by a later connection than one whose loss was not told yet. That is told first; the message waits for the next call.
    private bool IsAfterLoss()
    {
        if (Monitor is null || !Monitor.IsAfterLoss())
            return false;
        _isHeldBack = true;
        _loop.Wake();
        return true;
    }

    // How soon after a loss libzmq connects again.
    private static TimeSpan Earliest(SocketOptions options)
        => options.MaxReconnectInterval > TimeSpan.Zero && options.MaxReconnectInterval < options.ReconnectInterval ? options.MaxReconnectInterval : options.ReconnectInterval;

    // As often again, and cut off after the third time in vain.
    private void SetKeepAlive(TimeSpan silence)
    {
        if (silence <= TimeSpan.Zero)
            return;
        // No more than Linux takes.
        int seconds = (int)Math.Min(32_767, Math.Ceiling(silence.TotalSeconds));
        SetOption(Zmq.TcpKeepAlive, 1, nameof(SocketOptions.TcpKeepAlive));
        SetOption(Zmq.TcpKeepAliveIdle, seconds, nameof(SocketOptions.TcpKeepAlive));
        SetOption(Zmq.TcpKeepAliveInterval, seconds, nameof(SocketOptions.TcpKeepAlive));
        SetOption(Zmq.TcpKeepAliveCount, 3, nameof(SocketOptions.TcpKeepAlive));
    }

    private void Reset()
    {
        if (SecuritySetup.Reset(this, hasDomain: _zapDomains.Count > 0) is { } domain)
            _zapDomains.Add(domain);
    }

    private void Apply(SocketSecurity? security)
    {
        bool decides = security is SocketSecurity.NullServer or SocketSecurity.PlainServer or SocketSecurity.CurveServer;
        if (_isRouter && decides && _handover == true)
            throw new TransportException("RouterHandover cannot be on where peers are authenticated: libzmq does not compare users at the handshake, so that one could take the routing id of another. Leave it unset.");
        if (SecuritySetup.Apply(this, security) is { } domain)
            _zapDomains.Add(domain);
        // It holds for the whole socket, and so do the peers that were admitted before.
        if (_isRouter)
            SetOption(Zmq.RouterHandover, _handover ?? _zapDomains.Count == 0 ? 1 : 0, nameof(SocketOptions.RouterHandover));
        _security = security;
    }

    private void Check(string endpoint)
    {
        ObjectDisposedException.ThrowIf(Handle == 0, this);
        ArgumentNullException.ThrowIfNull(endpoint);

        // libzmq reads up to the first NUL, and does not ask for credentials within a process: neither is what the caller means.
        if (endpoint.Contains('\0', StringComparison.Ordinal))
            throw new TransportException($"'{endpoint}' is no endpoint: it has a NUL in it.");
        if (_security is not null && Endpoint.IsInProcess(endpoint))
            throw new TransportException($"libzmq has no security on '{endpoint}': a socket with security cannot be there.");
    }

    // libzmq would bind to what is left of a port that is too large, and try indefinitely to connect to one that there cannot be.
    private static void CheckPort(string endpoint, string verb, bool wildcard)
    {
        if (!Endpoint.IsTcp(endpoint))
            return;
        ReadOnlySpan<char> port = endpoint.AsSpan(endpoint.LastIndexOf(':') + 1);
        if (wildcard && port is "*")
            return;
        if (!ushort.TryParse(port, NumberStyles.None, CultureInfo.InvariantCulture, out ushort number) || (number == 0 && !wildcard))
            throw new TransportException($"libzmq cannot {verb} '{endpoint}': its port is not a number from {(wildcard ? 0 : 1)} to {ushort.MaxValue}.");
    }

    private int TryBind(string endpoint)
        => UnixSocketProbe.IsTaken(endpoint) ? Errno.AddressInUse : Retry(Zmq.zmq_bind, endpoint);

    private string LastEndpoint()
    {
        byte* text = stackalloc byte[1024];
        nuint length = 1024;
        if (Zmq.zmq_getsockopt(Handle, Zmq.LastEndpoint, text, ref length) != 0)
            throw Errno.Failure("tell where it is bound", Errno.Last);
        return Encoding.UTF8.GetString(text, Math.Max(0, (int)length - 1));
    }

    private int Retry(Func<nint, string, int> call, string endpoint)
    {
        while (call(Handle, endpoint) != 0)
        {
            int error = Errno.Last;
            if (error != Errno.Interrupted)
                return error;
        }
        return 0;
    }

    private void CopyOut(MultipartMessage frames)
    {
        int count = frames.Count;
        _outgoing.Ensure(count);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> frame = frames[i].Span;
            void* message = _outgoing[i];
            if (Zmq.zmq_msg_init_size(message, (nuint)frame.Length) != 0)
            {
                _ = Zmq.zmq_msg_init(message);
                _outgoing.Empty(0, i);
                throw new OutOfMemoryException($"No memory for a frame of {frame.Length} bytes.");
            }
            frame.CopyTo(new Span<byte>(Zmq.zmq_msg_data(message), frame.Length));
        }
    }

    // Why a message goes out whole or not at all: libzmq counts a queue's limit in messages and looks at it for the first part
    // only, and shows a peer no part before the last one is in. A peer that is lost between two parts is all that can happen.
    //
    // A ROUTER then takes back the parts that are in the queue and swallows the others without an error: the message was sent to
    // somebody who has just left, as it is when the loss comes a moment later.
    //
    // A DEALER takes them back too and either swallows the others or, where it first hears of the loss from the part itself, answers
    // EAGAIN; the message was not sent. Since 4.3.1 it then waits for the rest of the message, to swallow it, so the rest is given
    // to it; a version before would send it.
    private int SendFirst(ReadOnlySpan<byte> routingId, int count)
    {
        if (!_isRouter)
            return SendFrame(0, count);
        fixed (byte* pointer = routingId)
        {
            while (Zmq.zmq_send(Handle, pointer, (nuint)routingId.Length, Zmq.DontWait | Zmq.SendMore) < 0)
            {
                int error = Errno.Last;
                if (error != Errno.Interrupted)
                    return error;
            }
        }
        return 0;
    }

    private int SendRemaining(int from, int count)
    {
        for (int i = from; i < count; i++)
        {
            int error = SendFrame(i, count);
            if (error == 0)
                continue;
            if (error == Errno.Again && LibZmqLibrary.Version >= s_skipsRest)
            {
                for (int rest = i + 1; rest < count; rest++)
                    _ = SendFrame(rest, count);
            }
            return error;
        }
        return 0;
    }

    private int SendFrame(int index, int count)
    {
        int flags = index == count - 1 ? Zmq.DontWait : Zmq.DontWait | Zmq.SendMore;
        while (Zmq.zmq_msg_send(_outgoing[index], Handle, flags) < 0)
        {
            int error = Errno.Last;
            if (error != Errno.Interrupted)
                return error;
        }
        return 0;
    }

    // To be quick, a send does not hear at once of what peers have read, or of who has come: up to a millisecond later. Before a
    // message is given up, the socket is made to listen, by asking for its events, if it has not since the last receive; once for
    // all sends of a round, as it may look through all its peers.
    private bool ProcessPendingCommands()
    {
        if (_hasCaughtUp)
            return false;
        _hasCaughtUp = true;
        int events;
        nuint length = sizeof(int);
        while (Zmq.zmq_getsockopt(Handle, Zmq.Events, &events, ref length) != 0 && Errno.Last == Errno.Interrupted)
        {
        }
        return true;
    }
}
