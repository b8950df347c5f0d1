using NetMQ;
using NetMQ.Sockets;
using ZProto.Shared;
using ZProto.Transports;
using SocketOptions = ZProto.Transports.SocketOptions;

namespace ZProto;

/// <summary>A socket of NetMQ, used on its loop's thread only.</summary>
internal sealed class NetMQLoopSocket : ITransportSocket
{
    private const int MaxUnpooledFrame = 1024;

    // The most that Linux takes.
    private const int MaxKeepAliveSeconds = 32_767;

    private readonly NetMQLoop _loop;
    private readonly NetMQSocket _socket;
    private readonly SocketType _type;
    private readonly bool _isRouter;
    private readonly ReceivedParts<MessageParts> _received;
    private readonly Dictionary<string, string> _bound = [];
    private readonly HashSet<string> _connected = [];
    private SocketSecurity? _security;
    private readonly MessageParts _outgoing;
    private byte[] _routingId = [];
    private bool _disposed;

    public NetMQLoopSocket(NetMQLoop loop, SocketType kind, SocketOptions options)
    {
        SecuritySetup.Check(options.Security);
        _loop = loop;
        _type = kind;
        _isRouter = kind == SocketType.Router;
        _security = options.Security;
        try
        {
            _socket = Create(kind);
        }
        catch (Exception exception) when (Failure.IsExpected(exception))
        {
            throw Failure.Of("make a socket", exception);
        }
        try
        {
            SetUp(options);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
        _outgoing = new MessageParts(_socket);
        _received = new ReceivedParts<MessageParts>(new MessageParts(_socket), withRoutingId: _isRouter, options.MaxFrames);
        Item = new NetMQSelector.Item(_socket, PollEvents.PollIn);
    }

#if NET10_0_OR_GREATER
    private static bool HasKeepAliveTimes => true;
#else
    private static bool HasKeepAliveTimes => OperatingSystem.IsWindows();
#endif

    /// <summary>What the loop selects on.</summary>
    public NetMQSelector.Item Item { get; }

    public bool IsPaused
    {
        get;
        set => _loop.Pause(ref field, value);
    }

    public void Secure(SocketSecurity? security)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        SecuritySetup.Check(security);
        if (security is null && _security is not null)
            throw new TransportException("NetMQ cannot take a socket's security away again. Make another socket.");
        SecuritySetup.Apply(_socket, security);
        _security = security;
    }

    public string Bind(string endpoint)
    {
        Check(endpoint, toBind: true);
        endpoint = Endpoint.PickName(endpoint);
        try
        {
            _socket.Bind(endpoint);
            string last = _socket.Options.LastEndpoint!;
            string bound = Endpoints.Bound(endpoint, last);
            _bound[bound] = Endpoints.BoundKey(endpoint, last);
            RecentlyClosedEndpoints.Taken(bound);
            return bound;
        }
        catch (AddressAlreadyInUseException exception) when (RecentlyClosedEndpoints.IsBeingLeft(endpoint))
        {
            // A socket of this process may still be about to leave the place.
            throw new TransportException(Failure.Of($"bind to '{endpoint}'", exception).Message, exception) { IsTransient = true };
        }
        catch (Exception exception) when (Failure.IsExpected(exception))
        {
            throw Failure.Of($"bind to '{endpoint}'", exception);
        }
    }

    public void Unbind(string endpoint)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(endpoint);
        if (!_bound.Remove(endpoint, out string? key))
            throw new TransportException($"NetMQ cannot unbind from '{endpoint}': the socket is not bound there.");
        Leave(key, $"unbind from '{endpoint}'");
        RecentlyClosedEndpoints.Left(endpoint);
    }

    public void Connect(string endpoint)
    {
        Check(endpoint, toBind: false);

        // NetMQ would connect a second time and forget the first, so that it could never be ended.
        if (!_connected.Add(endpoint))
            return;
        try
        {
            _socket.Connect(endpoint);
        }
        catch (Exception exception) when (Failure.IsExpected(exception))
        {
            _connected.Remove(endpoint);
            throw Failure.Of($"connect to '{endpoint}'", exception);
        }
    }

    public void Disconnect(string endpoint)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(endpoint);
        if (!_connected.Remove(endpoint))
            throw new TransportException($"NetMQ cannot disconnect from '{endpoint}': the socket is not connected there.");
        Leave(endpoint, $"disconnect from '{endpoint}'");
    }

    public void Subscribe(ReadOnlySpan<byte> prefix)
    {
        CheckSubscribes();
        ((SubscriberSocket)_socket).Subscribe(prefix.ToArray());
    }

    public void Unsubscribe(ReadOnlySpan<byte> prefix)
    {
        CheckSubscribes();
        ((SubscriberSocket)_socket).Unsubscribe(prefix.ToArray());
    }

    public bool TryReceive(out ReceivedMessage message)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (_type is SocketType.Pub or SocketType.Push)
        {
            message = default;
            return false;
        }
        try
        {
            bool received = _received.TryReceive();
            message = received ? new ReceivedMessage(_received, _received.RoutingId) : default;
            return received;
        }
        catch (NetMQException exception)
        {
            throw Failure.Of("receive a message", exception);
        }
    }

    public SendResult Send(ReadOnlySpan<byte> routingId, MultipartMessage frames)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _type.CheckSend(routingId, frames);

        // All that needs memory comes before the first part goes out, so that want of it leaves no partial message behind.
        int count = frames.Count;
        CopyOut(frames);
        try
        {
            SendResult result = _isRouter ? SendRoutingId(routingId) : SendResult.Sent;
            return result == SendResult.Sent ? SendFrames(count) : result;
        }
        catch (NetMQException exception)
        {
            throw Failure.Of("send a message", exception);
        }
        finally
        {
            _outgoing.Empty(0, count);
            _outgoing.Trim(0);
        }
    }

    public void Dispose()
    {
        if (_disposed)
            return;
        _disposed = true;
        _loop.Remove(this);
        _received.Clear();
        foreach (string endpoint in _bound.Keys)
            RecentlyClosedEndpoints.Left(endpoint);
        _socket.Dispose();
    }

    private static NetMQSocket Create(SocketType type) => type switch
    {
        SocketType.Router => new RouterSocket(),
        SocketType.Dealer => new DealerSocket(),
        SocketType.Pub => new PublisherSocket(),
        SocketType.Sub => new SubscriberSocket(),
        SocketType.XPub => new XPublisherSocket(),
        SocketType.XSub => new XSubscriberSocket(),
        SocketType.Push => new PushSocket(),
        SocketType.Pull => new PullSocket(),
        _ => throw new ArgumentOutOfRangeException(nameof(type), type, null),
    };

    private void CheckSubscribes()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        _type.CheckSubscribes();
    }

    private void SetUp(SocketOptions options)
    {
        try
        {
            NetMQ.SocketOptions own = _socket.Options;
            if (_isRouter)
            {
                own.RouterMandatory = true;
                own.RouterHandover = options.RouterHandover ?? true;
            }
            own.SendHighWatermark = options.SendHighWatermark;
            own.ReceiveHighWatermark = options.ReceiveHighWatermark;
            own.Linger = TimeSpan.FromMilliseconds(Milliseconds.RoundUp(options.Linger));
            own.ReconnectInterval = TimeSpan.FromMilliseconds(Milliseconds.RoundUp(options.ReconnectInterval));
            own.ReconnectIntervalMax = TimeSpan.FromMilliseconds(Milliseconds.RoundUp(options.MaxReconnectInterval));
            own.Backlog = options.Backlog;
            SetHeartbeat(own, options);
            SetKeepAlive(own, options.TcpKeepAlive);
            own.IPv4Only = !options.IPv6;
            ArgumentOutOfRangeException.ThrowIfNegative(options.MaxFrameSize, nameof(options.MaxFrameSize));
            own.MaxMsgSize = options.MaxFrameSize == 0 ? -1 : options.MaxFrameSize;
            if (!options.RoutingId.IsEmpty)
                own.Identity = options.RoutingId.ToArray();
            SecuritySetup.Apply(_socket, options.Security);
        }
        catch (NetMQException exception)
        {
            throw Failure.Of("set up a socket", exception);
        }
    }

    // A ROUTER of NetMQ 4.0.4.5 must have none: where a peer finishes its handshake with a socket that is being unbound or closed, it starts
    // two timers and stops one, and the other ends the process with a NullReferenceException in IOObject.TimerEvent. No other type takes a
    // routing id from its peer, which is what fails there.
    private void SetHeartbeat(NetMQ.SocketOptions own, SocketOptions options)
    {
        if (_isRouter || options.HeartbeatInterval <= TimeSpan.Zero)
            return;
        own.HeartbeatInterval = TimeSpan.FromMilliseconds(Milliseconds.RoundUp(options.HeartbeatInterval));
        own.HeartbeatTimeout = TimeSpan.FromMilliseconds(Milliseconds.RoundUp(options.HeartbeatTimeout));
    }

    private static void SetKeepAlive(NetMQ.SocketOptions own, TimeSpan silence)
    {
        if (silence <= TimeSpan.Zero)
            return;
        own.TcpKeepalive = true;
        // Its build for .NET 8 sets them by a call that there is on Windows only.
        if (HasKeepAliveTimes)
        {
            TimeSpan seconds = TimeSpan.FromSeconds(Math.Clamp(Math.Ceiling(silence.TotalSeconds), 1, MaxKeepAliveSeconds));
            own.TcpKeepaliveIdle = seconds;
            own.TcpKeepaliveInterval = seconds;
        }
    }

    private void Check(string endpoint, bool toBind)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(endpoint);
        Endpoints.Check(endpoint, toBind);
        if (_security is not null && Endpoint.IsInProcess(endpoint))
            throw new TransportException($"NetMQ has no security on '{endpoint}': a socket with security cannot be there.");
    }

    private void Leave(string key, string what)
    {
        try
        {
            // The same for what is bound and what is connected.
            _socket.Disconnect(key);
        }
        catch (EndpointNotFoundException)
        {
            // A connection within the process that its other end has ended already.
        }
        catch (Exception exception) when (Failure.IsExpected(exception))
        {
            throw Failure.Of(what, exception);
        }
    }

    private void CopyOut(MultipartMessage frames)
    {
        int count = frames.Count;
        _outgoing.Ensure(count);
        for (int i = 0; i < count; i++)
        {
            ReadOnlySpan<byte> frame = frames[i].Span;
            ref Msg part = ref _outgoing[i];

            // A part from the pool is counted by a counter from a pool: for a small frame an array of its own is quicker.
            if (frame.Length <= MaxUnpooledFrame)
            {
                byte[] bytes = GC.AllocateUninitializedArray<byte>(frame.Length);
                frame.CopyTo(bytes);
                part.InitGC(bytes, bytes.Length);
            }
            else
            {
                part.InitPool(frame.Length);
                frame.CopyTo(part.Slice());
            }
        }
    }

    private SendResult SendRoutingId(ReadOnlySpan<byte> routingId)
    {
        // NetMQ looks a peer up by an array of exactly its length, and keeps none: routing ids of one length share one.
        if (_routingId.Length != routingId.Length)
            _routingId = new byte[routingId.Length];
        routingId.CopyTo(_routingId);
        var part = new Msg();
        part.InitGC(_routingId, _routingId.Length);
        try
        {
            return _socket.TrySend(ref part, TimeSpan.Zero, more: true) ? SendResult.Sent : SendResult.QueueFull;
        }
        catch (HostUnreachableException)
        {
            return SendResult.PeerUnreachable;
        }
    }

    // Why a message goes out whole or not at all: NetMQ counts a queue's limit in messages, so that it has room for all parts or for
    // none, and shows a peer no part before the last one is in. A peer that is lost between two parts is all that can happen.
    //
    // A ROUTER then swallows the other parts without an error: the message was sent to somebody who has just left, as it is when the
    // loss comes a moment later.
    //
    // A DEALER does so too, or else takes back what it has and refuses a part; then it waits for the rest of the message, to swallow it.
    private SendResult SendFrames(int count)
    {
        bool sent = true;
        for (int i = 0; i < count; i++)
        {
            sent &= _socket.TrySend(ref _outgoing[i], TimeSpan.Zero, more: i < count - 1);
            if (!sent && i == 0)
                break;
        }
        return sent ? SendResult.Sent : SendResult.QueueFull;
    }
}
