using ZProto.Transports;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Runtime.Tests.Sockets;

/// <summary>CURVE with libzmq and NetMQ, from what they sent, so that it is tested where they are not.</summary>
public sealed class RecordedDialogueTests
{
    private static readonly SocketSecurity s_server = SocketSecurity.Curve(TestKeys.Server);
    private static readonly SocketSecurity s_client = new SocketSecurity.CurveClient(TestKeys.Server.PublicKey, TestKeys.Client);
    private static readonly string s_zeros = new('0', 2 * 230);

    [Fact]
    public void A_DEALER_of_libzmq_is_understood() => ReadDealer(RecordedDialogue.LibZmqDealer, "04504F4E47010203", "04504F4E47040506");

    [Fact]
    public void A_DEALER_of_NetMQ_is_understood() => ReadDealer(RecordedDialogue.NetMQDealer, "04504F4E47", "04504F4E47");

    [Fact]
    public void A_ROUTER_of_libzmq_is_understood() => ReadRouter(RecordedDialogue.LibZmqRouter, "04504F4E47010203", "04504F4E47040506");

    [Fact]
    public void A_ROUTER_of_NetMQ_is_understood() => ReadRouter(RecordedDialogue.NetMQRouter, "04504F4E47", "04504F4E47");

    private static void ReadDealer(RecordedDialogue dealer, params string[] pongs)
    {
        using var server = new HandshakeEnd(s_server, SocketType.Router, seed: RecordedDialogue.ServerSeed);
        server.Begin();
        server.Read(RecordedDialogue.Bytes(dealer.First));
        server.Read(RecordedDialogue.Bytes(dealer.Second));
        Assert.Equal(TestKeys.Client.PublicKey, server.Handshake.Request?.PublicKey);
        server.Decide(AuthenticationResult.Admitted());
        Assert.Equal(new PeerProperties("DEALER", new RoutingId("ada"u8), ""), server.Handshake.Peer);
        ReadSealed(server, dealer.Sealed, pongs);
    }

    private static void ReadRouter(RecordedDialogue router, params string[] pongs)
    {
        using var client = new HandshakeEnd(s_client, SocketType.Dealer, [.. "ada"u8], RecordedDialogue.ClientSeed);
        client.Begin();
        client.Read(RecordedDialogue.Bytes(router.First));
        client.Read(RecordedDialogue.Bytes(router.Second));
        Assert.Equal(new PeerProperties("ROUTER", default, ""), client.Handshake.Peer);
        ReadSealed(client, router.Sealed, pongs);
    }

    private static void ReadSealed(HandshakeEnd end, string text, string[] pongs)
    {
        Assert.Equal(HandshakeStatus.Done, end.Status);
        using IMessageCipher cipher = end.Handshake.TakeCipher()!;
        byte[] plain = [];
        for (byte[] rest = RecordedDialogue.Bytes(text); rest.Length > 0;)
        {
            FrameEvent found = new OuterFrameParser(default).Read(rest);
            byte[] frame = new byte[found.Length];
            Assert.True(cipher.TryOpen(rest.AsSpan(found.Offset, found.Length), frame, out int written));
            plain = [.. plain, .. frame[..written]];
            rest = rest[found.Consumed..];
        }
        List<string> events = ParserDriver.EventsOf(plain, default, int.MaxValue);
        Assert.Equal(["2:  | 68656C6C6F", $"1: {s_zeros}"], events.Where(found => !found.StartsWith("command", StringComparison.Ordinal)));
        Assert.Equal(pongs, events.Where(found => found.StartsWith("command", StringComparison.Ordinal)).Select(found => found.Split(' ')[1]));
    }
}
