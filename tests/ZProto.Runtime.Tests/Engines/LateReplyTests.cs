namespace ZProto.Runtime.Tests.Engines;

/// <summary>ENGINE.md, "Client": calls that the model ends itself, and the server's replies to them.</summary>
public sealed class LateReplyTests : ClientFixture
{
    private static readonly TimeSpan s_silence = TimeSpan.FromMilliseconds(300);

    public override async Task InitializeAsync()
    {
        await base.InitializeAsync();
        await OpenAsync();
        Client.Silent = FailAll;
        Client.Woken = FailAll;
        await Client.InvokeAsync(() => Client.SetExpiry(s_silence));
    }

    [Theory]
    [InlineData("expired")]
    [InlineData("wakeup")]
    [InlineData("timer")]
    [InlineData("an event raised on a timer")]
    [InlineData("another call")]
    public async Task The_late_reply_to_a_call_that_the_model_has_failed_goes_to_no_other(string by)
    {
        if (by != "expired")
            await Client.InvokeAsync(() => Client.SetExpiry(TimeSpan.Zero));
        if (by == "an event raised on a timer")
            Client.Silent = client => client.WakeNow();
        Task<TalkClient.TryToAskResult> failed = await AskAsync("failed");
        switch (by)
        {
            case "wakeup":
                await Client.InvokeAsync(() => Client.WakeIn(s_silence));
                break;
            case "timer":
                await Client.InvokeAsync(() => Client.TimeIn(s_silence));
                break;
            case "an event raised on a timer":
                await Client.InvokeAsync(() => Client.SetExpiry(s_silence));
                break;
            case "another call":
                await ActAsync(FailAll);
                break;
        }
        await TurnAsync(300);
        await AssertFailedAsync(failed);

        Task<TalkClient.TryToAskResult> next = await AskAsync("next");
        await AnswerAsync("failed", "next");
        await AssertAnsweredAsync("next", next);
    }

    [Fact]
    public async Task Late_replies_to_all_that_an_outage_has_failed_go_to_no_other_however_long_it_takes()
    {
        List<Task<TalkClient.TryToAskResult>> failed = [];
        // The third time, some are failed that were made after others had failed.
        for (int i = 0; i < 24; i++)
        {
            failed.Add(await AskAsync($"{i}"));
            if (i % 8 == 7)
                await TurnAsync(300);
        }
        foreach (Task<TalkClient.TryToAskResult> call in failed)
            await AssertFailedAsync(call);

        Task<TalkClient.TryToAskResult> next = await AskAsync("next");
        await AnswerAsync([.. Enumerable.Range(0, 24).Select(i => $"{i}"), "next"]);
        await AssertAnsweredAsync("next", next);
    }

    [Fact]
    public async Task Late_replies_to_calls_whose_time_was_up_together_go_to_no_other()
    {
        await Client.InvokeAsync(() => Client.SetExpiry(TimeSpan.Zero));
        Task[] late = [await AskAsync("1"), await AskAsync("2"), await AskAsync("3")];
        await TurnAsync(30_000);
        foreach (Task call in late)
            await Assert.ThrowsAsync<TimeoutException>(() => call);
        Task<TalkClient.TryToAskResult> next = await AskAsync("next");
        await AnswerAsync("1", "2", "3", "next");
        await AssertAnsweredAsync("next", next);
    }

    [Fact]
    public async Task A_call_that_its_caller_and_the_model_gave_up_still_takes_its_late_reply()
    {
        using var cancellationToken = new CancellationTokenSource();
        Task<TalkClient.TryToAskResult> given = Client.TryToAskAsync("given up", cancellationToken.Token);
        Server.Receive();
        cancellationToken.Cancel();
        await SettleAsync();
        await TurnAsync(300);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => given);
        Task<TalkClient.TryToAskResult> next = await AskAsync("next");
        await AnswerAsync("given up", "next");
        await AssertAnsweredAsync("next", next);
    }

    [Fact]
    public async Task One_lost_answer_costs_one_more_call_that_the_model_fails_and_no_further()
    {
        Task<TalkClient.TryToAskResult> lost = await AskAsync("lost");
        await TurnAsync(300);
        await AssertFailedAsync(lost);
        // Its answer goes to the call before, which may only be late.
        Task<TalkClient.TryToAskResult> another = await AskAsync("a");
        await AnswerAsync("a");
        await TurnAsync(300);
        await AssertFailedAsync(another);
        for (int i = 0; i < 20; i++)
        {
            Task<TalkClient.TryToAskResult> call = await AskAsync($"{i}");
            await AnswerAsync($"{i}");
            await AssertAnsweredAsync($"{i}", call.WaitAsync(Patience));
        }
    }

    [Fact]
    public async Task Lost_answers_of_calls_in_flight_cost_as_many_more_and_no_further()
    {
        foreach (bool answers in new[] { false, true })
        {
            List<Task<TalkClient.TryToAskResult>> calls = [];
            for (int i = 0; i < 8; i++)
                calls.Add(await AskAsync($"{i}"));
            if (answers)
                await AnswerAsync([.. Enumerable.Range(0, 8).Select(i => $"{i}")]);
            await SettleAsync();
            await TurnAsync(300);
            foreach (Task<TalkClient.TryToAskResult> call in calls)
                await AssertFailedAsync(call);
        }
        for (int i = 0; i < 20; i++)
        {
            Task<TalkClient.TryToAskResult> call = await AskAsync($"{i}");
            await AnswerAsync($"{i}");
            await AssertAnsweredAsync($"{i}", call.WaitAsync(Patience));
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task What_was_sent_by_a_connection_that_is_gone_has_no_late_reply(bool isLost)
    {
        Client.Silent = client =>
        {
            // One before, one after.
            client.Fail();
            if (isLost)
                client.SetConnected(false);
            else
                client.Wire.Disconnect(Endpoint);
            FailAll(client);
            client.Wire.Connect(Endpoint);
        };
        Task[] lost = [await AskAsync("1"), await AskAsync("2")];
        await TurnAsync(300);
        foreach (Task call in lost)
            await call.ContinueWith(_ => { }, TaskScheduler.Default);
        await AssertAnsweredAsync();
    }

    [Fact]
    public async Task A_call_that_has_sent_nothing_has_no_late_reply()
    {
        await Client.InvokeAsync(() => Client.SetExpiry(TimeSpan.Zero));
        Client.Woken = client => client.Answer("from here");
        Client.Work = client => client.WakeIn(s_silence);
        Task<string> local = Client.ThinkAsync();
        await SettleAsync();
        await TurnAsync(300);
        Assert.Equal("from here", await local);
        await AssertAnsweredAsync();
    }

    [Fact]
    public async Task A_reply_by_an_event_that_the_servers_message_has_led_to_is_the_servers()
    {
        Client.Noted = client => client.WakeNow();
        Client.Woken = client => client.Answer("noted");
        Task<TalkClient.TryToAskResult> call = await AskAsync("a");
        await SendAsync(TalkMsg.CreateNote("first, and then the answer"));
        await AssertAnsweredAsync("noted", call);
        await AssertAnsweredAsync();
    }

    [Fact]
    public async Task A_call_that_answers_itself_has_no_late_reply()
    {
        Client.Work = client =>
        {
            client.Ask("to be on the safe side");
            client.Answer("from here");
        };
        Task<string> self = Client.ThinkAsync();
        Server.Receive();
        Assert.Equal("from here", await self);
        await AssertAnsweredAsync();
    }

    [Fact]
    public async Task A_call_that_the_model_has_failed_keeps_none_waiting_for_a_state()
    {
        Task<string> failed = Client.AskAloneAsync("failed");
        Server.Receive();
        Client.Silent = client => client.Answer("none");
        await TurnAsync(300);
        Assert.Equal("none", await failed);
        await Assert.ThrowsAsync<InvalidClientStateException>(() => Client.AskAloneAsync("no such event in this state"));
    }

    [Fact]
    public async Task A_late_reply_is_waited_for_for_a_minute()
    {
        Task<TalkClient.TryToAskResult> failed = await AskAsync("failed");
        await TurnAsync(300);
        await AssertFailedAsync(failed);
        await Client.InvokeAsync(() => Client.SetExpiry(TimeSpan.Zero));
        await TurnAsync(60_000);
        await AssertAnsweredAsync();
    }

    private static void FailAll(TalkClient client)
    {
        while (client.Fail())
        {
        }
    }

    private async Task<Task<TalkClient.TryToAskResult>> AskAsync(string text)
    {
        Task<TalkClient.TryToAskResult> call = Client.TryToAskAsync(text);
        TalkMsg asked = Server.Receive();
        Assert.Equal(text, asked.Text);
        Id = asked.RoutingId;
        await SettleAsync();
        return call;
    }

    private async Task AnswerAsync(params string[] texts)
    {
        foreach (string text in texts)
            await SendAsync(TalkMsg.CreateAnswer(text, 0));
        await SettleAsync();
    }

    private static async Task AssertFailedAsync(Task<TalkClient.TryToAskResult> call) => Assert.IsType<TalkClient.TryToAskResult.Failure>(await call);

    private static async Task AssertAnsweredAsync(string text, Task<TalkClient.TryToAskResult> call)
        => Assert.Equal(text, Assert.IsType<TalkClient.TryToAskResult.Answer>(await call).Text);

    private async Task AssertAnsweredAsync()
    {
        Task<TalkClient.TryToAskResult> next = await AskAsync("next");
        await AnswerAsync("for the next");
        await AssertAnsweredAsync("for the next", next);
    }
}
