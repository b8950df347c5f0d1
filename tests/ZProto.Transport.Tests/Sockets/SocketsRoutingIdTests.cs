using ZProto.Transports.Sockets;

namespace ZProto.Transport.Tests;

/// <summary>Peers that want the routing id of another.</summary>
public sealed class SocketsRoutingIdTests : SocketsTests
{
    private static readonly RoutingId s_id = new("holder"u8);

    [Fact]
    public void A_routing_id_that_begins_with_0_which_routers_refuse_cannot_be_set()
    {
        Assert.Throws<ArgumentException>(() => new SocketOptions { RoutingId = new RoutingId([0, 1]) });
        Assert.Throws<ArgumentException>(() => new SocketOptions() with { RoutingId = new RoutingId([0]) });
        Assert.Equal(RoutingId.Empty, new SocketOptions { RoutingId = RoutingId.Empty }.RoutingId);
        Assert.Equal(s_id, new SocketOptions { RoutingId = s_id }.RoutingId);
    }

    [Fact]
    public async Task Guessing_every_routing_id_that_was_generated_reaches_no_one()
    {
        TestSocket server = await NewSocket(SocketType.Router);
        string endpoint = await server.Bind("tcp://127.0.0.1:*");
        var holders = new (TestSocket Client, RoutingId Id)[20];
        for (int i = 0; i < holders.Length; i++)
        {
            TestSocket client = await StartClient(endpoint);
            await client.Send("hello");
            holders[i] = (client, (await server.Receive()).From);
        }
        foreach ((_, RoutingId id) in holders)
        {
            Assert.Equal(0, id.Span[0]);
            using RawPeer thief = await RawPeer.Connect(endpoint);
            await thief.Send([.. Zmtp.Greeting(minor: 1), .. Zmtp.Ready(id.Span.ToArray()), .. Zmtp.Message("stolen"u8.ToArray())]);
            Assert.Equal(64, (await thief.ReceiveExactly(64)).Length);
            byte[] last = [];
            try
            {
                while (true)
                    last = await thief.ReceiveFrame();
            }
            catch (Exception exception) when (exception is EndOfStreamException or System.Net.Sockets.SocketException)
            {
                // It is over.
            }
            Assert.True(last.AsSpan().StartsWith("\u0005ERROR"u8), Convert.ToHexString(last));
        }
        for (int i = 0; i < holders.Length; i++)
            await server.Send(holders[i].Id, $"for {i}");
        for (int i = 0; i < holders.Length; i++)
            Assert.Equal($"for {i}", (await holders[i].Client.Receive()).Text);
        // Nothing of the thieves was received.
        await WaitForConnections(server, holders.Length);
        Assert.Null(await server.Do((_, socket) => Received.Next(socket)));
    }

    [Fact]
    public async Task Without_handover_the_holder_of_an_announced_id_stays()
    {
        (TestSocket server, string endpoint) = await StartEchoServer(new SocketOptions { RouterHandover = false });
        TestSocket holder = await StartClient(endpoint, new SocketOptions { RoutingId = s_id });
        await holder.AssertEcho("mine");
        for (int i = 0; i < 10; i++)
        {
            using RawPeer other = await RawPeer.Connect(endpoint);
            await other.TrySend([.. Zmtp.Greeting(minor: 1), .. Zmtp.Ready(s_id.Span.ToArray()), .. Zmtp.Message([1])]);
            await other.WaitForClose();
            await holder.AssertEcho($"still mine {i}");
        }
        await WaitForConnections(server, 1);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(true, false)]
    [InlineData(null, true)]
    [InlineData(true, true)]
    public async Task Another_user_who_wants_an_id_is_refused_by_ERROR_whatever_is_set_and_stays_away(bool? handover, bool isCurve)
    {
        CurveKeyPair keys = SocketsTransport.GenerateCurveKeyPair();
        (_, string endpoint) = await StartEchoServer(new SocketOptions
        {
            RouterHandover = handover,
            Security = isCurve ? new SocketSecurity.CurveServer("", keys, new AdmitByName()) : new SocketSecurity.PlainServer("", new AdmitByName()),
        });
        TestSocket holder = await StartClient(endpoint, As("alice"));
        await holder.AssertEcho("mine");
        TestSocket other = await StartClient(endpoint, As("bob"));
        ConnectionEvent told = await other.TakeConnectionEvent();
        Assert.Equal((ConnectionEventKind.Refused, "the peer refused the connection: Identity-In-Use"), (told.Kind, told.Reason));
        Assert.Equal(0, await other.Do((_, socket) => ((SocketsSocket)socket).ConnectionCount));
        await holder.AssertEcho("still mine");
        // It has no timer for another attempt.
        Assert.Equal(0, await other.Do((loop, _) => ((SocketsLoop)loop).Timers.Count));

        SocketOptions As(string user) => new()
        {
            RoutingId = s_id,
            Security = isCurve ? new SocketSecurity.CurveClient(keys.PublicKey, SocketsTransport.GenerateCurveKeyPair()) : new SocketSecurity.PlainClient(user, ""),
        };
    }

    [Fact]
    public async Task Without_handover_a_peer_that_comes_again_has_its_id_once_the_holder_has_left()
    {
        (_, string endpoint) = await StartEchoServer(new SocketOptions { RouterHandover = false });
        var options = new SocketOptions { RoutingId = s_id, ReconnectInterval = TimeSpan.FromMilliseconds(5), MaxReconnectInterval = TimeSpan.Zero };
        TestSocket holder = await StartClient(endpoint, options);
        await holder.AssertEcho("mine");
        TestSocket next = await StartClient(endpoint, options);
        for (int attempts = 0; attempts < 3;)
            attempts += (await next.TakeConnectionEvent()).Kind == ConnectionEventKind.Disconnected ? 1 : 0;
        await holder.Dispose();
        await next.SendUntilAnswered("and now mine");
    }

    /// <summary>Each peer is a user of its own, named by what it has shown.</summary>
    private sealed class AdmitByName : IAuthenticator
    {
        public ValueTask<AuthenticationResult> AuthenticateAsync(AuthenticationRequest request, CancellationToken cancellationToken)
            => AuthenticationResult.Admitted(request.UserName + request.PublicKey);
    }
}
