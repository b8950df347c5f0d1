using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>ENGINE.md, "Client": opening, connecting, and the timers of a connection.</summary>
public sealed class ClientTests : ClientFixture
{
    [Fact]
    public async Task Open_gives_the_client_back_after_an_accepted_reply_of_the_constructor()
    {
        Task<TalkClient> opened = Client.OpenAsync(Endpoint);
        TalkMsg open = Server.Receive();
        Assert.Equal(TalkMsg.MessageId.Open, open.Id);
        Assert.False(opened.IsCompleted);
        await Server.SendAsync(open.RoutingId, TalkMsg.CreateOpenOk());
        Assert.Same(Client, await opened);
        Assert.True(Client.IsConnected);
    }

    [Fact]
    public async Task Changes_of_the_connection_are_raised_on_the_loop_and_what_a_handler_throws_ends_nothing()
    {
        var changes = new List<(bool IsConnected, bool IsOnLoop)>();
        Client.ConnectionChanged += (sender, change) =>
        {
            changes.Add((change.IsConnected, Client.IsOnLoop));
            throw new InvalidOperationException($"on purpose, by {sender}");
        };
        await OpenAsync();
        Assert.Equal([(true, true)], changes);
        await Client.InvokeAsync(() => Client.SetConnected(true));
        await Client.InvokeAsync(() => Client.SetConnected(false));
        Assert.Equal([(true, true), (false, true)], changes);
        await Client.InvokeAsync(() => Client.SetConnected(true));
        await Client.DisposeAsync();
        Assert.Equal([true, false, true, false], changes.Select(change => change.IsConnected));
    }

    [Fact]
    public async Task Open_gives_the_client_back_after_another_accepted_reply_too()
    {
        Task<TalkClient> opened = Client.OpenAsync(Endpoint);
        await Server.SendAsync(Server.Receive().RoutingId, TalkMsg.CreateSorry("full"));
        Assert.Same(Client, await opened);
        Assert.False(Client.IsConnected);
    }

    [Fact]
    public async Task Open_fails_if_the_machine_ends_first()
    {
        Task<TalkClient> opened = Client.OpenAsync(Endpoint);
        Server.Receive();
        await Client.QuitAsync();
        await Assert.ThrowsAsync<ClientClosedException>(() => opened);
    }

    [Fact]
    public async Task Open_fails_with_the_endpoint_in_the_text_where_it_cannot_be_connected_to()
    {
        ClientClosedException thrown = await Assert.ThrowsAsync<ClientClosedException>(() => Client.OpenAsync("nonsense"));
        Assert.Contains("nonsense", thrown.Message, StringComparison.Ordinal);
        Assert.IsType<TransportException>(thrown.InnerException);
    }

    [Fact]
    public async Task Connect_waits_for_a_server_that_is_yet_to_come()
    {
        await StopServerAsync();
        Task<TalkClient> opened = Client.OpenAsync(Endpoint);
        await SettleAsync();
        await BindAsync();
        await Server.SendAsync(Server.Receive().RoutingId, TalkMsg.CreateOpenOk());
        await opened;
    }

    [Fact]
    public async Task Connecting_twice_to_one_endpoint_changes_nothing()
    {
        await OpenAsync();
        await Client.InvokeAsync(() =>
        {
            Client.Wire.Connect(Endpoint);
            Assert.Equal([Endpoint], Client.Wire.Endpoints);
        });
    }

    [Fact]
    public async Task TryConnect_says_whether_it_can_and_logs_why_not()
    {
        await Client.InvokeAsync(() =>
        {
            Assert.False(Client.Wire.TryConnect("nonsense"));
            Assert.True(Client.Wire.TryConnect(Endpoint));
            Assert.Equal([Endpoint], Client.Wire.Endpoints);
        });
        await Book.WaitForAsync("cannot connect to 'nonsense'");
    }

    [Fact]
    public async Task Disconnect_ends_a_connection_and_another_can_follow()
    {
        await OpenAsync();
        await using RouterPeer<TalkMsg> other = await RouterPeer<TalkMsg>.BindAsync(Transport, "inproc://other");
        await Client.InvokeAsync(() =>
        {
            Assert.Throws<TransportException>(() => Client.Wire.Disconnect("inproc://other"));
            Client.Wire.Disconnect(Endpoint);
            Assert.Empty(Client.Wire.Endpoints);
        });
        await Client.SayAsync("kept until there is a connection");
        await Client.InvokeAsync(() => Client.Wire.Connect("inproc://other"));
        Assert.Equal("kept until there is a connection", other.Receive().Text);
        Assert.False(Server.HasReceived);
    }

    [Fact]
    public async Task Security_is_set_before_connecting()
    {
        var security = new SocketSecurity.PlainClient("me", "secret");
        await Client.InvokeAsync(() =>
        {
            Client.Wire.Security = security;
            // Which this transport does not have: so it was heeded.
            Assert.Throws<TransportException>(() => Client.Wire.Connect(Endpoint));
            Client.Wire.Security = null;
            Client.Wire.Connect(Endpoint);
            Assert.Contains(Endpoint, Assert.Throws<InvalidOperationException>(() => Client.Wire.Security = security).Message, StringComparison.Ordinal);
            Client.Wire.Disconnect(Endpoint);
            Client.Wire.Security = security;
        });
    }

    [Fact]
    public async Task What_belongs_to_the_loop_throws_elsewhere()
    {
        await OpenAsync();
        ClientConnection dealer = await Client.InvokeAsync(() => Client.Wire);
        Assert.Throws<InvalidOperationException>(() => Client.Wire);
        Assert.Throws<InvalidOperationException>(() => dealer.Connect(Endpoint));
        Assert.Throws<InvalidOperationException>(() => dealer.TryConnect(Endpoint));
        Assert.Throws<InvalidOperationException>(() => dealer.Disconnect(Endpoint));
        Assert.Throws<InvalidOperationException>(() => dealer.Security = null);
        Assert.Throws<InvalidOperationException>(() => Client.SetHeartbeat(TimeSpan.Zero));
        Assert.Throws<InvalidOperationException>(() => Client.SetExpiry(TimeSpan.Zero));
        Assert.Throws<InvalidOperationException>(() => Client.SetConnected(true));
        Assert.Throws<InvalidOperationException>(() => Client.WakeIn(TimeSpan.Zero));
        Assert.Throws<InvalidOperationException>(() => Client.Answer(""));
    }

    [Fact]
    public async Task Options_are_fixed_when_the_client_starts()
    {
        await OpenAsync();
        Assert.Throws<InvalidOperationException>(() => Client.Options.CallTimeout = TimeSpan.FromSeconds(1));
        Assert.Throws<InvalidOperationException>(() => Client.Options.SendQueueCapacity = 1);
    }

    [Fact]
    public async Task Heartbeat_comes_every_interval_whatever_the_traffic_until_zero()
    {
        await OpenAsync();
        await Client.SetRatesAsync(100, 0);
        for (int i = 0; i < 3; i++)
        {
            await TurnAsync(60);
            Assert.False(Server.HasReceived);
            // Neither what comes nor what goes puts it off.
            await SendAsync(TalkMsg.CreateNote("traffic"));
            await Client.SayAsync("traffic");
            Assert.Equal(TalkMsg.MessageId.Say, Server.Receive().Id);
            await TurnAsync(40);
            Assert.Equal(TalkMsg.MessageId.Ping, Server.Receive().Id);
        }
        await Client.SetRatesAsync(0, 0);
        await TurnAsync(1_000);
        await Client.SayAsync("last");
        Assert.Equal("last", Server.Receive().Text);
    }

    [Fact]
    public async Task Expired_comes_when_nothing_came_for_that_long_again_and_again_until_zero()
    {
        await OpenAsync();
        await Client.SetRatesAsync(0, 1_000);
        await TurnAsync(900);
        await SendAsync(TalkMsg.CreatePingOk());
        await SettleAsync();
        await TurnAsync(900);
        Assert.Empty(Client.Log);
        await TurnAsync(100);
        Assert.Equal(["silence"], Client.Log);
        await TurnAsync(1_000);
        await TurnAsync(1_000);
        Assert.Equal(["silence", "silence", "silence"], Client.Log);
        await Client.SetRatesAsync(0, 0);
        await TurnAsync(10_000);
        Assert.Equal(3, Client.Log.Count);
    }

    [Fact]
    public async Task Expired_is_not_tripped_by_a_stall_while_messages_wait_in_the_socket()
    {
        await OpenAsync();
        await Client.SetRatesAsync(0, 1_000);
        using var stalled = new ManualResetEventSlim();
        using var goOn = new ManualResetEventSlim();
        Task stall = ActAsync(_ =>
        {
            stalled.Set();
            goOn.Wait();
        });
        stalled.Wait();
        await SendAsync(TalkMsg.CreatePingOk());
        Clock.Advance(TimeSpan.FromSeconds(10));
        goOn.Set();
        await stall;
        await SettleAsync();
        Assert.Empty(Client.Log);
        await TurnAsync(1_000);
        Assert.Equal(["silence"], Client.Log);
    }

    [Fact]
    public async Task After_a_stall_the_servers_silence_begins_again()
    {
        await OpenAsync();
        await Client.SetRatesAsync(0, 1_000);
        await Client.InvokeAsync(() =>
        {
            // What a process that was stopped finds: time has gone by, and nothing was read.
            Clock.Advance(TimeSpan.FromSeconds(10));
            Client.Loop.Stalled();
        });
        await SettleAsync();
        await TurnAsync(900);
        Assert.Empty(Client.Log);
        await TurnAsync(100);
        Assert.Equal(["silence"], Client.Log);
    }

    [Fact]
    public async Task Expired_comes_also_while_there_is_no_connection()
    {
        await Client.InvokeAsync(() => Client.SetExpiry(TimeSpan.FromSeconds(1)));
        Task<TalkClient> opened = Client.OpenAsync(Endpoint);
        Server.Receive();
        await using var lonely = new TalkClient();
        SetUp(lonely.Options);
        lonely.Options.LoggerFactory = Book;
        await lonely.InvokeAsync(() => lonely.SetExpiry(TimeSpan.FromSeconds(1)));
        Clock.Advance(TimeSpan.FromSeconds(1));
        await SettleAsync(lonely);
        // Its first state does not name the event, and says so.
        await Book.WaitForAsync("event expired is not handled in state start");
        await SettleAsync();
        Assert.Equal(["silence"], Client.Log);
    }

    [Fact]
    public async Task Connected_is_what_the_actions_say_and_can_be_waited_for()
    {
        Task connected = Client.WaitForConnectionAsync();
        using var cancellationToken = new CancellationTokenSource();
        Task impatient = Client.WaitForConnectionAsync(cancellationToken.Token);
        cancellationToken.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => impatient);
        Assert.False(connected.IsCompleted);
        await OpenAsync();
        await connected;
        Assert.True(Client.IsConnected);

        await Client.InvokeAsync(() => Client.SetConnected(false));
        Assert.False(Client.IsConnected);
        Task again = Client.WaitForConnectionAsync();
        Assert.False(again.IsCompleted);
        await Client.InvokeAsync(() => Client.SetConnected(true));
        await again;
    }

    [Fact]
    public async Task Waiting_for_a_connection_fails_when_the_client_ends()
    {
        Task connected = Client.WaitForConnectionAsync();
        await Client.DisposeAsync();
        await Assert.ThrowsAsync<ClientClosedException>(() => connected);
        await Assert.ThrowsAsync<ClientClosedException>(() => Client.WaitForConnectionAsync());
        Assert.False(Client.IsConnected);
    }

    [Fact]
    public async Task A_wakeup_comes_once_unless_an_event_comes_first()
    {
        await OpenAsync();
        await ActAsync(client => client.WakeIn(TimeSpan.FromSeconds(1)));
        await TurnAsync(1_000);
        await TurnAsync(1_000);
        Assert.Equal(["woken"], Client.Log);
        await ActAsync(client => client.WakeIn(TimeSpan.FromSeconds(1)));
        await SendAsync(TalkMsg.CreateNote("first"));
        await SettleAsync();
        await TurnAsync(5_000);
        Assert.Equal(["woken", "note first"], Client.Log);
    }

    [Fact]
    public async Task Verbose_traces_state_event_each_action_and_next_state()
    {
        Client.Verbose = true;
        await OpenAsync();
        Assert.Equal(
            [
                "Information: talk_client: start:",
                "Information: talk_client:     constructor",
                "Information: talk_client:         $ connect to server",
                "Information: talk_client:         $ send OPEN",
                "Information: talk_client:         > opening",
                "Information: talk_client: opening:",
                "Information: talk_client:     OPEN-OK",
                "Information: talk_client:         $ signal opened",
                "Information: talk_client:         > ready",
            ],
            Book.Lines);
        Client.Verbose = false;
        await Client.SetRatesAsync(0, 0);
        Assert.Equal(9, Book.Lines.Count);
    }

    [Fact]
    public async Task A_hundred_clients_share_one_thread()
    {
        var server = new TalkServer { Options = { Transport = Transport, TimeProvider = Clock } };
        string endpoint = await server.BindAsync("inproc://many");
        var loop = new EventLoop(Transport, Clock);
        int before = Transport.LoopsMade;
        TalkClient[] clients = [.. Enumerable.Range(0, 100).Select(_ => new TalkClient { Options = { Loop = loop } })];
        await Task.WhenAll(clients.Select(client => client.OpenAsync(endpoint)));
        string[] answers = await Task.WhenAll(clients.SelectMany((client, i) => new[] { client.AskAsync($"{i} a"), client.AskAsync($"{i} b") }));
        Assert.Equal(Enumerable.Range(0, 100).SelectMany(i => new[] { $"{i} a", $"{i} b" }), answers);
        Assert.Equal(before + 1, Transport.LoopsMade);
        await Task.WhenAll(clients.Select(client => client.DisposeAsync().AsTask()));
        await loop.DisposeAsync();
        await server.DisposeAsync();
    }
}
