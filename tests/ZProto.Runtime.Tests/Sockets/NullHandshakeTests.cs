using System.Text;
using ZProto.Transports;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Runtime.Tests.Sockets;

public sealed class NullHandshakeTests
{
    private static readonly SocketSecurity s_server = new SocketSecurity.NullServer("lobby", null);

    private static byte[] Property(string name, params byte[] value) => [(byte)name.Length, .. Encoding.ASCII.GetBytes(name), 0, 0, (byte)(value.Length >> 8), (byte)value.Length, .. value];

    private static byte[] Ready(params byte[][] properties) => [5, .. "READY"u8, .. properties.SelectMany(property => property)];

    private static byte[] TypeProperty(string type) => Property("Socket-Type", Encoding.ASCII.GetBytes(type));

    // "ERROR" as a frame, with its reason.
    private static string ErrorOf(byte[] frames)
    {
        Assert.Equal([4, (byte)(frames.Length - 2), 5, .. "ERROR"u8, (byte)(frames.Length - 9)], frames[..9]);
        return Encoding.ASCII.GetString(frames[9..]);
    }

    [Fact]
    public void READY_is_sent_first_with_the_bytes_that_libzmq_sends()
    {
        using var dealer = new HandshakeEnd(null, SocketType.Dealer);
        Assert.Equal(FrameBytes.Hex("04 29 05 5245414459 0B 536F636B65742D54797065 00000006 4445414C4552 08 4964656E74697479 00000000"), dealer.Begin());
        using var router = new HandshakeEnd(null, SocketType.Router, [1, 2]);
        Assert.Equal(FrameBytes.Hex("04 2B 05 5245414459 0B 536F636B65742D54797065 00000006 524F55544552 08 4964656E74697479 00000002 0102"), router.Begin());
    }

    [Fact]
    public void Both_ends_know_each_other_after_it()
    {
        using var dealer = new HandshakeEnd(null, SocketType.Dealer, [7, 8]);
        using var router = new HandshakeEnd(null, SocketType.Router);
        HandshakeEnd.Talk(dealer, router);
        Assert.Equal((HandshakeStatus.Done, HandshakeStatus.Done), (dealer.Status, router.Status));
        Assert.Equal(new PeerProperties("ROUTER", RoutingId.Empty, ""), dealer.Handshake.Peer);
        Assert.Equal(new PeerProperties("DEALER", new RoutingId([7, 8]), ""), router.Handshake.Peer);
        Assert.Null(dealer.Handshake.TakeCipher());
    }

    [Theory]
    [InlineData(SocketType.Router, "REQ", true)]
    [InlineData(SocketType.Router, "DEALER", true)]
    [InlineData(SocketType.Router, "ROUTER", true)]
    [InlineData(SocketType.Router, "REP", false)]
    [InlineData(SocketType.Router, "PUB", false)]
    [InlineData(SocketType.Router, "dealer", false)]
    [InlineData(SocketType.Router, "", false)]
    [InlineData(SocketType.Dealer, "REP", true)]
    [InlineData(SocketType.Dealer, "DEALER", true)]
    [InlineData(SocketType.Dealer, "ROUTER", true)]
    [InlineData(SocketType.Dealer, "REQ", false)]
    [InlineData(SocketType.Dealer, "PAIR", false)]
    public void Types_talk_by_the_table_of_the_RFC_and_others_get_ERROR(SocketType local, string peer, bool accepted)
    {
        using var end = new HandshakeEnd(null, local);
        end.Begin();
        byte[] written = end.Read(Ready(TypeProperty(peer)));
        Assert.Equal(accepted ? HandshakeStatus.Done : HandshakeStatus.Failed, end.Status);
        if (accepted)
        {
            Assert.Empty(written);
            Assert.Equal(peer, end.Handshake.Peer.SocketType);
            return;
        }
        Assert.Equal("Invalid-Socket-Type", ErrorOf(written));
        Assert.Equal($"a {local.ToString().ToUpperInvariant()} cannot talk to a peer of the type '{peer}'", end.Handshake.Reason);
    }

    [Fact]
    public void A_peer_that_does_not_say_its_type_gets_ERROR()
    {
        using var end = new HandshakeEnd(null);
        end.Begin();
        Assert.Equal("Invalid-Socket-Type", ErrorOf(end.Read(Ready())));
    }

    [Fact]
    public void Names_ignore_case_and_unknown_ones_are_ignored()
    {
        using var end = new HandshakeEnd(null, SocketType.Router);
        end.Begin();
        end.Read(Ready(Property("X-Colour", 1, 2, 3), Property("sOCKET-tYPE", [.. "REQ"u8]), Property("IDENTITY", 9), Property("Resource")));
        Assert.Equal(HandshakeStatus.Done, end.Status);
        Assert.Equal(new PeerProperties("REQ", new RoutingId([9]), ""), end.Handshake.Peer);
    }

    [Theory]
    [InlineData("REQ", true)]
    [InlineData("DEALER", true)]
    [InlineData("ROUTER", true)]
    [InlineData("REP", false)]
    public void Identity_counts_only_from_REQ_DEALER_and_ROUTER(string type, bool counts)
    {
        using var end = new HandshakeEnd(null, type == "REQ" ? SocketType.Router : SocketType.Dealer);
        end.Begin();
        end.Read(Ready(TypeProperty(type), Property("Identity", 9)));
        Assert.Equal(counts ? new RoutingId([9]) : default, end.Handshake.Peer.RoutingId);
        using var other = new HandshakeEnd(null, type == "REQ" ? SocketType.Router : SocketType.Dealer);
        other.Begin();
        other.Read(Ready(TypeProperty(type), Property("Identity", 0, 9)));
        Assert.Equal(counts ? HandshakeStatus.Failed : HandshakeStatus.Done, other.Status);
    }

    [Fact]
    public void An_identity_that_begins_with_0_or_has_more_than_255_bytes_gets_ERROR()
    {
        foreach (byte[] identity in (byte[][])[[0], [0, 1, 2, 3, 4], Enumerable.Repeat((byte)1, 256).ToArray()])
        {
            using var end = new HandshakeEnd(null, SocketType.Router);
            end.Begin();
            Assert.Equal("Invalid-Identity", ErrorOf(end.Read(Ready(TypeProperty("DEALER"), Property("Identity", identity)))));
            Assert.Equal(HandshakeStatus.Failed, end.Status);
        }
        using var longest = new HandshakeEnd(null, SocketType.Router);
        longest.Begin();
        longest.Read(Ready(TypeProperty("DEALER"), Property("Identity", Enumerable.Repeat((byte)1, 255).ToArray())));
        Assert.Equal((HandshakeStatus.Done, 255), (longest.Status, longest.Handshake.Peer.RoutingId.Length));
    }

    [Theory]
    [InlineData("00 00000000")]
    [InlineData("01 41")]
    [InlineData("01 41 000000")]
    [InlineData("01 41 00000001")]
    [InlineData("01 41 FFFFFFFF")]
    [InlineData("01 41 80000000 42")]
    [InlineData("05 41")]
    public void Malformed_metadata_gets_ERROR(string list)
    {
        using var end = new HandshakeEnd(null);
        end.Begin();
        Assert.Equal("Malformed-Metadata", ErrorOf(end.Read(Ready(FrameBytes.Hex(list)))));
        Assert.Equal(HandshakeStatus.Failed, end.Status);
    }

    [Theory]
    [InlineData("", "the peer sent a malformed command")]
    [InlineData("05 48", "the peer sent a malformed command")]
    [InlineData("04 50494E47 0000", "the peer sent a malformed or misplaced PING in the handshake")]
    [InlineData("05 48454C4C4F", "the peer sent a malformed or misplaced HELLO in the handshake")]
    [InlineData("01 41", "the peer sent an unknown command in the handshake")]
    public void Other_commands_end_it_without_a_word(string body, string reason)
    {
        using var end = new HandshakeEnd(null);
        end.Begin();
        Assert.Empty(end.Read(FrameBytes.Hex(body)));
        Assert.Equal((HandshakeStatus.Failed, reason), (end.Status, end.Handshake.Reason));
    }

    [Theory]
    [InlineData("03 343030", "the peer refused the connection: 400, authentication failed")]
    [InlineData("03 353030", "the peer refused the connection: 500")]
    [InlineData("04 410A1B7F", "the peer refused the connection: A???")]
    public void ERROR_of_the_peer_is_a_refusal(string data, string reason)
    {
        using var end = new HandshakeEnd(null);
        end.Begin();
        Assert.Empty(end.Read([5, .. "ERROR"u8, .. FrameBytes.Hex(data)]));
        Assert.Equal((HandshakeStatus.Refused, reason), (end.Status, end.Handshake.Reason));
    }

    [Fact]
    public void With_an_authenticator_READY_waits_for_its_decision()
    {
        using var server = new HandshakeEnd(s_server, SocketType.Router);
        Assert.Empty(server.Begin());
        Assert.Empty(server.Read(Ready(TypeProperty("DEALER"), Property("Identity", 9))));
        Assert.Equal(new AuthenticationRequest { Mechanism = SecurityMechanism.Null, Domain = "lobby", Address = "127.0.0.1", RoutingId = new RoutingId([9]) }, server.Handshake.Request);
        byte[] ready = server.Decide(AuthenticationResult.Admitted("ada"));
        Assert.Equal(HandshakeStatus.Done, server.Status);
        Assert.Equal(new PeerProperties("DEALER", new RoutingId([9]), "ada"), server.Handshake.Peer);
        using var other = new HandshakeEnd(null, SocketType.Router);
        Assert.Equal(other.Begin(), ready);
    }

    [Fact]
    public void A_refused_client_gets_ERROR_400_as_from_libzmq()
    {
        using var server = new HandshakeEnd(s_server, SocketType.Router);
        using var client = new HandshakeEnd(null);
        HandshakeEnd.Talk(client, server, _ => AuthenticationResult.Refused);
        Assert.Equal((HandshakeStatus.Failed, "the authenticator refused the peer"), (server.Status, server.Handshake.Reason));
        Assert.Equal((HandshakeStatus.Refused, "the peer refused the connection: 400, authentication failed"), (client.Status, client.Handshake.Reason));
    }
}
