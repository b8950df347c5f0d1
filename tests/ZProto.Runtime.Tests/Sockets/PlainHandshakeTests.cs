using ZProto.Transports;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Runtime.Tests.Sockets;

public sealed class PlainHandshakeTests
{
    private static readonly SocketSecurity s_server = new SocketSecurity.PlainServer("lobby", null);
    private static readonly SocketSecurity s_client = new SocketSecurity.PlainClient("ada", "pw");

    // "HELLO", "INITIATE" with the type DEALER
    private static readonly byte[] s_hello = FrameBytes.Hex("05 48454C4C4F 03 616461 02 7077");
    private static readonly byte[] s_initiate = FrameBytes.Hex("08 494E495449415445 0B 536F636B65742D54797065 00000006 4445414C4552");

    [Fact]
    public void Frames_are_those_of_the_RFC()
    {
        using var client = new HandshakeEnd(s_client);
        using var server = new HandshakeEnd(s_server, SocketType.Router);
        Assert.Empty(server.Begin());
        byte[] hello = client.Begin();
        Assert.Equal([4, (byte)s_hello.Length, .. s_hello], hello);
        Assert.Empty(server.ReadFrames(hello));
        byte[] welcome = server.Decide(AuthenticationResult.Admitted("1"));
        Assert.Equal(FrameBytes.Hex("04 08 07 57454C434F4D45"), welcome);
        byte[] initiate = client.ReadFrames(welcome);
        Assert.Equal([4, 44, .. s_initiate, .. FrameBytes.Hex("08 4964656E74697479 00000000")], initiate);
        byte[] ready = server.ReadFrames(initiate);
        Assert.Equal(FrameBytes.Hex("04 29 05 5245414459 0B 536F636B65742D54797065 00000006 524F55544552 08 4964656E74697479 00000000"), ready);
        Assert.Equal(HandshakeStatus.Done, server.Status);
        Assert.Empty(client.ReadFrames(ready));
        Assert.Equal(HandshakeStatus.Done, client.Status);
    }

    [Fact]
    public void The_authenticator_is_asked_after_HELLO_and_names_the_user()
    {
        using var client = new HandshakeEnd(new SocketSecurity.PlainClient("Ada Löw", ""), routingId: [7]);
        using var server = new HandshakeEnd(s_server, SocketType.Router);
        AuthenticationRequest? asked = null;
        HandshakeEnd.Talk(client, server, request =>
        {
            asked = request;
            return AuthenticationResult.Admitted("1815");
        });
        Assert.Equal(new AuthenticationRequest { Mechanism = SecurityMechanism.Plain, Domain = "lobby", Address = "127.0.0.1", UserName = "Ada Löw" }, asked);
        Assert.Equal((HandshakeStatus.Done, HandshakeStatus.Done), (client.Status, server.Status));
        Assert.Equal(new PeerProperties("DEALER", new RoutingId([7]), "1815"), server.Handshake.Peer);
        Assert.Equal(new PeerProperties("ROUTER", default, ""), client.Handshake.Peer);
    }

    [Fact]
    public void A_refused_client_gets_ERROR_400()
    {
        using var client = new HandshakeEnd(s_client);
        using var server = new HandshakeEnd(s_server, SocketType.Router);
        HandshakeEnd.Talk(client, server, _ => default);
        Assert.Equal((HandshakeStatus.Refused, HandshakeStatus.Failed), (client.Status, server.Status));
        Assert.Equal("the peer refused the connection: 400, authentication failed", client.Handshake.Reason);
    }

    [Theory]
    [InlineData("05 4552524F52 03 343030", true)]
    [InlineData("5E 52524F52 03 343030", true)]
    [InlineData("5E 52524F52 04 343030", false)]
    [InlineData("5E 52524F52", false)]
    public void A_client_takes_the_ERROR_of_libzmq_for_one_which_is_misspelt(string error, bool isRefusal)
    {
        using var client = new HandshakeEnd(s_client);
        client.Begin();
        byte[] body = FrameBytes.Hex(error);
        client.ReadFrames([4, (byte)body.Length, .. body]);
        Assert.Equal(isRefusal ? HandshakeStatus.Refused : HandshakeStatus.Failed, client.Status);
    }

    [Fact]
    public void Types_that_do_not_match_end_it_with_ERROR_after_INITIATE()
    {
        using var server = new HandshakeEnd(s_server, SocketType.Dealer);
        server.Begin();
        server.Read(s_hello);
        server.Decide(AuthenticationResult.Admitted());
        byte[] written = server.Read(FrameBytes.Hex("08 494E495449415445 0B 536F636B65742D54797065 00000003 524551"));
        Assert.Equal("05ERROR", Convert.ToHexString(written, 2, 1) + System.Text.Encoding.ASCII.GetString(written, 3, 5));
        Assert.Equal(HandshakeStatus.Failed, server.Status);
    }

    [Theory]
    [InlineData("05 48454C4C4F")]
    [InlineData("05 48454C4C4F 03 616461")]
    [InlineData("05 48454C4C4F 03 6164")]
    [InlineData("05 48454C4C4F 03 616461 02 70")]
    [InlineData("05 48454C4C4F 03 616461 02 707701")]
    [InlineData("05 48454C4C4F 01 FF 00")]
    [InlineData("05 48454C4C4F 00 01 80")]
    public void A_malformed_HELLO_ends_it_without_a_word(string body)
    {
        using var server = new HandshakeEnd(s_server, SocketType.Router);
        server.Begin();
        Assert.Empty(server.Read(FrameBytes.Hex(body)));
        Assert.Equal((HandshakeStatus.Failed, "the peer sent a malformed or misplaced HELLO in the handshake"), (server.Status, server.Handshake.Reason));
    }

    [Fact]
    public void Commands_out_of_order_end_it()
    {
        using (var server = new HandshakeEnd(s_server, SocketType.Router))
        {
            server.Begin();
            server.Read(s_initiate);
            Assert.Equal(HandshakeStatus.Failed, server.Status);
        }
        using (var server = new HandshakeEnd(s_server, SocketType.Router))
        {
            server.Begin();
            server.Read(s_hello);
            server.Decide(AuthenticationResult.Admitted());
            server.Read(s_hello);
            Assert.Equal(HandshakeStatus.Failed, server.Status);
        }
        foreach (string body in (string[])["05 5245414459 0B 536F636B65742D54797065 00000006 524F55544552", "07 57454C434F4D45 00", "05 48454C4C4F 00 00"])
        {
            using var client = new HandshakeEnd(s_client);
            client.Begin();
            client.Read(FrameBytes.Hex(body));
            Assert.Equal(HandshakeStatus.Failed, client.Status);
        }
        using (var client = new HandshakeEnd(s_client))
        {
            client.Begin();
            client.Read([7, .. "WELCOME"u8]);
            client.Read([7, .. "WELCOME"u8]);
            Assert.Equal(HandshakeStatus.Failed, client.Status);
        }
    }

    [Fact]
    public void Two_clients_do_not_get_along()
    {
        using var one = new HandshakeEnd(s_client);
        using var other = new HandshakeEnd(s_client);
        HandshakeEnd.Talk(one, other);
        Assert.Equal((HandshakeStatus.Failed, HandshakeStatus.Failed), (one.Status, other.Status));
    }
}
