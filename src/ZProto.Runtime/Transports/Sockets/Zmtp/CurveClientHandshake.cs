using System.Buffers;
using System.Buffers.Binary;
using System.Security.Cryptography;
using NaCl;

namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>The client's side of the mechanism CURVE: HELLO, then INITIATE with the client's key and a vouch for it.</summary>
/// <remarks>Source: ZeroMQ RFC 26 (CurveZMQ), whose letters are: C the client's keys, S the server's, with ' the connection's own.</remarks>
internal sealed class CurveClientHandshake : Handshake
{
    private readonly RandomBytes _random;
    private readonly byte[] _serverKey;
    private readonly byte[] _publicKey;
    private readonly byte[] _secretKey;
    private readonly byte[] _ownSecretKey = new byte[CurveKeys.Size];
    private readonly byte[] _ownPublicKey;
    private Curve25519XSalsa20Poly1305? _key;
    private ulong _nonce;
    private ulong _peerNonce;
    private bool _done;

    public CurveClientHandshake(LocalPeer local, SocketSecurity.CurveClient client, RandomBytes random)
        : base(local)
    {
        _random = random;
        _serverKey = CurveKeys.Decode(client.ServerKey, "server's public key");
        _publicKey = CurveKeys.Decode(client.Keys.PublicKey, "client's public key");
        _secretKey = CurveKeys.Decode(client.Keys.SecretKey, "client's secret key");
        random(_ownSecretKey);
        _ownPublicKey = CurveKeys.PublicKeyOf(_ownSecretKey);
    }

    public override HandshakeStatus Begin(IBufferWriter<byte> output)
    {
        Span<byte> data = CommandWriter.Start(output, "HELLO"u8, CurveLayout.HelloSize, out int frameSize);
        data.Clear();
        CurveLayout.Version.CopyTo(data);
        _ownPublicKey.CopyTo(data[CurveLayout.HelloKey]);
        Span<byte> nonce = data[CurveLayout.HelloNonce];
        BinaryPrimitives.WriteUInt64BigEndian(nonce, ++_nonce);
        using var key = new Curve25519XSalsa20Poly1305(_ownSecretKey, _serverKey);
        key.Seal(data[CurveLayout.HelloBox], stackalloc byte[CurveLayout.HelloTextSize], CurveBox.Hello, nonce);
        output.Advance(frameSize);
        return HandshakeStatus.Continue;
    }

    public override IMessageCipher? TakeCipher()
    {
        if (!_done || _key is null)
            return null;
        var cipher = new CurveCipher(_key, asServer: false, _nonce, _peerNonce);
        _key = null;
        return cipher;
    }

    public override void Dispose()
    {
        CryptographicOperations.ZeroMemory(_secretKey);
        CryptographicOperations.ZeroMemory(_ownSecretKey);
        _key?.Dispose();
    }

    protected override HandshakeStatus OnCommand(in Command command, IBufferWriter<byte> output) => command.Kind switch
    {
        CommandKind.Welcome when _key is null && command.Data.Length == CurveLayout.WelcomeSize => OnWelcome(command.Data, output),
        CommandKind.Ready when _key is not null && command.Data.Length >= CurveLayout.MinReadySize => OnReady(command.Data, _key, output),
        _ => FailBy(command.Kind),
    };

    // Box [S' + cookie](S->C')
    private HandshakeStatus OnWelcome(ReadOnlySpan<byte> data, IBufferWriter<byte> output)
    {
        Span<byte> text = stackalloc byte[CurveLayout.WelcomeTextSize];
        using (var key = new Curve25519XSalsa20Poly1305(_ownSecretKey, _serverKey))
        {
            if (!key.TryOpen(text, data[CurveBox.LongNonceSize..], CurveBox.Welcome, data[..CurveBox.LongNonceSize]))
                return Fail("the WELCOME of the peer is not of the server whose key is known");
        }
        WriteInitiate(output, text[..CurveKeys.Size], text[CurveKeys.Size..]);
        return HandshakeStatus.Continue;
    }

    // Box [C + vouch + metadata](C'->S'), where the vouch is a nonce and Box [C',S](C->S')
    private void WriteInitiate(IBufferWriter<byte> output, ReadOnlySpan<byte> serversOwnKey, ReadOnlySpan<byte> cookie)
    {
        int textSize = CurveLayout.InitiateMetadata.Start.Value + Metadata.SizeOf(Local);
        Span<byte> data = CommandWriter.Start(output, "INITIATE"u8, CurveLayout.InitiateBox.Start.Value + CurveBox.Overhead + textSize, out int frameSize);
        cookie.CopyTo(data);
        Span<byte> nonce = data[CurveLayout.InitiateNonce];
        BinaryPrimitives.WriteUInt64BigEndian(nonce, ++_nonce);

        Span<byte> box = data[CurveLayout.InitiateBox];
        Span<byte> text = box[CurveBox.Overhead..];
        _publicKey.CopyTo(text);
        _random(text[CurveLayout.VouchNonce]);
        Span<byte> vouch = stackalloc byte[CurveLayout.VouchTextSize];
        _ownPublicKey.CopyTo(vouch);
        _serverKey.CopyTo(vouch[CurveKeys.Size..]);
        using (var key = new Curve25519XSalsa20Poly1305(_secretKey, serversOwnKey))
            key.Seal(text[CurveLayout.VouchBox], vouch, CurveBox.Vouch, text[CurveLayout.VouchNonce]);
        Metadata.Write(text[CurveLayout.InitiateMetadata], Local);

        _key = new Curve25519XSalsa20Poly1305(_ownSecretKey, serversOwnKey);
        _key.Seal(box, text, CurveBox.Initiate, nonce);
        output.Advance(frameSize);
    }

    // Box [metadata](S'->C')
    private HandshakeStatus OnReady(ReadOnlySpan<byte> data, Curve25519XSalsa20Poly1305 key, IBufferWriter<byte> output)
    {
        ReadOnlySpan<byte> nonce = data[..CurveBox.ShortNonceSize];
        byte[] text = new byte[data.Length - CurveLayout.MinReadySize];
        _peerNonce = BinaryPrimitives.ReadUInt64BigEndian(nonce);
        if (_peerNonce == 0 || !key.TryOpen(text, data[CurveBox.ShortNonceSize..], CurveBox.Ready, nonce))
            return Fail("the READY of the peer cannot be opened");
        HandshakeStatus status = TakeMetadata(text, output);
        _done = status == HandshakeStatus.Done;
        return status;
    }
}
