using System.Buffers;
using System.Security.Cryptography;

namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>The handshake of one connection by one mechanism, after the greetings.</summary>
/// <remarks>Source: ZeroMQ RFC 37 (ZMTP 3.1), "Authentication and Confidentiality", "Connection Metadata".</remarks>
internal abstract class Handshake(LocalPeer local) : IDisposable
{
    // What libzmq says for "refused" (RFC 27), and understands from others.
    private const string RefusedCode = "400";

    private PeerProperties _peer = new(SocketType: "", RoutingId.Empty, UserId: "");

    /// <summary>What the authenticator is asked, while the status is <see cref="HandshakeStatus.Authenticate"/>.</summary>
    public AuthenticationRequest? Request { get; private set; }

    /// <summary>Why it failed or was refused, for a log line.</summary>
    public string? Reason { get; private set; }

    /// <summary>What is known of the peer when the handshake is done.</summary>
    public PeerProperties Peer => _peer;

    protected LocalPeer Local => local;

    /// <summary>The mechanism of a socket's security, for the greeting.</summary>
    public static SecurityMechanism MechanismOf(SocketSecurity? security) => security switch
    {
        SocketSecurity.PlainServer or SocketSecurity.PlainClient => SecurityMechanism.Plain,
        SocketSecurity.CurveServer or SocketSecurity.CurveClient => SecurityMechanism.Curve,
        _ => SecurityMechanism.Null,
    };

    /// <summary>Whether a socket of this security is the mechanism's server, for the greeting.</summary>
    public static bool IsServer(SocketSecurity? security) => security is SocketSecurity.PlainServer or SocketSecurity.CurveServer;

    /// <summary>Creates the handshake of a connection.</summary>
    /// <param name="security">The socket's security, which <see cref="SecurityChecks"/> has passed, or null for none.</param>
    /// <param name="local">What this end says of itself.</param>
    /// <param name="peerAddress">The peer's address, for the authenticator.</param>
    /// <param name="random">Fills bytes at random; null for the system's generator.</param>
    public static Handshake Create(SocketSecurity? security, in LocalPeer local, string peerAddress, RandomBytes? random = null) => security switch
    {
        null => new NullHandshake(local, domain: null, peerAddress),
        SocketSecurity.NullServer server => new NullHandshake(local, server.Domain, peerAddress),
        SocketSecurity.PlainServer server => new PlainServerHandshake(local, server.Domain, peerAddress),
        SocketSecurity.PlainClient client => new PlainClientHandshake(local, client),
        SocketSecurity.CurveServer server => new CurveServerHandshake(local, server, peerAddress, random ?? RandomNumberGenerator.Fill),
        SocketSecurity.CurveClient client => new CurveClientHandshake(local, client, random ?? RandomNumberGenerator.Fill),
        _ => throw new ArgumentException($"There is no handshake for {security.GetType().Name}.", nameof(security)),
    };

    /// <summary>Starts, and writes the frames to send first, if any.</summary>
    public virtual HandshakeStatus Begin(IBufferWriter<byte> output) => HandshakeStatus.Continue;

    /// <summary>Takes the body of one command of the peer, and writes the frames to answer with.</summary>
    public HandshakeStatus Read(ReadOnlySpan<byte> body, IBufferWriter<byte> output)
    {
        if (!Command.TryParse(body, out Command command))
            return OnMalformed(body);
        return command.Kind == CommandKind.Error ? Refused(command.Data) : OnCommand(command, output);
    }

    /// <summary>Goes on after the authenticator has decided.</summary>
    public HandshakeStatus OnAuthenticated(AuthenticationResult result, IBufferWriter<byte> output)
    {
        // It may hold a password.
        Request = null;
        if (!result.IsAdmitted)
            return Fail("the authenticator refused the peer", output, RefusedCode);
        _peer = _peer with { UserId = result.UserId };
        return OnAdmitted(output);
    }

    /// <summary>Lets the peer in once the status is <see cref="HandshakeStatus.Done"/>: says READY, where this end does so last.</summary>
    public virtual void Accept(IBufferWriter<byte> output)
    {
    }

    /// <summary>Refuses the peer for its routing id, instead of <see cref="Accept"/>.</summary>
    public HandshakeStatus RefuseRoutingId(IBufferWriter<byte> output) => Fail("its routing id is another user's", output, "Identity-In-Use");

    /// <summary>What seals and opens frames from here on, once, where the mechanism is CURVE and the peer was let in; else null. The caller disposes it.</summary>
    public virtual IMessageCipher? TakeCipher() => null;

    /// <summary>Wipes the keys.</summary>
    public virtual void Dispose()
    {
    }

    /// <summary>Takes a command that is not an ERROR.</summary>
    protected abstract HandshakeStatus OnCommand(in Command command, IBufferWriter<byte> output);

    /// <summary>Takes what is no command.</summary>
    protected virtual HandshakeStatus OnMalformed(ReadOnlySpan<byte> body) => Fail("the peer sent a malformed command");

    /// <summary>Goes on after the authenticator has admitted the peer.</summary>
    protected virtual HandshakeStatus OnAdmitted(IBufferWriter<byte> output)
        => throw new InvalidOperationException("Clients ask no authenticator.");

    /// <summary>Has the authenticator asked.</summary>
    protected HandshakeStatus Ask(AuthenticationRequest request)
    {
        Request = request;
        return HandshakeStatus.Authenticate;
    }

    /// <summary>Ends the handshake without a word.</summary>
    protected HandshakeStatus Fail(string reason)
    {
        Reason = reason;
        return HandshakeStatus.Failed;
    }

    /// <summary>Ends the handshake with an ERROR, after which the peer does not try again.</summary>
    protected HandshakeStatus Fail(string reason, IBufferWriter<byte> output, string code)
    {
        CommandWriter.WriteError(output, code);
        return Fail(reason);
    }

    /// <summary>Ends the handshake because of a command that is malformed, or does not belong there.</summary>
    protected HandshakeStatus FailBy(CommandKind kind)
        => Fail(kind == CommandKind.Unknown ? "the peer sent an unknown command in the handshake" : $"the peer sent a malformed or misplaced {kind.ToString().ToUpperInvariant()} in the handshake");

    /// <summary>Takes what the peer says of itself.</summary>
    /// <returns><see cref="HandshakeStatus.Done"/>, or <see cref="HandshakeStatus.Failed"/> after an ERROR.</returns>
    protected HandshakeStatus TakeMetadata(ReadOnlySpan<byte> list, IBufferWriter<byte> output)
    {
        if (!Metadata.TryRead(list, out Metadata metadata))
            return Fail("the peer sent malformed metadata", output, "Malformed-Metadata");
        if (SocketTypes.Match(local.SocketType, metadata.SocketType) is not { } socketType)
            return Fail($"a {PeerText.From(SocketTypes.NameOf(local.SocketType))} cannot talk to a peer of the type '{PeerText.From(metadata.SocketType)}'", output, "Invalid-Socket-Type");
        ReadOnlySpan<byte> identity = SocketTypes.HasIdentity(socketType) ? metadata.Identity : default;
        if (identity.Length > RoutingId.MaxLength || identity is [0, ..])
            return Fail("the peer gave itself a routing id that begins with 0, or has more than 255 bytes", output, "Invalid-Identity");
        _peer = _peer with { SocketType = socketType, RoutingId = new RoutingId(identity) };
        return HandshakeStatus.Done;
    }

    /// <summary>Writes a command that says what this end is.</summary>
    protected void WriteMetadata(IBufferWriter<byte> output, ReadOnlySpan<byte> commandName)
    {
        Span<byte> data = CommandWriter.Start(output, commandName, Metadata.SizeOf(local), out int frameSize);
        Metadata.Write(data, local);
        output.Advance(frameSize);
    }

    /// <summary>Ends the handshake because the peer sent an ERROR.</summary>
    protected HandshakeStatus Refused(ReadOnlySpan<byte> reason)
    {
        Reason = $"the peer refused the connection: {(reason.SequenceEqual("400"u8) ? "400, authentication failed" : PeerText.From(reason))}";
        return HandshakeStatus.Refused;
    }
}
