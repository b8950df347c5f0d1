using Hello;
using static ZProto.Transport.Tests.HelloBytes;

namespace ZProto.Transport.Tests;

[SkipUnlessLibZmqInstalled]
public sealed class LibZmqTcpServerConformance : TcpServerConformance
{
    protected override ITransport CreateTransport() => new LibZmqTransport();

    [TransportFact]
    public async Task A_user_with_the_routing_id_of_another_reaches_nothing_of_that_users_client()
    {
        using var counts = new Counts();
        await using var server = new HelloServer
        {
            Options = { Transport = Server.Options.Transport, MeterFactory = counts, Authenticate = (peer, _) => peer.Password == "secret" ? AuthenticationResult.Admitted(peer.UserName) : AuthenticationResult.Refused },
        };
        await server.SetConfigurationAsync("hello_server/security/mechanism", "plain");
        string endpoint = await server.BindAsync(AnyEndpoint);
        var routingId = new RoutingId("session-1"u8);

        TestSocket alice = await ConnectAsync("alice");
        await alice.Send(default, Greet(1, "Alice"));
        Assert.Equal(World(1, "Hello, Alice! You are number 1."), (await alice.Receive()).Frames[0]);
        await LeaveAsync(alice);

        TestSocket mallory = await ConnectAsync("mallory");
        await mallory.Send(default, Greet(2, "Alice"));
        await Deadline.Until(() => counts["zproto.messages.refused"] == 1);
        // She holds the routing id, but what is for Alice does not go there.
        Assert.Equal(1, await server.InvokeAsync(() => server.GetClients().Count));
        await mallory.Dispose();

        Received? answer = null;
        await Deadline.Until(async () => (answer = await ComeBackAsync()) is not null);
        Assert.Equal(World(3, "Hello, Alice! You are number 1."), answer!.Frames[0]);
        Assert.Equal(1, counts["zproto.messages.refused"]);

        Task<TestSocket> ConnectAsync(string user)
            => ClientAsync(new SocketOptions { RoutingId = routingId, Security = new SocketSecurity.PlainClient(user, "secret") }, endpoint);

        // While the ROUTER has not seen that mallory left, Alice is turned away; nothing here tells of the moment.
        async Task<Received?> ComeBackAsync()
        {
            TestSocket again = await ConnectAsync("alice");
            await again.Send(default, Greet(3, "Alice"));
            Task<Received> received = again.Receive();
            if (await Task.WhenAny(received, Task.Delay(TimeSpan.FromSeconds(1))) == received)
                return await received;
            await again.Dispose();
            return null;
        }

        // Until the ROUTER has seen it: who came earlier would be turned away, since its routing id is taken.
        async Task LeaveAsync(TestSocket peer)
        {
            await peer.Dispose();
            await Deadline.Until(async () => await server.InvokeAsync(() => server.SendTo(routingId, HelloMsg.CreatePingOk(0))) == SendResult.PeerUnreachable);
        }
    }

    [TransportFact]
    public async Task A_user_does_not_take_the_routing_id_of_another_who_is_there()
    {
        using var counts = new Counts();
        await using var server = new HelloServer
        {
            Options = { Transport = Server.Options.Transport, MeterFactory = counts, Authenticate = (peer, _) => AuthenticationResult.Admitted(peer.UserName), Socket = new SocketOptions { Security = SocketSecurity.Plain } },
        };
        string endpoint = await server.BindAsync(AnyEndpoint);
        var routingId = new RoutingId("session-1"u8);
        TestSocket alice = await ClientAsync(OptionsOf("alice"), endpoint);
        await AssertServesAsync(alice);

        TestSocket mallory = await ClientAsync(OptionsOf("mallory"), endpoint);
        await mallory.Send(default, Ping(1));
        // Once her handshake is done, the ROUTER hears of her before it hears of what comes later.
        await mallory.Do((loop, socket) => Deadline.Await(loop, () => socket.TryTakeConnectionEvent(out ConnectionEvent told) && told.Kind == ConnectionEventKind.Connected));
        for (int i = 0; i < 10; i++)
            await AssertServesAsync(alice);
        Assert.Equal((0, 0), (counts["zproto.messages.refused"], counts["zproto.sends.unreachable"]));

        SocketOptions OptionsOf(string user) => new() { RoutingId = routingId, Security = new SocketSecurity.PlainClient(user, "secret") };
    }

    [TransportFact]
    public async Task Handover_with_authentication_is_an_error()
    {
        await using var server = new HelloServer
        {
            Options = { Transport = Server.Options.Transport, Authenticate = (_, _) => AuthenticationResult.Admitted("anybody"), Socket = new SocketOptions { RouterHandover = true } },
        };
        TransportException problem = await Assert.ThrowsAsync<TransportException>(() => server.BindAsync(AnyEndpoint));
        Assert.Contains(nameof(SocketOptions.RouterHandover), problem.Message, StringComparison.Ordinal);
    }
}
