using System.Net.Sockets;
using ZProto.Shared;
using ZProto.Transports.Sockets.Polling;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Transports.Sockets;

/// <summary>One connection, from the greeting to its end, on the loop's thread.</summary>
internal sealed class Connection : Pollable, IMessageSender
{
    // What a peer may take to close its end after this one has, so that no reset overtakes the last message.
    private const int CloseMilliseconds = 250;

    private readonly SocketsLoop _loop;
    private readonly IConnectionOwner _owner;
    private readonly Socket _socket;
    private readonly SocketOptions _options;
    private readonly SocketSecurity? _security;
    private readonly SendQueue _queue;
    private readonly ConnectionOutput _output;
    private ConnectionInput _input;
    private Handshake? _handshake;
    private Heartbeat _heartbeat;
    private RoutingId _routingId;
    private long _finishBy;
    private int _shown;
    private CancellationTokenSource? _decision;
    private bool _isUnsentTold;
    private bool _isSuspended;
    private bool _cannotSend;

    /// <param name="loop">The loop that it belongs to.</param>
    /// <param name="owner">Who is told of it.</param>
    /// <param name="socket">The socket, connected and not blocking; the connection's from now on.</param>
    /// <param name="local">What this end says of itself.</param>
    /// <param name="options">The socket's options.</param>
    /// <param name="security">The mechanism.</param>
    /// <param name="queue">Messages to send.</param>
    /// <param name="address">The peer's address; null where there is none.</param>
    public Connection(
        SocketsLoop loop, IConnectionOwner owner, Socket socket, LocalPeer local, SocketOptions options, SocketSecurity? security, SendQueue queue, string? address)
    {
        _loop = loop;
        _owner = owner;
        _socket = socket;
        _options = options;
        _security = security;
        _queue = queue;
        _output = new ConnectionOutput(socket, queue);
        _input = new ConnectionInput(new FrameLimits(options.MaxFrameSize, options.MaxMessageSize, options.MaxFrames));
        _handshake = Handshake.Create(security, local, address ?? "");
        Address = address;
    }

    public ConnectionState State { get; private set; }

    /// <summary>The id that the peer gave itself, or that the socket gave it; none on a DEALER.</summary>
    public RoutingId RoutingId
    {
        get => _routingId;
        set => _routingId = value;
    }

    /// <summary>Its bytes.</summary>
    public ReadOnlySpan<byte> RoutingIdBytes => _routingId.Span;

    /// <inheritdoc/>
    public string? Address { get; }

    /// <inheritdoc/>
    public string? UserId { get; private set; }

    /// <summary>Why it ended, for a log line; null where the peer just left.</summary>
    public string? Reason { get; private set; }

    /// <summary>Whether its handshake was ever done.</summary>
    public bool WasOpen { get; private set; }

    /// <summary>Whether it came by a bound endpoint.</summary>
    public bool IsAccepted { get; init; }

    /// <summary>Whether the peer has refused this end, and would again.</summary>
    public bool IsRefused { get; private set; }

    /// <summary>Its place among the connections of its socket.</summary>
    public int Index { get; set; } = -1;

    /// <summary>Whether its socket has it in the row of those that may have messages.</summary>
    public bool IsQueued { get; set; }

    /// <summary>Whether it comes after one whose loss was not told yet.</summary>
    public bool IsAfterLoss { get; set; }

    /// <summary>Starts to watch it, and greets.</summary>
    public void Begin()
    {
        try
        {
            _loop.Poller.Add(this, _socket.SafeHandle.DangerousGetHandle(), Readiness.Readable);
        }
        catch (TransportException exception)
        {
            Close(exception.Message);
            return;
        }
        Greeting.Write(_output.Handshake.GetSpan(Greeting.Size), Handshake.MechanismOf(_security), Handshake.IsServer(_security));
        _output.Handshake.Advance(Greeting.Size);
        if (_options.HandshakeTimeout > TimeSpan.Zero)
            _loop.Timers.Arm(this, _loop.Now + Milliseconds.RoundUp(_options.HandshakeTimeout));
        TellUnsent();
    }

    /// <summary>Takes a message to send.</summary>
    public SendResult Send(MultipartMessage frames)
    {
        if (State != ConnectionState.Open || _cannotSend)
            return SendResult.PeerUnreachable;
        if (!_queue.TryAdd(frames))
        {
            SendUnsent();
            if (State != ConnectionState.Open)
                return SendResult.PeerUnreachable;
            if (!_queue.TryAdd(frames))
                return SendResult.QueueFull;
        }
        TellUnsent();
        return SendResult.Sent;
    }

    /// <summary>Learns that there is something to send. It leaves when the loop looks for news next, or at once where it is much.</summary>
    public void TellUnsent()
    {
        // Until the system takes more there is nothing to try.
        if ((Interest & Readiness.Writable) != 0)
            return;
        if (_queue.HasFullSegment)
            SendUnsent();
        if (_isUnsentTold || _output.IsEmpty)
            return;
        _isUnsentTold = true;
        _loop.AddUnsent(this);
    }

    /// <summary>Sends what the system takes.</summary>
    public void SendUnsent()
    {
        _isUnsentTold = false;
        if (State == ConnectionState.Closed || _cannotSend)
            return;
        bool isSent = _output.Send(out SocketError error);
        if (!isSent && error is not (SocketError.Success or SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable))
        {
            OnSendFailed();
            return;
        }
        _loop.Poller.Update(this, isSent ? Interest & ~Readiness.Writable : Interest | Readiness.Writable);
        if (isSent && State == ConnectionState.Finishing)
            ShutDown();
    }

    public override void OnReady(Readiness readiness)
    {
        if ((readiness & Readiness.Writable) != 0)
            SendUnsent();
        if ((readiness & (Readiness.Readable | Readiness.HungUp)) == 0 || State == ConnectionState.Closed)
            return;
        _input.OnReady();
        if (_isSuspended)
        {
            // It hung up, which is told again and again until nobody watches. What it sent before stays to be read.
            if (State == ConnectionState.Deciding)
                Close("the peer left before the decision");
            else
                _loop.Poller.Remove(this);
            return;
        }
        switch (State)
        {
            case ConnectionState.Open:
                _owner.OnReadable(this);
                break;
            case ConnectionState.Finishing:
                Drop();
                break;
            default:
                ContinueHandshake();
                break;
        }
    }

    /// <summary>Stops reading, so that the peer has to wait.</summary>
    public void Suspend()
    {
        _isSuspended = true;
        _loop.Poller.Update(this, Interest & ~Readiness.Readable);
    }

    /// <summary>Reads on.</summary>
    public void Resume()
    {
        _isSuspended = false;
        _loop.Poller.Update(this, Interest | Readiness.Readable);
        _heartbeat.OnReceived(_loop.Now);
    }

    /// <summary>Whether there is anything that was not read.</summary>
    public bool HasUnread => _input.Length > _shown || Available > 0;

    /// <summary>Reads on up to the next message.</summary>
    /// <param name="message">The message, to be shown next.</param>
    /// <returns>False where there is none for now; or the turn is over (see <see cref="IsTurnOver"/>), or the connection has ended.</returns>
    public bool TryRead(out FrameEvent message)
    {
        while (State == ConnectionState.Open)
        {
            if (!_input.TryRead(out message))
            {
                Close("what the peer sealed cannot be opened");
                return false;
            }
            switch (message.Kind)
            {
                case FrameEventKind.Message:
                    return true;
                case FrameEventKind.Command:
                    if (!TakeCommand(message))
                        return false;
                    break;
                case FrameEventKind.Malformed:
                    Close($"the peer sent {message.Reason}");
                    return false;
                default:
                    if (!Receive())
                        return false;
                    break;
            }
        }
        message = default;
        return false;
    }

    /// <summary>Whether others are to be read before it is read on.</summary>
    public bool IsTurnOver => _input.IsTurnOver;

    /// <summary>Begins another turn.</summary>
    public void NextTurn() => _input.NextTurn();

    /// <summary>Learns that there may be more, though nobody watches.</summary>
    public void LookAgain() => _input.OnReady();

    /// <summary>Ends where the peer has left and nothing of it is unread.</summary>
    public void ReadEnd()
    {
        if (!HasUnread)
            Receive();
    }

    /// <summary>Shows a message where it is. It stays there until <see cref="Consume"/> or <see cref="Detach"/>.</summary>
    public void Show(in FrameEvent message, ReceivedFrames frames)
    {
        _shown = message.Length;
        if (message.IsTooLong)
            frames.Clear();
        else
            frames.Set(_input.Array, _input.Start, message.Length);
    }

    /// <summary>Drops the message that is shown.</summary>
    public void Consume()
    {
        _input.Consume(_shown);
        _shown = 0;
    }

    /// <summary>Gives the array of the message that is shown away.</summary>
    public byte[] Detach()
    {
        byte[] detached = _input.Detach(_shown);
        _shown = 0;
        return detached;
    }

    /// <summary>Keeps no memory while nothing comes.</summary>
    public void Trim() => _input.Trim();

    /// <summary>Sends what there is to send, and ends.</summary>
    /// <param name="by">When it ends at the latest, by the loop's time.</param>
    public void Finish(long by)
    {
        if (State != ConnectionState.Open)
        {
            Close(null);
            return;
        }
        _owner.OnClosing(this);
        FinishAnyState(by);
    }

    /// <summary>Ends it at once.</summary>
    /// <param name="reason">Why, or null where the peer or this end just leaves.</param>
    public void Close(string? reason)
    {
        if (State == ConnectionState.Closed)
            return;
        if (State == ConnectionState.Finishing)
            _loop.Lingering--;
        else
            _owner.OnClosing(this);
        State = ConnectionState.Closed;
        Reason ??= reason;
        _decision?.Cancel();
        _loop.Poller.Remove(this);
        _loop.Timers.Cancel(this);
        _socket.Dispose();
        _input.Release();
        _output.Dispose();
        _handshake?.Dispose();
        _handshake = null;
        _queue.DropCut();
        _owner.OnClosed(this);
    }

    public override void Fire()
    {
        switch (State)
        {
            case ConnectionState.Open:
                Beat();
                break;
            case ConnectionState.Finishing:
                Close(null);
                break;
            default:
                Close($"the handshake took longer than {_options.HandshakeTimeout.TotalSeconds} s");
                break;
        }
    }

    private void FinishAnyState(long by)
    {
        State = ConnectionState.Finishing;
        _finishBy = by;
        _loop.Lingering++;
        _loop.Timers.Arm(this, by);
        if (_isSuspended)
            Resume();
        _input.OnReady();
        Drop();
        SendUnsent();
    }

    private int Available
    {
        get
        {
            try
            {
                return _socket.Available;
            }
            catch (SocketException)
            {
                // The connection is broken, which a read finds out.
                return 0;
            }
        }
    }

    private bool Receive()
    {
        bool received, end;
        try
        {
            received = _input.TryReceive(_socket, out end);
        }
        catch (OutOfMemoryException)
        {
            Close("there is no memory for its message");
            return false;
        }
        if (received)
        {
            if (_heartbeat.OnReceived(_loop.Now))
                ArmHeartbeat();
            return true;
        }
        if (end)
            Close(null);
        return false;
    }

    private void ContinueHandshake()
    {
        while (State is ConnectionState.Greeting or ConnectionState.Handshake)
        {
            bool isProgress = State == ConnectionState.Greeting ? ReadGreeting() : ReadHandshake();
            if (isProgress)
                continue;
            if (_input.IsTurnOver)
                _input.NextTurn();
            if (!Receive())
                break;
        }
        if (State is ConnectionState.Closed or ConnectionState.Finishing)
            return;
        _input.Trim();
        TellUnsent();
    }

    private bool ReadGreeting()
    {
        switch (Greeting.Read(_input.Greeting, Handshake.MechanismOf(_security), Handshake.IsServer(_security), out PeerGreeting peer, out string? reason))
        {
            case GreetingStatus.Accepted:
                _input.Consume(Greeting.Size);
                _heartbeat = new Heartbeat(_options, peer.Minor);
                State = ConnectionState.Handshake;
                GoOn(_handshake!.Begin(_output.Handshake));
                return true;
            case GreetingStatus.Refused:
                Close(reason);
                return true;
            default:
                return false;
        }
    }

    private bool ReadHandshake()
    {
        _input.TryRead(out FrameEvent command);
        switch (command.Kind)
        {
            case FrameEventKind.Command:
                HandshakeStatus status = _handshake!.Read(_input.Bytes.Slice(command.Offset, command.Length), _output.Handshake);
                _input.Consume(command.Consumed);
                GoOn(status);
                return true;
            case FrameEventKind.NeedMore:
                return false;
            default:
                Close(command.Kind == FrameEventKind.Message ? "the peer sent a message before the handshake was done" : $"the peer sent {command.Reason}");
                return true;
        }
    }

    private void GoOn(HandshakeStatus status)
    {
        switch (status)
        {
            case HandshakeStatus.Authenticate:
                State = ConnectionState.Deciding;
                Suspend();
                Decide(_handshake!.Request!);
                break;
            case HandshakeStatus.Done:
                Open();
                break;
            case HandshakeStatus.Failed:
                Fail(_handshake!.Reason);
                break;
            case HandshakeStatus.Refused:
                IsRefused = true;
                Close(_handshake!.Reason);
                break;
        }
    }

    // After the last word, an ERROR.
    private void Fail(string? reason)
    {
        Reason = reason;
        FinishAnyState(_loop.Now + CloseMilliseconds);
    }

    private void Decide(AuthenticationRequest request)
    {
        _decision = new CancellationTokenSource();
        CancellationToken end = _decision.Token;
        _ = Task.Run(
            async () =>
            {
                AuthenticationResult result = await DecideAsync(_security?.Decider, request, end).ConfigureAwait(false);
                _loop.Post(() => OnDecided(result));
            },
            end);
    }

    private static async Task<AuthenticationResult> DecideAsync(IAuthenticator? authenticator, AuthenticationRequest request, CancellationToken end)
    {
        try
        {
            return authenticator is null ? AuthenticationResult.Refused : await authenticator.AuthenticateAsync(request, end).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // Who cannot be decided on is refused. The engine has logged why.
            return AuthenticationResult.Refused;
        }
    }

    private void OnDecided(AuthenticationResult result)
    {
        if (State != ConnectionState.Deciding)
            return;
        _decision = null;
        State = ConnectionState.Handshake;
        Resume();
        GoOn(_handshake!.OnAuthenticated(result, _output.Handshake));
        ContinueHandshake();
    }

    private void Open()
    {
        IMessageCipher? cipher = _handshake!.TakeCipher();
        PeerProperties peer = _handshake.Peer;
        _handshake.Dispose();
        _handshake = null;
        _input.Open(cipher);
        _output.Open(cipher);
        RoutingId = peer.RoutingId;
        UserId = peer.UserId.Length > 0 ? peer.UserId : null;
        State = ConnectionState.Open;
        WasOpen = true;
        _loop.Timers.Cancel(this);
        if (!_owner.OnOpened(this))
            Close("its routing id is another's");
        if (State != ConnectionState.Open)
            return;
        _heartbeat.OnReceived(_loop.Now);
        ArmHeartbeat();
        TellUnsent();
        // What came behind the handshake is here already.
        if (!_input.IsEmpty || _input.IsReady)
            _owner.OnReadable(this);
    }

    private bool TakeCommand(in FrameEvent found)
    {
        bool isWellFormed = Command.TryParse(_input.Bytes.Slice(found.Offset, found.Length), out Command command);
        if (isWellFormed && command.Kind is CommandKind.Ping or CommandKind.Pong)
        {
            _heartbeat.OnBeat(command);
            if (command.Kind == CommandKind.Ping)
            {
                _output.Pong(command.Data);
                ArmHeartbeat();
                TellUnsent();
            }
        }
        bool isError = command.Kind == CommandKind.Error;
        _input.Consume(found.Consumed);
        if (isWellFormed && !isError)
            return State == ConnectionState.Open;
        IsRefused = isWellFormed;
        Close(isError ? "the peer has ended the connection with an ERROR" : "the peer sent a malformed command");
        return false;
    }

    private void Beat()
    {
        // What waits here unread is no silence of the peer's.
        if (HasUnread)
            _heartbeat.OnReceived(_loop.Now);
        if (_heartbeat.IsDead(_loop.Now))
        {
            Close("the peer has been silent for too long");
            return;
        }
        if (_heartbeat.TryPing(_loop.Now))
        {
            _output.Ping();
            TellUnsent();
        }
        ArmHeartbeat();
    }

    private void ArmHeartbeat()
    {
        if (_heartbeat.NextDue is < long.MaxValue and var due)
            _loop.Timers.Arm(this, due);
    }

    private void OnSendFailed()
    {
        // Nothing more can be sent. What the peer has sent before it left can still be read, and the read finds the end.
        _cannotSend = true;
        _loop.Poller.Update(this, Interest & ~Readiness.Writable);
        _input.OnReady();
        if (State == ConnectionState.Open)
            _owner.OnReadable(this);
        else
            Close("the peer has left");
    }

    private void ShutDown()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            Close(null);
            return;
        }
        _cannotSend = true;
        _loop.Timers.Arm(this, Math.Min(_finishBy, _loop.Now + CloseMilliseconds));
    }

    // One turn's worth: where there is more, the loop is told again.
    private void Drop()
    {
        _input.TryReceive(_socket, out bool end);
        _input.Release();
        if (end)
            Close(null);
    }
}
