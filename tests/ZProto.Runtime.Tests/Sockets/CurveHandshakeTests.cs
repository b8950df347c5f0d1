using System.Reflection;
using ZProto.Transports;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Runtime.Tests.Sockets;

public sealed class CurveHandshakeTests
{
    private static readonly SocketSecurity s_server = new SocketSecurity.CurveServer("lobby", TestKeys.Server, null);
    private static readonly SocketSecurity s_client = new SocketSecurity.CurveClient(TestKeys.Server.PublicKey, TestKeys.Client);

    private static HandshakeEnd NewClient(SocketSecurity? security = null, int seed = 1) => new(security ?? s_client, SocketType.Dealer, [7], seed);

    private static HandshakeEnd NewServer(SocketType type = SocketType.Router, int seed = 1000) => new(s_server, type, seed: seed);

    // The body of the only frame.
    private static byte[] BodyOf(byte[] frame)
    {
        FrameEvent found = new FrameParser(default).Read(frame);
        Assert.Equal((FrameEventKind.Command, frame.Length), (found.Kind, found.Consumed));
        return frame[found.Offset..];
    }

    [Fact]
    public void Both_ends_know_each_other_after_it_and_the_server_the_clients_key()
    {
        using HandshakeEnd client = NewClient();
        using HandshakeEnd server = NewServer();
        AuthenticationRequest? asked = null;
        HandshakeEnd.Talk(client, server, request =>
        {
            asked = request;
            return AuthenticationResult.Admitted("ada");
        });
        Assert.Equal(new AuthenticationRequest { Mechanism = SecurityMechanism.Curve, Domain = "lobby", Address = "127.0.0.1", RoutingId = new RoutingId([7]), PublicKey = TestKeys.Client.PublicKey }, asked);
        Assert.Equal((HandshakeStatus.Done, HandshakeStatus.Done), (client.Status, server.Status));
        Assert.Equal(new PeerProperties("DEALER", new RoutingId([7]), "ada"), server.Handshake.Peer);
        Assert.Equal(new PeerProperties("ROUTER", default, ""), client.Handshake.Peer);
    }

    [Fact]
    public void The_cipher_is_there_once_after_the_handshake_and_not_before()
    {
        using HandshakeEnd client = NewClient();
        using HandshakeEnd server = NewServer();
        byte[] hello = client.Begin();
        byte[] initiate = client.ReadFrames(server.ReadFrames(hello));
        Assert.Null(client.Handshake.TakeCipher());
        server.ReadFrames(initiate);
        Assert.Null(server.Handshake.TakeCipher());
        client.ReadFrames(server.Decide(AuthenticationResult.Admitted()));
        using IMessageCipher? cipher = client.Handshake.TakeCipher();
        using IMessageCipher? other = server.Handshake.TakeCipher();
        Assert.NotNull(cipher);
        Assert.NotNull(other);
        Assert.Null(client.Handshake.TakeCipher());
        Assert.Null(server.Handshake.TakeCipher());
    }

    [Fact]
    public void Commands_have_the_sizes_and_places_of_the_RFC()
    {
        using HandshakeEnd client = NewClient();
        using HandshakeEnd server = NewServer();
        server.Begin();
        byte[] hello = BodyOf(client.Begin());
        Assert.Equal(200, hello.Length);
        Assert.Equal([5, .. "HELLO"u8, 1, 0, .. new byte[72]], hello[..80]);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 1], hello[112..120]);

        byte[] welcome = BodyOf(server.Read(hello));
        Assert.Equal(168, welcome.Length);
        Assert.Equal([7, .. "WELCOME"u8], welcome[..8]);

        byte[] initiate = BodyOf(client.Read(welcome));
        Assert.Equal([8, .. "INITIATE"u8], initiate[..9]);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 2], initiate[105..113]);
        Assert.Equal(257 + 22 + 14, initiate.Length);

        server.Read(initiate);
        byte[] ready = BodyOf(server.Decide(AuthenticationResult.Admitted()));
        Assert.Equal([5, .. "READY"u8, 0, 0, 0, 0, 0, 0, 0, 1], ready[..14]);
        Assert.Equal(30 + 22 + 13, ready.Length);
    }

    [Fact]
    public void A_refused_client_gets_ERROR_400_and_stops()
    {
        using HandshakeEnd client = NewClient();
        using HandshakeEnd server = NewServer();
        HandshakeEnd.Talk(client, server, _ => default);
        Assert.Equal((HandshakeStatus.Refused, HandshakeStatus.Failed), (client.Status, server.Status));
        Assert.Equal("the peer refused the connection: 400, authentication failed", client.Handshake.Reason);
        Assert.Null(server.Handshake.TakeCipher());
    }

    [Fact]
    public void A_client_with_another_servers_key_gets_no_answer()
    {
        using HandshakeEnd client = NewClient(new SocketSecurity.CurveClient(TestKeys.Client.PublicKey, TestKeys.Client));
        using HandshakeEnd server = NewServer();
        server.Begin();
        Assert.Empty(server.ReadFrames(client.Begin()));
        Assert.Equal((HandshakeStatus.Failed, "the HELLO of the peer cannot be opened: it may have another server's key"), (server.Status, server.Handshake.Reason));
    }

    [Fact]
    public void A_client_ends_it_when_the_server_has_not_the_key_that_it_knows()
    {
        using HandshakeEnd client = NewClient();
        client.Begin();
        client.Read([7, .. "WELCOME"u8, .. new byte[160]]);
        Assert.Equal((HandshakeStatus.Failed, "the WELCOME of the peer is not of the server whose key is known"), (client.Status, client.Handshake.Reason));
    }

    [Fact]
    public void Types_that_do_not_match_end_it_on_the_server_with_ERROR()
    {
        using HandshakeEnd client = new(s_client, SocketType.Router, seed: 1);
        using HandshakeEnd server = new(s_server, SocketType.Dealer, seed: 2);
        HandshakeEnd.Talk(client, server, _ => AuthenticationResult.Admitted());
        Assert.Equal(HandshakeStatus.Done, server.Status);

        using HandshakeEnd zero = new(s_client, SocketType.Dealer, [0, 1], seed: 1);
        using HandshakeEnd router = NewServer();
        HandshakeEnd.Talk(zero, router);
        Assert.Equal((HandshakeStatus.Refused, HandshakeStatus.Failed), (zero.Status, router.Status));
        Assert.Equal("the peer refused the connection: Invalid-Identity", zero.Handshake.Reason);
    }

    [Fact]
    public void A_changed_bit_in_any_byte_but_padding_ends_it()
    {
        using HandshakeEnd first = NewClient();
        using HandshakeEnd firstServer = NewServer();
        byte[] hello = BodyOf(first.Begin());
        byte[] welcome = BodyOf(firstServer.Read(hello));
        byte[] initiate = BodyOf(first.Read(welcome));
        firstServer.Read(initiate);
        byte[] ready = BodyOf(firstServer.Decide(AuthenticationResult.Admitted()));

        for (int i = 0; i < hello.Length; i += 3)
            Assert.Equal(i is >= 8 and < 80 ? HandshakeStatus.Continue : HandshakeStatus.Failed, ServerAfter(Changed(hello, i), null));
        for (int i = 0; i < welcome.Length; i += 5)
            Assert.Equal(HandshakeStatus.Failed, ClientAfter(Changed(welcome, i), null));
        for (int i = 0; i < initiate.Length; i += 7)
            Assert.Equal(HandshakeStatus.Failed, ServerAfter(hello, Changed(initiate, i)));
        for (int i = 0; i < ready.Length; i += 3)
            Assert.Equal(HandshakeStatus.Failed, ClientAfter(welcome, Changed(ready, i)));
        Assert.Equal(HandshakeStatus.Authenticate, ServerAfter(hello, initiate));
        Assert.Equal(HandshakeStatus.Done, ClientAfter(welcome, ready));
    }

    private static byte[] Changed(byte[] body, int index)
    {
        byte[] changed = [.. body];
        changed[index] ^= 0x10;
        return changed;
    }

    private static HandshakeStatus ServerAfter(byte[] hello, byte[]? initiate)
    {
        using HandshakeEnd server = NewServer();
        server.Begin();
        server.Read(hello);
        if (initiate is not null)
            Assert.Empty(server.Read(initiate));
        return server.Status;
    }

    private static HandshakeStatus ClientAfter(byte[] welcome, byte[]? ready)
    {
        using HandshakeEnd client = NewClient();
        client.Begin();
        client.Read(welcome);
        if (ready is not null)
            client.Read(ready);
        return client.Status;
    }

    [Fact]
    public void An_INITIATE_of_another_connection_is_no_use_even_of_the_same_client()
    {
        using HandshakeEnd client = NewClient();
        using HandshakeEnd server = NewServer();
        using HandshakeEnd other = NewServer(seed: 5);
        byte[] hello = BodyOf(client.Begin());
        byte[] initiate = BodyOf(client.Read(BodyOf(server.Read(hello))));
        other.Begin();
        other.Read(hello);
        Assert.Empty(other.Read(initiate));
        Assert.Equal("the cookie in the INITIATE of the peer is not of this connection", other.Handshake.Reason);
    }

    [Fact]
    public void A_cookie_serves_once()
    {
        using HandshakeEnd client = NewClient();
        using HandshakeEnd server = NewServer();
        byte[] initiate = BodyOf(client.Read(BodyOf(server.Read(BodyOf(client.Begin())))));
        server.Read(initiate);
        Assert.Equal(HandshakeStatus.Authenticate, server.Status);
        server.Read(initiate);
        Assert.Equal((HandshakeStatus.Failed, "the peer sent a malformed or misplaced INITIATE in the handshake"), (server.Status, server.Handshake.Reason));
    }

    [Theory]
    [InlineData(199)]
    [InlineData(201)]
    [InlineData(6)]
    public void A_HELLO_of_another_size_ends_it(int size)
    {
        using HandshakeEnd client = NewClient();
        using HandshakeEnd server = NewServer();
        byte[] hello = [.. BodyOf(client.Begin()), 0];
        Assert.Empty(server.Read(hello[..size]));
        Assert.Equal("the peer sent a malformed or misplaced HELLO in the handshake", server.Handshake.Reason);
    }

    [Fact]
    public void Commands_out_of_order_end_it()
    {
        using HandshakeEnd client = NewClient();
        byte[] hello = BodyOf(client.Begin());
        using HandshakeEnd server = NewServer();
        byte[] welcome = BodyOf(server.Read(hello));
        server.Read(hello);
        Assert.Equal(HandshakeStatus.Failed, server.Status);
        using HandshakeEnd early = NewServer();
        early.Read([8, .. "INITIATE"u8, .. new byte[248]]);
        Assert.Equal(HandshakeStatus.Failed, early.Status);
        client.Read(welcome);
        client.Read(welcome);
        Assert.Equal(HandshakeStatus.Failed, client.Status);
        using HandshakeEnd impatient = NewClient();
        impatient.Begin();
        impatient.Read([5, .. "READY"u8, .. new byte[40]]);
        Assert.Equal(HandshakeStatus.Failed, impatient.Status);
    }

    [Fact]
    public void Secret_keys_are_wiped_with_it()
    {
        HandshakeEnd client = NewClient();
        HandshakeEnd server = NewServer();
        server.Read(BodyOf(client.Begin()));
        List<byte[]> secrets = [.. SecretsOf(client.Handshake), .. SecretsOf(server.Handshake)];
        Assert.Equal(4, secrets.Count);
        Assert.All(secrets, secret => Assert.Contains(secret, value => value != 0));
        client.Dispose();
        server.Dispose();
        Assert.All(secrets, secret => Assert.All(secret, value => Assert.Equal(0, value)));
    }

    private static IEnumerable<byte[]> SecretsOf(Handshake handshake)
        => handshake.GetType().GetFields(BindingFlags.Instance | BindingFlags.NonPublic)
            .Where(field => field.Name.EndsWith("ecretKey", StringComparison.Ordinal) || field.Name == "_cookieKey")
            .Select(field => (byte[])field.GetValue(handshake)!);

    [Fact]
    public void Random_and_mutated_commands_end_it_or_are_ignored_and_never_throw()
    {
        using HandshakeEnd client = NewClient();
        using HandshakeEnd server = NewServer();
        byte[] hello = BodyOf(client.Begin());
        byte[] welcome = BodyOf(server.Read(hello));
        byte[] initiate = BodyOf(client.Read(welcome));
        SocketSecurity?[] securities = [null, new SocketSecurity.NullServer("lobby", null), SocketSecurity.Plain, new SocketSecurity.PlainClient("ada", "pw"), s_server, s_client];
        byte[][] seeds = [hello, welcome, initiate, [5, .. "READY"u8, .. new byte[40]], [5, .. "HELLO"u8, 3, 1, 2, 3, 1, 1], [5, .. "READY"u8, 11, .. "Socket-Type"u8, 0, 0, 0, 6, .. "DEALER"u8, 8, .. "Identity"u8, 0, 0, 0, 1, 9]];
        var random = new Random(37);
        for (int i = 0; i < 3_000; i++)
        {
            using HandshakeEnd end = new(securities[i % securities.Length], (SocketType)(i / 7 % 2), seed: i);
            end.Begin();
            for (int commands = 0; commands < 3 && end.Status == HandshakeStatus.Continue; commands++)
            {
                byte[] body = [.. seeds[random.Next(seeds.Length)]];
                for (int j = random.Next(3); j > 0; j--)
                    body[random.Next(Math.Min(body.Length, 64))] = (byte)random.Next(256);
                end.Read(body[..(random.Next(4) == 0 ? random.Next(body.Length) : body.Length)]);
                if (end.Status == HandshakeStatus.Authenticate)
                    end.Decide(AuthenticationResult.Admitted());
            }
            Assert.Equal(end.Status is HandshakeStatus.Failed or HandshakeStatus.Refused, end.Handshake.Reason is not null);
        }
    }
}
