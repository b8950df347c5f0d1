using System.Net.Sockets;
using ZProto.Shared;
using ZProto.Transports.Sockets.Polling;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Transports.Sockets;

/// <summary>One connection, from the greeting to its end, on the loop's thread.</summary>
internal sealed partial class Connection : Pollable, IMessageSender
{
    private readonly SocketsLoop _loop;
    private readonly IConnectionOwner _owner;
    private readonly Socket _socket;
    private readonly SocketOptions _options;
    private readonly SendQueue _queue;
    private readonly ConnectionOutput _output;
    private readonly ConnectionInput _input;
    private ConnectionHandshake? _handshake;
    private RoutingId _routingId;

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
        _queue = queue;
        _output = new ConnectionOutput(socket, queue);
        _input = new ConnectionInput(socket, new FrameLimits(options.MaxFrameSize, options.MaxMessageSize, options.MaxFrames));
        _handshake = new ConnectionHandshake(_input, _output, security, local, address);
        Address = address;
    }

    public ConnectionState State { get; private set; }

    /// <summary>What it receives.</summary>
    public ConnectionInput Input => _input;

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
        _handshake!.Greet();
        if (_options.HandshakeTimeout > TimeSpan.Zero)
            _loop.Timers.Arm(this, _loop.Now + Milliseconds.RoundUp(_options.HandshakeTimeout));
        TellUnsent();
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

    private void ContinueHandshake()
    {
        while (State == ConnectionState.Handshake)
        {
            HandshakeStatus status = _handshake!.Read();
            if (status != HandshakeStatus.Continue)
            {
                GoOn(status);
                continue;
            }
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

    private void GoOn(HandshakeStatus status)
    {
        switch (status)
        {
            case HandshakeStatus.Authenticate:
                State = ConnectionState.Deciding;
                Suspend();
                _handshake!.Decide(_loop, OnDecided);
                break;
            case HandshakeStatus.Done:
                Enter();
                break;
            case HandshakeStatus.Failed:
                Fail(_handshake!.Reason);
                break;
            case HandshakeStatus.Refused:
                IsRefused = true;
                Close(_handshake!.Reason);
                break;
            case HandshakeStatus.Broken:
                Close(_handshake!.Reason);
                break;
        }
    }

    private void OnDecided(HandshakeStatus status)
    {
        State = ConnectionState.Handshake;
        Resume();
        GoOn(status);
        ContinueHandshake();
    }

    private void Enter()
    {
        PeerProperties peer = _handshake!.Peer;
        RoutingId = peer.RoutingId;
        UserId = peer.UserId.Length > 0 ? peer.UserId : null;
        switch (_owner.Check(this))
        {
            case RoutingIdClaim.Granted:
                _handshake.Accept();
                Open(_handshake);
                break;
            case RoutingIdClaim.Taken:
                Close("its routing id is another's");
                break;
            case RoutingIdClaim.OfAnotherUser:
                GoOn(_handshake.RefuseRoutingId());
                break;
        }
    }

    private void Open(ConnectionHandshake handshake)
    {
        IMessageCipher? cipher = handshake.TakeCipher();
        _heartbeat = new Heartbeat(_options, handshake.PeerMinor);
        handshake.Dispose();
        _handshake = null;
        _input.Open(cipher);
        _output.Open(cipher);
        State = ConnectionState.Open;
        WasOpen = true;
        _loop.Timers.Cancel(this);
        _owner.OnOpened(this);
        if (State != ConnectionState.Open)
            return;
        _heartbeat.OnReceived(_loop.Now);
        ArmHeartbeat();
        TellUnsent();
        // What came behind the handshake is here already.
        if (!_input.IsEmpty || _input.IsReady)
            _owner.OnReadable(this);
    }
}
