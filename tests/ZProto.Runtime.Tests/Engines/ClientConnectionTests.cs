using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>ENGINE.md, "Client": what a lost connection and a lost reply do to calls, and what is said of a call that takes too long.</summary>
public sealed class ClientConnectionTests : ClientFixture
{
    public override Task InitializeAsync()
    {
        Transport.Tells = true;
        return base.InitializeAsync();
    }

    [Fact]
    public async Task A_call_has_thirty_seconds_and_an_immediate_one_as_long_as_it_takes()
    {
        await OpenAsync();
        Task<string> ask = Client.AskAsync("a");
        Task<uint> poke = Client.NextPokeAsync();
        await SettleAsync();
        await TurnAsync(29_999);
        Assert.False(ask.IsCompleted);
        await TurnAsync(1);
        await Assert.ThrowsAsync<TimeoutException>(() => ask);
        await TurnAsync(1e9);
        Assert.False(poke.IsCompleted);
    }

    [Theory]
    [InlineData(1, "1 second")]
    [InlineData(2, "2 seconds")]
    [InlineData(0.5, "0.5 seconds")]
    public async Task A_timeout_says_how_long_the_call_had(double seconds, string said)
    {
        Client.Options.CallTimeout = TimeSpan.FromSeconds(seconds);
        await OpenAsync();
        Assert.StartsWith($"'ask' had no reply within {said}: ", await TimeOutAsync(Client.AskAsync("a")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timeout_says_that_the_client_was_never_connected()
    {
        await StopServerAsync();
        Assert.Equal(
            "'constructor' had no reply within 30 seconds: it was never connected to inproc://talk; the client is in state 'opening'.",
            await TimeOutAsync(Client.OpenAsync(Endpoint)));
    }

    [Fact]
    public async Task A_timeout_says_who_refused_the_client_and_the_log_says_it_once_a_second()
    {
        Task<TalkClient> opened = Client.OpenAsync(Endpoint);
        for (int i = 0; i < 3; i++)
            Transport.Events.Enqueue(new ConnectionEvent(ConnectionEventKind.Refused, Address: Endpoint, Reason: "PLAIN: bad password"));
        Assert.Equal(
            "'constructor' had no reply within 30 seconds: it was refused at inproc://talk (PLAIN: bad password); the client is in state 'opening'.",
            await TimeOutAsync(opened));
        Assert.Equal("Warning: talk_client: the server at inproc://talk did not admit the client: PLAIN: bad password", Assert.Single(Book.Lines));
    }

    [Fact]
    public async Task A_timeout_says_that_the_server_was_there_and_the_state_of_the_client()
    {
        await OpenAsync();
        Transport.Events.Enqueue(new ConnectionEvent(ConnectionEventKind.Connected, Address: Endpoint));
        Assert.Equal(
            "'ask alone' had no reply within 30 seconds: it is connected to inproc://talk, which has not answered; the client is in state 'busy'.",
            await TimeOutAsync(Client.AskAloneAsync("a")));
    }

    [Fact]
    public async Task A_timeout_says_that_the_connection_was_lost()
    {
        await OpenAsync();
        await TellAsync(ConnectionEventKind.Connected);
        await TellAsync(ConnectionEventKind.Disconnected);
        Assert.Equal(
            "'ask' had no reply within 30 seconds: its connection to inproc://talk was lost, and there is no new one; the client is in state 'ready'.",
            await TimeOutAsync(Client.AskAsync("a")));
    }

    [Fact]
    public async Task A_timeout_says_that_the_transport_does_not_tell()
    {
        Transport.Tells = false;
        await using var client = new TalkClient();
        SetUp(client.Options);
        Task<TalkClient> opened = client.OpenAsync(Endpoint);
        await SettleAsync(client);
        Clock.Advance(TimeSpan.FromSeconds(30));
        Assert.Contains($"nothing is known of the connection to {Endpoint}, of which {Transport.Name} does not tell", (await Assert.ThrowsAsync<TimeoutException>(() => opened)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_timeout_of_a_call_that_waits_for_a_state_says_so()
    {
        Client.Options.CallTimeout = TimeSpan.FromSeconds(2);
        await OpenAsync();
        Task<string> first = Client.AskAloneAsync("1");
        Task<string> second = Client.AskAloneAsync("2");
        await SettleAsync();
        Assert.Equal(
            "'ask alone' had no reply within 2 seconds: the client is in state 'busy', which has no such event, and an earlier call is still open.",
            await TimeOutAsync(second));
        await Assert.ThrowsAsync<TimeoutException>(() => first);
    }

    [Fact]
    public async Task One_lost_answer_costs_one_more_call_and_no_further()
    {
        await OpenAsync();
        await TimeOutAsync(await BeginAsync("lost", answer: false));
        // Its answer goes to the call before, which may only be late.
        await TimeOutAsync(await BeginAsync("a", answer: true));
        for (int i = 0; i < 20; i++)
            Assert.Equal($"to {i}", await AskAsync($"{i}", answer: true).WaitAsync(Patience));
    }

    [Fact]
    public async Task A_second_lost_answer_after_a_good_one_is_met_in_the_same_way()
    {
        await OpenAsync();
        await TimeOutAsync(await BeginAsync("lost", answer: false));
        await TimeOutAsync(await BeginAsync("a", answer: true));
        Assert.Equal("to b", await AskAsync("b", answer: true));
        await TimeOutAsync(await BeginAsync("lost again", answer: false));
        await TimeOutAsync(await BeginAsync("c", answer: true));
        Assert.Equal("to d", await AskAsync("d", answer: true));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_lost_connection_fails_the_calls_that_wait_for_a_reply(bool told)
    {
        await OpenAsync();
        Task<string> ask = Client.AskAsync("a");
        Task<uint> poke = Client.NextPokeAsync();
        Server.Receive();
        await LoseAsync(told);
        Assert.Equal("The connection to the server was lost while 'ask' waited for its reply.", (await Assert.ThrowsAsync<ConnectionLostException>(() => ask.WaitAsync(Patience))).Message);
        Assert.False(poke.IsCompleted);

        // By a new connection, where no one takes it for the request before.
        Task<string> next = Client.AskAsync("next");
        TalkMsg asked = Server.Receive();
        Assert.Equal("next", asked.Text);
        Assert.NotEqual(Id, asked.RoutingId);
        Id = asked.RoutingId;
        await SendAsync(TalkMsg.CreateAnswer("for the next", 1));
        Assert.Equal("for the next", await next);
        await SendAsync(TalkMsg.CreatePoke());
        Assert.Equal(1u, await poke);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_waits_in_the_outbox_is_for_the_next_connection_and_what_the_dealer_holds_is_not(bool told)
    {
        Client.Options.SendQueueCapacity = 1;
        await OpenAsync();
        await StopServerAsync();
        Task<string> ask = Client.AskAsync("a");
        await Client.SayAsync("waits");
        await SettleAsync();
        await LoseAsync(told);
        await Assert.ThrowsAsync<ConnectionLostException>(() => ask);
        await BindAsync();
        Assert.Equal("waits", Server.Receive().Text);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_call_that_fails_with_its_connection_takes_its_message_in_the_outbox_with_it(bool told)
    {
        Client.Options.SendQueueCapacity = 2;
        await OpenAsync();
        await StopServerAsync();
        Task<string>[] asks = [.. Enumerable.Range(0, 6).Select(i => Client.AskAsync($"{i}"))];
        // After the calls' messages there is no room, until those are forgotten.
        Task said = Client.SayAsync("waits");
        await SettleAsync();
        await LoseAsync(told);
        foreach (Task ask in asks)
            await Assert.ThrowsAsync<ConnectionLostException>(() => ask);
        await BindAsync();
        Assert.Equal("waits", Server.Receive().Text);
        await said;
    }

    [Fact]
    public async Task A_call_that_waits_for_a_state_is_made_by_the_new_connection_or_refused()
    {
        await OpenAsync();
        Task<string> busy = Client.AskAloneAsync("1");
        Task<string> waits = Client.AskAloneAsync("2");
        await SettleAsync();
        await LoseAsync(told: false);
        await Assert.ThrowsAsync<ConnectionLostException>(() => busy);
        await Assert.ThrowsAsync<InvalidClientStateException>(() => waits);
    }

    [Fact]
    public async Task The_call_whose_actions_say_that_the_connection_is_lost_goes_on()
    {
        await OpenAsync();
        Task<string> ask = Client.AskAsync("a");
        Server.Receive();
        await ActAsync(client => client.SetConnected(false));
        await Assert.ThrowsAsync<ConnectionLostException>(() => ask);
    }

    [Fact]
    public async Task A_client_that_was_not_connected_yet_loses_nothing()
    {
        Task<TalkClient> opened = Client.OpenAsync(Endpoint);
        TalkMsg open = Server.Receive();
        await Client.InvokeAsync(() => Client.SetConnected(false));
        await Server.SendAsync(open.RoutingId, TalkMsg.CreateOpenOk());
        Assert.Same(Client, await opened);
    }

    [Fact]
    public async Task A_client_that_reconnects_drops_what_waits_for_a_server_that_is_not_there()
    {
        await StopServerAsync();
        Task<TalkClient> opened = Client.OpenAsync(Endpoint);
        await SettleAsync();
        await Client.InvokeAsync(() =>
        {
            Client.Wire.Reconnect();
            Client.Wire.Reconnect();
        });
        await Assert.ThrowsAsync<ConnectionLostException>(() => opened);
        await BindAsync();
        await Client.SendAsync(TalkMsg.CreateNote("first"), CancellationToken.None);
        Assert.Equal(TalkMsg.MessageId.Note, Server.Receive().Id);
        Assert.Equal([Endpoint], await Client.InvokeAsync(() => Client.Wire.Endpoints));
    }

    // The test's clock is turned by 30 seconds, the time that a call has.
    private async Task<string> TimeOutAsync(Task call)
    {
        await SettleAsync();
        await TurnAsync(30_000);
        return (await Assert.ThrowsAsync<TimeoutException>(() => call)).Message;
    }

    private async Task<string> AskAsync(string text, bool answer) => await await BeginAsync(text, answer);

    // When it is done, the answer is on its way, and no clock that is turned then comes before it.
    private async Task<Task<string>> BeginAsync(string text, bool answer)
    {
        Task<string> call = Client.AskAsync(text);
        Assert.Equal(text, Server.Receive().Text);
        if (answer)
            await SendAsync(TalkMsg.CreateAnswer($"to {text}", 0));
        return call;
    }

    private Task LoseAsync(bool told)
        => told ? TellAsync(ConnectionEventKind.Disconnected) : Client.InvokeAsync(() => Client.SetConnected(false));

    private Task TellAsync(ConnectionEventKind kind)
    {
        Transport.Events.Enqueue(new ConnectionEvent(kind, Address: Endpoint));
        return SettleAsync();
    }
}
