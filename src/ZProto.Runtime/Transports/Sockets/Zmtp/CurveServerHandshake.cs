using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using NaCl;
using ZProto.Shared;

namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>The server's side of the mechanism CURVE: the authenticator decides after INITIATE.</summary>
/// <remarks>
/// Between WELCOME and INITIATE the keys of the connection are with the client alone, in a cookie that only this handshake can open.
/// Source: ZeroMQ RFC 26 (CurveZMQ), whose letters are: C the client's keys, S the server's, with ' the connection's own.
/// </remarks>
internal sealed class CurveServerHandshake : Handshake
{
    private readonly string _domain;
    private readonly string _peerAddress;
    private readonly RandomBytes _random;
    private readonly byte[] _publicKey;
    private readonly byte[] _secretKey;
    private byte[]? _cookieKey;
    private Curve25519XSalsa20Poly1305? _key;
    private ulong _nonce;
    private ulong _peerNonce;
    private bool _done;

    public CurveServerHandshake(LocalPeer local, SocketSecurity.CurveServer server, string peerAddress, RandomBytes random)
        : base(local)
    {
        _domain = server.Domain;
        _peerAddress = peerAddress;
        _random = random;
        _publicKey = CurveKeys.Decode(server.Keys.PublicKey, "server's public key");
        _secretKey = CurveKeys.Decode(server.Keys.SecretKey, "server's secret key");
    }

    public override IMessageCipher? TakeCipher()
    {
        if (!_done || _key is null)
            return null;
        var cipher = new CurveCipher(_key, asServer: true, _nonce, _peerNonce);
        _key = null;
        return cipher;
    }

    public override void Accept(IBufferWriter<byte> output)
    {
        int textSize = Metadata.SizeOf(Local);
        Span<byte> data = CommandWriter.Start(output, "READY"u8, CurveLayout.MinReadySize + textSize, out int frameSize);
        Span<byte> nonce = data[..CurveBox.ShortNonceSize];
        BinaryPrimitives.WriteUInt64BigEndian(nonce, ++_nonce);
        Span<byte> box = data[CurveBox.ShortNonceSize..];
        Span<byte> text = box[CurveBox.Overhead..];
        Metadata.Write(text, Local);
        _key!.Seal(box, text, CurveBox.Ready, nonce);
        output.Advance(frameSize);
        _done = true;
    }

    public override void Dispose()
    {
        CryptographicOperations.ZeroMemory(_secretKey);
        CryptographicOperations.ZeroMemory(_cookieKey);
        _key?.Dispose();
    }

    protected override HandshakeStatus OnCommand(in Command command, IBufferWriter<byte> output)
    {
        ReadOnlySpan<byte> data = command.Data;
        switch (command.Kind)
        {
            case CommandKind.Hello when _peerNonce == 0 && data.Length == CurveLayout.HelloSize && data.StartsWith(CurveLayout.Version):
                return OnHello(data, output);
            case CommandKind.Initiate when _cookieKey is not null && data.Length >= CurveLayout.MinInitiateSize:
                byte[] cookieKey = _cookieKey;
                _cookieKey = null;
                HandshakeStatus status = OnInitiate(data, cookieKey, output);
                CryptographicOperations.ZeroMemory(cookieKey);
                return status;
            default:
                return FailBy(command.Kind);
        }
    }

    protected override HandshakeStatus OnAdmitted(IBufferWriter<byte> output) => HandshakeStatus.Done;

    // Box [64 * %x0](C'->S)
    private HandshakeStatus OnHello(ReadOnlySpan<byte> data, IBufferWriter<byte> output)
    {
        ReadOnlySpan<byte> clientsOwnKey = data[CurveLayout.HelloKey];
        ReadOnlySpan<byte> nonce = data[CurveLayout.HelloNonce];
        _peerNonce = BinaryPrimitives.ReadUInt64BigEndian(nonce);
        using var key = new Curve25519XSalsa20Poly1305(_secretKey, clientsOwnKey);
        if (_peerNonce == 0 || !key.TryOpen(stackalloc byte[CurveLayout.HelloTextSize], data[CurveLayout.HelloBox], CurveBox.Hello, nonce))
            return Fail("the HELLO of the peer cannot be opened: it may have another server's key");
        WriteWelcome(output, key, clientsOwnKey);
        return HandshakeStatus.Continue;
    }

    // Box [S' + cookie](S->C'), where the cookie is a nonce and Box [C' + s'](t)
    private void WriteWelcome(IBufferWriter<byte> output, Curve25519XSalsa20Poly1305 key, ReadOnlySpan<byte> clientsOwnKey)
    {
        Span<byte> data = CommandWriter.Start(output, "WELCOME"u8, CurveLayout.WelcomeSize, out int frameSize);
        Span<byte> nonce = data[..CurveBox.LongNonceSize];
        _random(nonce);
        Span<byte> box = data[CurveBox.LongNonceSize..];
        Span<byte> text = box[CurveBox.Overhead..];

        byte[] ownSecretKey = new byte[CurveKeys.Size];
        _random(ownSecretKey);
        CurveKeys.PublicKeyOf(ownSecretKey).CopyTo(text);
        Span<byte> cookie = text[CurveKeys.Size..];
        _random(cookie[CurveLayout.CookieNonce]);
        Span<byte> cookieText = cookie[CurveLayout.CookieBox][CurveBox.Overhead..];
        clientsOwnKey.CopyTo(cookieText);
        ownSecretKey.CopyTo(cookieText[CurveKeys.Size..]);
        CryptographicOperations.ZeroMemory(ownSecretKey);
        _cookieKey = new byte[CurveKeys.Size];
        _random(_cookieKey);
        using (var cookieBox = new XSalsa20Poly1305(_cookieKey))
            cookieBox.Seal(cookie[CurveLayout.CookieBox], cookieText, CurveBox.Cookie, cookie[CurveLayout.CookieNonce]);

        key.Seal(box, text, CurveBox.Welcome, nonce);
        output.Advance(frameSize);
    }

    private HandshakeStatus OnInitiate(ReadOnlySpan<byte> data, byte[] cookieKey, IBufferWriter<byte> output)
    {
        Span<byte> keys = stackalloc byte[CurveLayout.CookieTextSize];
        byte[] text = [];
        try
        {
            ReadOnlySpan<byte> cookie = data[CurveLayout.Cookie];
            using (var cookieBox = new XSalsa20Poly1305(cookieKey))
            {
                if (!cookieBox.TryOpen(keys, cookie[CurveLayout.CookieBox], CurveBox.Cookie, cookie[CurveLayout.CookieNonce]))
                    return Fail("the cookie in the INITIATE of the peer is not of this connection");
            }
            ReadOnlySpan<byte> clientsOwnKey = keys[..CurveKeys.Size];
            ReadOnlySpan<byte> ownSecretKey = keys[CurveKeys.Size..];

            ReadOnlySpan<byte> nonce = data[CurveLayout.InitiateNonce];
            ulong number = BinaryPrimitives.ReadUInt64BigEndian(nonce);
            if (number <= _peerNonce)
                return Fail("the nonces of the peer do not rise");
            _peerNonce = number;
            ReadOnlySpan<byte> box = data[CurveLayout.InitiateBox];
            text = new byte[box.Length - CurveBox.Overhead];
            _key = new Curve25519XSalsa20Poly1305(ownSecretKey, clientsOwnKey);
            if (!_key.TryOpen(text, box, CurveBox.Initiate, nonce))
                return Fail("the INITIATE of the peer cannot be opened");
            if (!IsVouchedFor(text, clientsOwnKey, ownSecretKey))
                return Fail("the peer does not vouch for its key");

            HandshakeStatus status = TakeMetadata(text.AsSpan(CurveLayout.InitiateMetadata), output);
            return status == HandshakeStatus.Done
                ? Ask(new AuthenticationRequest
                {
                    Mechanism = SecurityMechanism.Curve,
                    Domain = _domain,
                    Address = _peerAddress,
                    RoutingId = Peer.RoutingId,
                    PublicKey = Z85.Encode(text.AsSpan(CurveLayout.ClientKey)),
                })
                : status;
        }
        finally
        {
            CryptographicOperations.ZeroMemory(keys);
            CryptographicOperations.ZeroMemory(text);
        }
    }

    // Box [C',S](C->S'): who has c wants this connection with this server.
    private bool IsVouchedFor(ReadOnlySpan<byte> text, ReadOnlySpan<byte> clientsOwnKey, ReadOnlySpan<byte> ownSecretKey)
    {
        Span<byte> vouch = stackalloc byte[CurveLayout.VouchTextSize];
        using var key = new Curve25519XSalsa20Poly1305(ownSecretKey, text[CurveLayout.ClientKey]);
        return key.TryOpen(vouch, text[CurveLayout.VouchBox], CurveBox.Vouch, text[CurveLayout.VouchNonce])
            & CryptographicOperations.FixedTimeEquals(vouch[..CurveKeys.Size], clientsOwnKey)
            & CryptographicOperations.FixedTimeEquals(vouch[CurveKeys.Size..], _publicKey);
    }
}
