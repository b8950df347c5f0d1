namespace ZProto.Runtime.Tests.Engines;

/// <summary>ENGINE.md, "Executing an event" and the rule at its head, where a client has its own part in them.</summary>
public sealed class ClientExecutionTests : ClientFixture
{
    [Fact]
    public async Task An_execution_that_no_message_started_begins_with_a_cleared_one()
    {
        await OpenAsync();
        await SendAsync(TalkMsg.CreateNote("secret"));
        await SettleAsync();
        Assert.Equal(["note secret"], Client.Log);
        await ActAsync(client => client.Log.Add($"'{client.Message.Text}'"));
        Assert.Equal("''", Client.Log[^1]);
    }

    [Fact]
    public async Task There_is_a_message_only_while_the_client_is_at_work()
    {
        await OpenAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.InvokeAsync(() => Client.Message));
        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.InvokeAsync(() => Client.Ask("nothing to send")));
    }

    [Fact]
    public async Task Only_actions_set_a_next_event()
    {
        await OpenAsync();
        await Assert.ThrowsAsync<InvalidOperationException>(() => Client.InvokeAsync(Client.DoAgain));
    }

    [Fact]
    public async Task An_event_without_a_row_leaves_the_wakeup_untouched()
    {
        await OpenAsync();
        await ActAsync(client => client.WakeIn(TimeSpan.FromSeconds(1)));
        await SendAsync(TalkMsg.CreateByeOk());
        await SettleAsync();
        await TurnAsync(1_000);
        Assert.Equal(["woken"], Client.Log);
    }

    [Fact]
    public async Task An_event_raised_at_work_runs_when_that_is_done()
    {
        await OpenAsync();
        await ActAsync(client =>
        {
            client.WakeNow();
            client.Log.Add("still at work");
        });
        await SettleAsync();
        Assert.Equal(["still at work", "woken"], Client.Log);
        await Client.InvokeAsync(() =>
        {
            Client.WakeNow();
            Assert.Equal("woken", Client.Log[^1]);
        });
    }

    [Fact]
    public async Task Terminate_takes_effect_when_the_actions_are_done_and_nothing_revives_the_client()
    {
        await OpenAsync();
        await ActAsync(client =>
        {
            client.WakeIn(TimeSpan.FromSeconds(1));
            client.SetHeartbeat(TimeSpan.FromSeconds(1));
            client.SetExpiry(TimeSpan.FromSeconds(1));
            client.WakeNow();
            client.End();
            client.Ask("last words");
        });
        Clock.Advance(TimeSpan.FromSeconds(10));
        await Client.Completion;
        Assert.Equal("last words", Server.Receive().Text);
        Assert.Equal(["terminated"], Client.Log);
        Assert.False(Server.HasReceived);
    }

    [Fact]
    public async Task Calls_made_in_an_action_follow_it_and_nothing_blocks()
    {
        await OpenAsync();
        Task<string> ask = null!;
        await ActAsync(client =>
        {
            Assert.True(client.SayAsync("first").IsCompletedSuccessfully);
            ask = client.AskAsync("second");
            Assert.False(ask.IsCompleted);
        });
        Assert.Equal(["first", "second"], new[] { Server.Receive().Text, Server.Receive().Text });
        await SendAsync(TalkMsg.CreateAnswer("yes", 0));
        Assert.Equal("yes", await ask);
    }

    [Fact]
    public async Task A_call_that_waits_for_an_action_is_refused_if_the_machine_ends_in_it()
    {
        await OpenAsync();
        Task<string> ask = null!;
        await ActAsync(client =>
        {
            ask = client.AskAsync("never");
            client.End();
        });
        await Assert.ThrowsAsync<ClientClosedException>(() => ask);
    }
}
