using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Transports.Sockets;

/// <summary>The handshake of a connection, from its input to its output: the greetings, then the mechanism's commands.</summary>
/// <param name="input">What comes from the peer.</param>
/// <param name="output">What goes to it.</param>
/// <param name="security">The mechanism.</param>
/// <param name="local">What this end says of itself.</param>
/// <param name="address">The peer's address; null where there is none.</param>
internal sealed class ConnectionHandshake(
    ConnectionInput input, ConnectionOutput output, SocketSecurity? security, in LocalPeer local, string? address) : IDisposable
{
    private readonly Handshake _mechanism = Handshake.Create(security, local, address ?? "");
    private CancellationTokenSource? _decision;
    private string? _reason;
    private bool _isGreeted;
    private bool _isDisposed;

    /// <summary>Why it has failed, for a log line.</summary>
    public string? Reason => _reason ?? _mechanism.Reason;

    /// <summary>What is known of the peer when it is done.</summary>
    public PeerProperties Peer => _mechanism.Peer;

    /// <summary>The minor version of ZMTP that the peer speaks.</summary>
    public int PeerMinor { get; private set; }

    /// <summary>What seals and opens frames from here on, once; null for a mechanism that does not. The caller disposes it.</summary>
    public IMessageCipher? TakeCipher() => _mechanism.TakeCipher();

    /// <summary>Begins.</summary>
    public void Greet()
    {
        Greeting.Write(output.Handshake.GetSpan(Greeting.Size), Handshake.MechanismOf(security), Handshake.IsServer(security));
        output.Handshake.Advance(Greeting.Size);
    }

    /// <summary>Reads what has come.</summary>
    /// <returns>How it goes on; <see cref="HandshakeStatus.Continue"/> where more has to come.</returns>
    public HandshakeStatus Read()
    {
        HandshakeStatus status = HandshakeStatus.Continue;
        if (!_isGreeted)
            status = ReadGreeting();
        while (_isGreeted && status == HandshakeStatus.Continue)
        {
            input.TryRead(out FrameEvent command);
            if (command.Kind == FrameEventKind.NeedMore)
                break;
            status = Take(command);
        }
        return status;
    }

    /// <summary>Lets the peer in, once it is done.</summary>
    public void Accept() => _mechanism.Accept(output.Handshake);

    /// <summary>Refuses the peer for its routing id instead.</summary>
    /// <returns>How it goes on.</returns>
    public HandshakeStatus RefuseRoutingId() => _mechanism.RefuseRoutingId(output.Handshake);

    /// <summary>Has the authenticator decide, off the loop.</summary>
    /// <param name="loop">The loop of the connection.</param>
    /// <param name="goOn">Called on the loop with how it goes on, unless the connection has ended.</param>
    public void Decide(SocketsLoop loop, Action<HandshakeStatus> goOn)
    {
        AuthenticationRequest request = _mechanism.Request!;
        _decision = new CancellationTokenSource();
        CancellationToken end = _decision.Token;
        _ = Task.Run(
            async () =>
            {
                AuthenticationResult result = await DecideAsync(security?.Decider, request, end).ConfigureAwait(false);
                loop.Post(() =>
                {
                    if (!_isDisposed)
                        goOn(_mechanism.OnAuthenticated(result, output.Handshake));
                });
            },
            end);
    }

    /// <summary>Ends the decision under way, and wipes the keys.</summary>
    public void Dispose()
    {
        _isDisposed = true;
        _decision?.Cancel();
        _mechanism.Dispose();
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

    private HandshakeStatus ReadGreeting()
    {
        switch (Greeting.Read(input.Greeting, Handshake.MechanismOf(security), Handshake.IsServer(security), out PeerGreeting peer, out string? reason))
        {
            case GreetingStatus.Accepted:
                input.Consume(Greeting.Size);
                PeerMinor = peer.Minor;
                _isGreeted = true;
                return _mechanism.Begin(output.Handshake);
            case GreetingStatus.Refused:
                return Break(reason!);
            default:
                return HandshakeStatus.Continue;
        }
    }

    private HandshakeStatus Take(in FrameEvent command)
    {
        if (command.Kind != FrameEventKind.Command)
            return Break(command.Kind == FrameEventKind.Message ? "the peer sent a message before the handshake was done" : $"the peer sent {command.Reason}");
        HandshakeStatus status = _mechanism.Read(input.Bytes.Slice(command.Offset, command.Length), output.Handshake);
        input.Consume(command.Consumed);
        return status;
    }

    private HandshakeStatus Break(string reason)
    {
        _reason = reason;
        return HandshakeStatus.Broken;
    }
}
