namespace ZProto.Transport.Tests;

// What a socket tells of its connections.
public abstract partial class TransportConformance
{
    [TransportFact]
    public virtual async Task A_client_is_told_that_its_server_is_there_and_that_it_is_lost()
    {
        if (!Can(TransportCapabilities.Disconnects))
            return;
        TestSocket server = await NewRouter();
        await server.Echo();
        TestSocket client = await StartClient(await server.Bind(AnyEndpoint));
        Assert.Equal(ConnectionEventKind.Connected, (await client.TakeConnectionEvent()).Kind);
        await client.AssertEcho("hello");
        await server.Dispose();
        ConnectionEvent lost = await client.TakeConnectionEvent();
        Assert.Equal(ConnectionEventKind.Disconnected, lost.Kind);
        Assert.NotNull(lost.Address);
    }

    [TransportFact]
    public virtual async Task A_client_is_told_nothing_until_its_server_is_there()
    {
        if (!Can(TransportCapabilities.Disconnects))
            return;
        string endpoint = NewEndpoint();
        TestSocket client = await StartClient(endpoint);
        await client.Send("hello");
        Assert.Null(await client.PeekConnectionEvent());
        await (await NewRouter()).Bind(endpoint);
        Assert.Equal(ConnectionEventKind.Connected, (await client.TakeConnectionEvent()).Kind);
    }

    [TransportFact]
    public virtual async Task What_comes_by_a_later_connection_is_received_after_the_loss_was_told()
    {
        if (!Can(TransportCapabilities.Disconnects))
            return;
        string endpoint = NewEndpoint();
        TestSocket before = await NewRouter();
        await before.Bind(endpoint);
        await before.Echo();
        TestSocket client = await StartClient(endpoint);
        await client.AssertEcho("before");
        Assert.Equal(ConnectionEventKind.Connected, (await client.TakeConnectionEvent()).Kind);
        await before.Dispose();
        TestSocket after = await NewRouter();
        await after.BindAgain(endpoint);
        await after.Send((await SendUntilReceived(client, after, "after")).From, "answer");
        await client.Do((loop, socket) =>
        {
            bool isTold = false;
            Received? answer = null;
            Deadline.Await(loop, () =>
            {
                answer = Received.Next(socket);
                if (answer is not null)
                {
                    Assert.True(isTold, "received before the loss was told");
                    return true;
                }
                while (socket.TryTakeConnectionEvent(out ConnectionEvent told))
                    isTold |= told.Kind == ConnectionEventKind.Disconnected;
                return false;
            });
            Assert.Equal("answer", answer!.Text);
        });
    }

    [TransportFact]
    public virtual async Task A_loss_is_told_before_what_came_by_a_later_connection_however_late_the_loop_looks()
    {
        if (!Can(TransportCapabilities.Disconnects))
            return;
        string endpoint = NewEndpoint();
        TestSocket before = await NewRouter();
        await before.Bind(endpoint);
        TestSocket client = await StartClient(endpoint);
        await client.AssertGreets(before);
        Assert.Equal(ConnectionEventKind.Connected, (await client.TakeConnectionEvent()).Kind);
        await before.Dispose();
        TestSocket after = await NewRouter();
        await after.BindAgain(endpoint);
        Received asked = await SendUntilReceived(client, after, "after");

        // The loop hears of the loss and of the new connection, and then sleeps until the answer is there.
        await client.Do((loop, _) => loop.Wait(TimeSpan.FromMilliseconds(50)));
        await after.Send(asked.From, "answer");
        await client.Do((loop, socket) =>
        {
            for (int i = 0; i < 3; i++)
                loop.Wait(TimeSpan.FromMilliseconds(50));
            Assert.False(socket.TryReceive(out _), "received before the loss was told");
            Assert.True(socket.TryTakeConnectionEvent(out ConnectionEvent told));
            Assert.Equal(ConnectionEventKind.Disconnected, told.Kind);
        });
        Assert.Equal("answer", (await client.Receive()).Text);
    }

    [TransportFact]
    public virtual async Task What_came_before_a_loss_is_received_before_it_is_told()
    {
        if (!Can(TransportCapabilities.Disconnects))
            return;
        TestSocket server = await NewRouter();
        TestSocket client = await StartClient(await server.Bind(AnyEndpoint));
        await client.AssertGreets(server);
        Assert.Equal(ConnectionEventKind.Connected, (await client.TakeConnectionEvent()).Kind);
        await client.Send("bye");
        RoutingId from = (await server.Receive()).From;
        for (int i = 0; i < 3; i++)
            await server.Send(from, $"last {i}");
        await server.Dispose();
        await client.Do((loop, socket) =>
        {
            var received = new List<string>();
            Deadline.Await(loop, () =>
            {
                while (Received.Next(socket) is { } message)
                    received.Add(message.Text);
                return socket.TryTakeConnectionEvent(out ConnectionEvent told) && told.Kind == ConnectionEventKind.Disconnected;
            });
            Assert.Equal(["last 0", "last 1", "last 2"], received);
        });
    }

    [TransportFact]
    public virtual async Task A_loss_that_no_one_takes_holds_up_no_message()
    {
        string endpoint = NewEndpoint();
        TestSocket before = await NewRouter();
        await before.Bind(endpoint);
        TestSocket client = await StartClient(endpoint);
        await client.AssertGreets(before);
        await before.Dispose();
        TestSocket after = await NewRouter();
        await after.Echo();
        await after.BindAgain(endpoint);
        await client.SendUntilAnswered("hello again");
        await client.SendUntilAnswered("and again");
    }

    [TransportFact]
    public virtual async Task A_server_is_told_whose_connection_has_ended_after_all_that_came_by_it()
    {
        if (!Can(TransportCapabilities.Disconnects))
            return;
        TestSocket server = await NewRouter(new SocketOptions { ReportDisconnects = true });
        string endpoint = await server.Bind(AnyEndpoint);
        TestSocket stays = await StartClient(endpoint, new SocketOptions { RoutingId = Id("stays") });
        await stays.AssertGreets(server);
        for (int i = 0; i < 10; i++)
        {
            // Descriptors, where there are such, are used again at once.
            TestSocket leaves = await StartClient(endpoint, new SocketOptions { RoutingId = Id($"leaves {i}") });
            await leaves.AssertGreets(server);
            await leaves.Send("the last");
            await leaves.Dispose();
            Assert.Equal("the last", (await server.Receive()).Text);
            ConnectionEvent ended = await server.TakeConnectionEvent();
            Assert.Equal(ConnectionEventKind.Disconnected, ended.Kind);
            Assert.Equal(Id($"leaves {i}"), ended.RoutingId);
        }
        await stays.AssertGreets(server);
        Assert.Null(await server.PeekConnectionEvent());
    }

    [TransportFact]
    public virtual async Task A_server_that_does_not_ask_is_told_of_no_peer()
    {
        TestSocket server = await NewRouter();
        string endpoint = await server.Bind(AnyEndpoint);
        TestSocket leaves = await StartClient(endpoint), stays = await StartClient(endpoint);
        await leaves.AssertGreets(server);
        await leaves.Dispose();
        await stays.AssertGreets(server);
        Assert.Null(await server.PeekConnectionEvent());
    }

    // What is sent before the loss is known goes with the old connection.
    private static async Task<Received> SendUntilReceived(TestSocket client, TestSocket server, string text)
    {
        Task<Received> coming = server.Receive();
        while (!coming.IsCompleted)
        {
            await client.TrySend(text);
            await Task.WhenAny(coming, Task.Delay(50));
        }
        return await coming;
    }
}
