using NaCl;
using ZProto.Shared;
using ZProto.Transports;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Runtime.Tests.Sockets;

/// <summary>A client written by hand after RFC 26, which can cheat.</summary>
public sealed class CurveVouchTests
{
    private static readonly byte[] s_serverKey = KeyOf(TestKeys.Server.PublicKey);
    private static readonly byte[] s_clientKey = KeyOf(TestKeys.Client.PublicKey);
    private static readonly byte[] s_clientSecret = KeyOf(TestKeys.Client.SecretKey);
    private static readonly byte[] s_ownSecret = Enumerable.Range(40, 32).Select(number => (byte)number).ToArray();
    private static readonly byte[] s_ownKey = CurveKeys.PublicKeyOf(s_ownSecret);
    private static readonly byte[] s_metadata = [11, .. "Socket-Type"u8, 0, 0, 0, 6, .. "DEALER"u8];

    private static byte[] KeyOf(string text)
    {
        byte[] key = new byte[32];
        Assert.True(Z85.TryDecode(text, key));
        return key;
    }

    private static byte[] Box(byte[] text, byte[] secret, byte[] key, byte[] nonce)
    {
        using var box = new Curve25519XSalsa20Poly1305(secret, key);
        byte[] result = new byte[text.Length + 16];
        box.Encrypt(result, text, nonce);
        return result;
    }

    private static byte[] Number(byte value) => [0, 0, 0, 0, 0, 0, 0, value];

    // What the server says of an INITIATE after a HELLO of the nonce 5.
    private static (HandshakeStatus Status, string? Reason) Answer(byte nonce = 6, byte[]? vouchedKey = null, byte[]? vouchedServer = null, byte[]? vouchingSecret = null)
    {
        using var server = new HandshakeEnd(SocketSecurity.Curve(TestKeys.Server), SocketType.Router, seed: 3);
        server.Begin();
        byte[] welcome = server.Read(
            [5, .. "HELLO"u8, 1, 0, .. new byte[72], .. s_ownKey, .. Number(5), .. Box(new byte[64], s_ownSecret, s_serverKey, [.. "CurveZMQHELLO---"u8, .. Number(5)])]);
        byte[] text = new byte[128];
        using (var box = new Curve25519XSalsa20Poly1305(s_ownSecret, s_serverKey))
            Assert.True(box.TryDecrypt(text, welcome.AsSpan(26), [.. "WELCOME-"u8, .. welcome[10..26]]));
        byte[] serversOwnKey = text[..32];

        byte[] longNonce = new byte[16];
        byte[] vouch = Box([.. vouchedKey ?? s_ownKey, .. vouchedServer ?? s_serverKey], vouchingSecret ?? s_clientSecret, serversOwnKey, [.. "VOUCH---"u8, .. longNonce]);
        byte[] initiate = Box([.. s_clientKey, .. longNonce, .. vouch, .. s_metadata], s_ownSecret, serversOwnKey, [.. "CurveZMQINITIATE"u8, .. Number(nonce)]);
        Assert.Empty(server.Read([8, .. "INITIATE"u8, .. text[32..], .. Number(nonce), .. initiate]));
        return (server.Status, server.Handshake.Reason);
    }

    [Fact]
    public void Who_does_as_the_RFC_says_is_asked_about() => Assert.Equal((HandshakeStatus.Authenticate, null), Answer());

    [Fact]
    public void A_vouch_for_another_connection_is_refused()
        => Assert.Equal((HandshakeStatus.Failed, "the peer does not vouch for its key"), Answer(vouchedKey: new byte[32]));

    [Fact]
    public void A_vouch_to_another_server_is_refused()
        => Assert.Equal((HandshakeStatus.Failed, "the peer does not vouch for its key"), Answer(vouchedServer: s_clientKey));

    [Fact]
    public void A_vouch_by_another_than_the_key_that_is_claimed_is_refused()
        => Assert.Equal((HandshakeStatus.Failed, "the peer does not vouch for its key"), Answer(vouchingSecret: s_ownSecret));

    [Theory]
    [InlineData(5)]
    [InlineData(4)]
    [InlineData(0)]
    public void A_nonce_that_is_not_higher_than_that_of_HELLO_is_refused(byte nonce)
        => Assert.Equal((HandshakeStatus.Failed, "the nonces of the peer do not rise"), Answer(nonce));
}
