namespace ZProto.Runtime.Tests.Engines;

/// <summary>ENGINE.md, "Client": calls.</summary>
public sealed class ClientCallTests : ClientFixture
{
    [Fact]
    public async Task Calls_may_overlap_and_a_reply_goes_to_the_oldest_that_accepts_it()
    {
        await OpenAsync();
        Task<string> first = Client.AskAsync("a");
        Task<TalkClient.TryToAskResult> second = Client.TryToAskAsync("b");
        Assert.Equal(["a", "b"], new[] { Server.Receive().Text, Server.Receive().Text });
        await SendAsync(TalkMsg.CreateSorry("no"));
        Assert.Equal(new TalkClient.TryToAskResult.Failure(Status: -1, Reason: "no"), await second);
        Assert.False(first.IsCompleted);
        await SendAsync(TalkMsg.CreateAnswer("A", 1));
        Assert.Equal("A", await first);
    }

    [Fact]
    public async Task A_reply_that_two_calls_accept_goes_to_the_older()
    {
        await OpenAsync();
        Task<TalkClient.TryToAskResult> first = Client.TryToAskAsync("a");
        Task<string> second = Client.AskAsync("b");
        await SendAsync(TalkMsg.CreateAnswer("A", 1));
        Assert.Equal(new TalkClient.TryToAskResult.Answer("A", 1), await first);
        await SettleAsync();
        Assert.False(second.IsCompleted);
        await SendAsync(TalkMsg.CreateAnswer("B", 2));
        Assert.Equal("B", await second);
    }

    [Fact]
    public async Task A_call_that_accepts_nothing_is_done_when_its_event_has_run()
    {
        await OpenAsync();
        bool ran = false;
        await ActAsync(_ => ran = true);
        Assert.True(ran);
    }

    [Fact]
    public async Task A_call_fails_when_its_timeout_has_passed_and_the_late_reply_goes_to_no_one_else()
    {
        Client.Options.CallTimeout = TimeSpan.FromSeconds(2);
        await OpenAsync();
        Task<string> late = Client.AskAsync("late");
        await SettleAsync();
        await TurnAsync(1_999);
        Assert.False(late.IsCompleted);
        await TurnAsync(1);
        Assert.Contains("ask", (await Assert.ThrowsAsync<TimeoutException>(() => late)).Message, StringComparison.Ordinal);

        Task<string> next = Client.AskAsync("next");
        await SendAsync(TalkMsg.CreateAnswer("for the late one", 1));
        await SendAsync(TalkMsg.CreateAnswer("for the next", 2));
        Assert.Equal("for the next", await next);
    }

    [Fact]
    public async Task A_cancelled_call_leaves_the_machine_sound_and_its_late_reply_goes_to_no_one_else()
    {
        await OpenAsync();
        using var cancellationToken = new CancellationTokenSource();
        Task<string> given = Client.AskAsync("given up", cancellationToken.Token);
        Server.Receive();
        cancellationToken.Cancel();
        OperationCanceledException thrown = await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Assert.Equal(cancellationToken.Token, thrown.CancellationToken);
        Task<string> next = Client.AskAsync("next");
        await SendAsync(TalkMsg.CreateAnswer("for the one given up", 1));
        await SettleAsync();
        Assert.False(next.IsCompleted);
        await SendAsync(TalkMsg.CreateAnswer("for the next", 2));
        Assert.Equal("for the next", await next);
    }

    [Fact]
    public async Task A_call_that_was_cancelled_before_it_was_made_raises_nothing()
    {
        await OpenAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Client.AskAsync("never", new CancellationToken(canceled: true)));
        await Client.SayAsync("next");
        Assert.Equal("next", Server.Receive().Text);
    }

    [Fact]
    public async Task A_call_made_and_cancelled_in_one_action_raises_nothing()
    {
        await OpenAsync();
        Task<string> call = null!;
        await ActAsync(client =>
        {
            using var cancellationToken = new CancellationTokenSource();
            call = client.AskAsync("never", cancellationToken.Token);
            cancellationToken.Cancel();
        });
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => call);
        Task<string> next = Client.AskAsync("next");
        Assert.Equal("next", Server.Receive().Text);
        await SendAsync(TalkMsg.CreateAnswer("for the next", 1));
        Assert.Equal("for the next", await next);
    }

    [Fact]
    public async Task A_call_whose_late_reply_never_comes_is_forgotten_after_a_minute()
    {
        Client.Options.CallTimeout = Timeout.InfiniteTimeSpan;
        await OpenAsync();
        using var cancellationToken = new CancellationTokenSource();
        Task<string> given = Client.AskAloneAsync("given up", cancellationToken.Token);
        Server.Receive();
        cancellationToken.Cancel();
        await SettleAsync();
        Task<string> waits = Client.AskAloneAsync("waits for that");
        await SettleAsync();
        await TurnAsync(59_000);
        Assert.False(waits.IsCompleted);
        await TurnAsync(1_000);
        await Assert.ThrowsAsync<InvalidClientStateException>(() => waits);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
    }

    [Fact]
    public async Task A_lost_connection_forgets_calls_that_were_given_up()
    {
        await OpenAsync();
        using var cancellationToken = new CancellationTokenSource();
        Task<string> given = Client.AskAsync("given up", cancellationToken.Token);
        Server.Receive();
        cancellationToken.Cancel();
        await SettleAsync();
        await Client.InvokeAsync(() => Client.SetConnected(false));
        Task<string> next = Client.AskAsync("next");
        Id = Server.Receive().RoutingId;
        await SendAsync(TalkMsg.CreateAnswer("for the next", 1));
        Assert.Equal("for the next", await next);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
    }

    [Fact]
    public async Task A_call_that_the_state_does_not_name_fails_where_no_earlier_one_is_open()
    {
        // In its first state, beside an immediate call, which is no such one.
        Task<uint> poke = Client.NextPokeAsync();
        InvalidClientStateException thrown = await Assert.ThrowsAsync<InvalidClientStateException>(() => Client.AskAsync("too early"));
        Assert.Contains("ask", thrown.Message, StringComparison.Ordinal);
        Assert.Contains("start", thrown.Message, StringComparison.Ordinal);
        Assert.False(poke.IsCompleted);
        await OpenAsync();
    }

    [Fact]
    public async Task A_call_that_the_state_does_not_name_waits_while_an_earlier_one_is_open_in_order_and_cancellable()
    {
        await OpenAsync();
        Task<string> first = Client.AskAloneAsync("1");
        Task<string> second = Client.AskAloneAsync("2");
        using var cancellationToken = new CancellationTokenSource();
        Task<string> third = Client.AskAloneAsync("3", cancellationToken.Token);
        Task<string> fourth = Client.AskAloneAsync("4");
        await SettleAsync();
        cancellationToken.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => third);
        var asked = new List<string>();
        for (int i = 0; i < 3; i++)
        {
            asked.Add(Server.Receive().Text);
            await SettleAsync();
            Assert.False(Server.HasReceived);
            await SendAsync(TalkMsg.CreateAnswer($"to {asked[^1]}", 0));
        }
        Assert.Equal(["1", "2", "4"], asked);
        Assert.Equal(["to 1", "to 2", "to 4"], await Task.WhenAll(first, second, fourth));
    }

    [Fact]
    public async Task A_call_that_waits_times_out()
    {
        Client.Options.CallTimeout = TimeSpan.FromSeconds(2);
        await OpenAsync();
        Task<string> first = Client.AskAloneAsync("1");
        Server.Receive();
        await TurnAsync(1_500);
        Task<string> second = Client.AskAloneAsync("2");
        await SettleAsync();
        await SendAsync(TalkMsg.CreateNote("no answer"));
        await TurnAsync(500);
        await Assert.ThrowsAsync<TimeoutException>(() => first);
        Assert.False(second.IsCompleted);
        await TurnAsync(1_500);
        await Assert.ThrowsAsync<TimeoutException>(() => second);
        // It was never made.
        await SendAsync(TalkMsg.CreateAnswer("late", 0));
        await Client.SayAsync("next");
        Assert.Equal("next", Server.Receive().Text);
    }

    [Fact]
    public async Task A_call_that_waits_fails_when_the_last_open_one_ends_without_a_change_of_state()
    {
        await OpenAsync();
        Task<string> first = Client.AskAloneAsync("1");
        Task<string> second = Client.AskAloneAsync("2");
        await SettleAsync();
        // Not by an event, after which the machine rests, but by a handler's own reply.
        await Client.InvokeAsync(() => Assert.True(Client.Answer("by hand")));
        Assert.Equal("by hand", await first);
        await Assert.ThrowsAsync<InvalidClientStateException>(() => second);
    }

    [Fact]
    public async Task Messages_that_wait_are_offered_when_a_call_that_waited_leads_to_their_state()
    {
        await using var client = new OrderClient();
        SetUp(client.Options);
        Task<OrderClient> opened = client.OpenAsync(Endpoint);
        RoutingId id = Server.Receive().RoutingId;
        await Server.SendAsync(id, TalkMsg.CreateOpenOk());
        await opened;
        Task<string> ask = client.AskAsync();
        Server.Receive();
        await Server.SendAsync(id, TalkMsg.CreateNote("1"));
        await Server.SendAsync(id, TalkMsg.CreateSorry("no state names it"));
        await Server.SendAsync(id, TalkMsg.CreateNote("2"));
        Task goOn = client.GoOnAsync();
        await SettleAsync(client);
        Assert.Empty(client.Log);
        Assert.False(goOn.IsCompleted);
        await Server.SendAsync(id, TalkMsg.CreateAnswer("done", 0));
        Assert.Equal("done", await ask);
        await goOn;
        await SettleAsync(client);
        Assert.Equal(["NOTE 1", "NOTE 2"], client.Log);
    }

    [Fact]
    public async Task Arguments_keep_their_last_value_until_a_call_with_them_runs()
    {
        await OpenAsync();
        Task<string> first = Client.AskAloneAsync("1");
        Task<string> second = Client.AskAloneAsync("2");
        await Client.SetRatesAsync(7, 0);
        await Client.InvokeAsync(() =>
        {
            Assert.Equal("1", Client.LastText);
            Assert.Equal(7, Client.LastHeartbeat);
        });
        await SendAsync(TalkMsg.CreateAnswer("", 0));
        await first;
        await Client.InvokeAsync(() => Assert.Equal("2", Client.LastText));
        await SendAsync(TalkMsg.CreateAnswer("", 0));
        await second;
        await Client.InvokeAsync(() => Assert.Equal("2", Client.LastText));
    }

    [Fact]
    public async Task An_immediate_call_takes_a_reply_that_came_before_it()
    {
        await OpenAsync();
        for (int i = 0; i < 3; i++)
            await SendAsync(TalkMsg.CreatePoke());
        await SettleAsync();
        for (uint i = 1; i <= 3; i++)
            Assert.Equal(i, await Client.NextPokeAsync());
        Task<uint> fourth = Client.NextPokeAsync();
        await SettleAsync();
        Assert.False(fourth.IsCompleted);
        await SendAsync(TalkMsg.CreatePoke());
        Assert.Equal(4u, await fourth);
    }

    [Fact]
    public async Task Replies_kept_for_immediate_calls_are_bounded_and_the_oldest_is_dropped()
    {
        await OpenAsync();
        for (int i = 0; i < 1_001; i++)
            await SendAsync(TalkMsg.CreatePoke());
        await Book.WaitForAsync("Warning: talk_client: 1000 replies wait");
        Assert.Equal(2u, await Client.NextPokeAsync());
    }

    [Fact]
    public async Task A_cancelled_immediate_call_takes_no_reply_from_others()
    {
        await OpenAsync();
        using var cancellationToken = new CancellationTokenSource();
        Task<uint> given = Client.NextPokeAsync(cancellationToken.Token);
        Task<uint> next = Client.NextPokeAsync();
        await SettleAsync();
        cancellationToken.Cancel();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        await SendAsync(TalkMsg.CreatePoke());
        Assert.Equal(1u, await next);
    }

    [Fact]
    public async Task No_reply_is_lost_to_an_immediate_call_that_is_cancelled_as_it_comes()
    {
        await OpenAsync();
        uint last = 0;
        for (int i = 0; i < 500; i++)
        {
            using var cancellationToken = new CancellationTokenSource();
            Task<uint> call = Client.NextPokeAsync(cancellationToken.Token);
            Task cancel = Task.Run(cancellationToken.Cancel);
            await SendAsync(TalkMsg.CreatePoke());
            await cancel;
            try
            {
                Assert.Equal(++last, await call);
            }
            catch (OperationCanceledException)
            {
                Assert.Equal(last, await Client.NextPokeAsync());
            }
        }
    }

    [Fact]
    public async Task A_reply_that_no_one_accepts_is_dropped_with_a_debug_line()
    {
        await OpenAsync();
        await SendAsync(TalkMsg.CreateAnswer("to no one", 0));
        await Book.WaitForAsync("Debug: talk_client: no one waits for reply ANSWER");
        Task<string> ask = Client.AskAsync("next");
        await SettleAsync();
        Assert.False(ask.IsCompleted);
    }

    [Fact]
    public async Task After_terminate_every_open_waiting_and_new_call_fails()
    {
        await OpenAsync();
        Task[] calls = [Client.AskAloneAsync("open"), Client.AskAloneAsync("waits"), Client.NextPokeAsync()];
        await SettleAsync();
        await Client.QuitAsync();
        foreach (Task call in calls)
            await Assert.ThrowsAsync<ClientClosedException>(() => call);
        await AssertClosedAsync();
        await Client.Completion;
        await AssertClosedAsync();
    }

    [Fact]
    public async Task After_dispose_every_open_waiting_and_new_call_fails()
    {
        await OpenAsync();
        Task[] calls = [Client.AskAloneAsync("open"), Client.AskAloneAsync("waits"), Client.NextPokeAsync()];
        await Client.DisposeAsync();
        foreach (Task call in calls)
            await Assert.ThrowsAsync<ClientClosedException>(() => call);
        await AssertClosedAsync();
    }

    [Fact]
    public async Task An_action_that_throws_fails_the_open_calls_with_what_it_threw()
    {
        await OpenAsync();
        Task<string> open = Client.AskAsync("a");
        ClientClosedException thrown = await Assert.ThrowsAsync<ClientClosedException>(() => Client.CrashAsync());
        Assert.IsType<InvalidTimeZoneException>(thrown.InnerException);
        Assert.IsType<InvalidTimeZoneException>((await Assert.ThrowsAsync<ClientClosedException>(() => open)).InnerException);
        await Book.WaitForAsync("Error: talk_client: state ready, event crash: an action threw");
        await Client.Completion;
        await Assert.ThrowsAsync<ClientClosedException>(() => Client.AskAsync("b"));
    }

    [Fact]
    public async Task Calls_complete_elsewhere_than_on_the_loop()
    {
        await OpenAsync();
        Task<string> ask = Client.AskAsync("a");
        Task<bool> onLoop = ask.ContinueWith(_ => Client.IsOnLoop, TaskContinuationOptions.ExecuteSynchronously);
        await SendAsync(TalkMsg.CreateAnswer("", 0));
        Assert.False(await onLoop);
    }

    private async Task AssertClosedAsync()
    {
        await Assert.ThrowsAsync<ClientClosedException>(() => Client.AskAsync("new"));
        await Assert.ThrowsAsync<ClientClosedException>(() => Client.NextPokeAsync());
        await Assert.ThrowsAsync<ClientClosedException>(() => Client.DoAsync());
        await Assert.ThrowsAsync<ClientClosedException>(() => Client.SayAsync("new"));
    }
}
