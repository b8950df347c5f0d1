namespace ZProto.Transport.Tests;

// Who peers are, how they come, go, and come back.
public abstract partial class TransportConformance
{
    [TransportFact]
    public virtual async Task A_router_gives_peers_ids_of_five_bytes_that_begin_with_zero()
    {
        TestSocket server = await NewRouter();
        string endpoint = await server.Bind(AnyEndpoint);
        var ids = new HashSet<RoutingId>();
        for (int i = 0; i < 10; i++)
        {
            TestSocket client = await StartClient(endpoint);
            await client.Send("hello");
            RoutingId id = (await server.Receive()).From;
            Assert.Equal(5, id.Length);
            Assert.Equal(0, id.Span[0]);
            Assert.True(ids.Add(id));
            await server.Send(id, $"for {i}");
            Assert.Equal($"for {i}", (await client.Receive()).Text);
        }
    }

    [TransportTheory]
    [InlineData(1)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(255)]
    public virtual async Task A_client_may_name_itself(int length)
    {
        var id = new RoutingId(Enumerable.Repeat((byte)'x', length).ToArray());
        TestSocket server = await NewRouter();
        TestSocket client = await StartClient(await server.Bind(AnyEndpoint), new SocketOptions { RoutingId = id });
        await client.Send("hello");
        Assert.Equal(id, (await server.Receive()).From);
        await server.Send(id, "hello to you");
        Received reply = await client.Receive();
        Assert.Equal("hello to you", reply.Text);
        Assert.True(reply.From.IsEmpty);
    }

    [TransportFact]
    public virtual async Task No_one_known_is_unreachable()
    {
        TestSocket server = await NewRouter();
        Assert.Equal(SendResult.PeerUnreachable, await server.TrySend(Id("no one"), "hello"));
        await server.Bind(AnyEndpoint);
        Assert.Equal(SendResult.PeerUnreachable, await server.TrySend(Id("no one"), "hello|again"));
        Assert.Equal(SendResult.PeerUnreachable, await server.TrySend(RoutingId.Empty, "hello"));
    }

    [TransportFact]
    public virtual async Task A_client_that_vanishes_becomes_unreachable_and_the_server_goes_on()
    {
        TestSocket server = await NewRouter();
        string endpoint = await server.Bind(AnyEndpoint);
        TestSocket stays = await StartClient(endpoint), goes = await StartClient(endpoint);
        await goes.Send("hello");
        RoutingId id = (await server.Receive()).From;
        await goes.Dispose();
        await server.SendUntil(SendResult.PeerUnreachable, id, "are you there?");
        Assert.Equal(SendResult.PeerUnreachable, await server.TrySend(id, "are|you|there?"));
        await server.Echo();
        await stays.AssertEcho("one");
        await stays.AssertEcho("two");
    }

    [TransportFact]
    public virtual async Task What_a_client_sent_before_it_went_arrives()
    {
        TestSocket server = await NewRouter();
        TestSocket client = await StartClient(await server.Bind(AnyEndpoint), new SocketOptions { Linger = Deadline.Span });
        await client.AssertGreets(server);
        for (int i = 0; i < 100; i++)
            await client.Send($"{i}");
        await client.Dispose();
        for (int i = 0; i < 100; i++)
            Assert.Equal($"{i}", (await server.Receive()).Text);
    }

    [TransportFact]
    public virtual async Task A_client_that_comes_back_is_answered_in_place_of_the_one_before()
    {
        var options = new SocketOptions { RoutingId = Id("alice") };
        TestSocket server = await NewRouter();
        string endpoint = await server.Bind(AnyEndpoint);
        // It must not come back itself while the test goes on.
        TestSocket old = await StartClient(endpoint, options with { ReconnectInterval = Deadline.Span, MaxReconnectInterval = Deadline.Span });
        await old.AssertGreets(server);
        TestSocket successor = await StartClient(endpoint, options);
        await successor.AssertGreets(server);
        for (int i = 0; i < 100; i++)
            await server.Send(Id("alice"), $"{i}");
        for (int i = 0; i < 100; i++)
            Assert.Equal($"{i}", (await successor.Receive()).Text);
        Assert.Null(await old.Do((_, socket) => Received.Next(socket)));
    }

    [TransportFact]
    public virtual async Task A_client_that_went_and_comes_back_is_answered()
    {
        var options = new SocketOptions { RoutingId = Id("alice") };
        string endpoint = await StartEchoServer();
        for (int i = 0; i < 5; i++)
        {
            TestSocket client = await StartClient(endpoint, options);
            await client.SendUntilAnswered($"visit {i}");
            await client.Dispose();
        }
    }

    [TransportFact]
    public virtual async Task Without_handover_a_client_keeps_its_id_against_another()
    {
        var options = new SocketOptions { RoutingId = Id("alice") };
        TestSocket server = await NewRouter(new SocketOptions { RouterHandover = false });
        string endpoint = await server.Bind(AnyEndpoint);
        TestSocket holder = await StartClient(endpoint, options);
        await holder.AssertGreets(server);
        await server.Echo();
        TestSocket other = await StartClient(endpoint, options);
        await other.Send("I am alice");
        for (int i = 0; i < 100; i++)
            await holder.AssertEcho($"{i}");
        Assert.Null(await other.Do((_, socket) => Received.Next(socket)));
    }

    [TransportFact]
    public virtual async Task Clients_of_a_server_that_restarts_are_answered_without_connecting_again()
    {
        TestSocket server = await NewRouter();
        await server.Echo();
        string endpoint = await server.Bind(AnyEndpoint);
        TestSocket[] clients = [await StartClient(endpoint), await StartClient(endpoint), await StartClient(endpoint)];
        foreach (TestSocket client in clients)
            await client.AssertEcho("hello");
        for (int i = 0; i < 3; i++)
        {
            await server.Dispose();
            server = await NewRouter();
            await server.Echo();
            await server.BindAgain(endpoint);
            foreach (TestSocket client in clients)
            {
                await client.SendUntilAnswered($"restart {i}");
                await client.SendUntilAnswered($"restart {i}, again");
            }
        }
    }

    [TransportFact]
    public virtual async Task A_client_that_sends_more_than_the_server_takes_is_cut_off()
    {
        TestSocket server = await NewRouter(new SocketOptions { MaxFrameSize = 1000 });
        string endpoint = await server.Bind(AnyEndpoint);
        TestSocket client = await StartClient(endpoint), other = await StartClient(endpoint);
        await client.Send(RoutingId.Empty, new byte[1000]);
        Received most = await server.Receive();
        Assert.Equal(1000, Assert.Single(most.Frames).Length);

        await client.Send(RoutingId.Empty, [1], new byte[1001]);
        await server.Do((loop, socket) => Deadline.Await(loop, () =>
        {
            Assert.False(socket.TryReceive(out _));
            return socket.Send(most.From.Span, TestSocket.Buffer([1])) == SendResult.PeerUnreachable;
        }));
        await server.Echo();
        await other.AssertEcho("hello");
        await client.SendUntilAnswered("better now");
    }

    [TransportFact]
    public virtual async Task The_address_of_a_peer_is_known_where_the_capabilities_say_so()
    {
        TestSocket server = await NewRouter();
        TestSocket client = await StartClient(await server.Bind(AnyEndpoint));
        await client.Send("hello");
        Received hello = await server.Receive();
        Assert.Equal(Can(TransportCapabilities.PeerAddress), hello.Address is not null);
        Assert.Null(hello.UserId);
    }
}
