namespace ZProto.Runtime.Tests.Engines;

/// <summary>How clients expire that say nothing.</summary>
public sealed class ExpiryTests : TestServerTests
{
    public ExpiryTests()
    {
        Server.ExpiredEvent = Error;
        Server
            .On(Start, OddValues.MessageId.Nothing, 0, client => Answer(client))
            .On(Start, Error, 0, client => Log.Add($"{client.UniqueId} expired"));
    }

    [Fact]
    public async Task With_a_timeout_of_zero_no_one_expires()
    {
        Server.ClientTimeout = TimeSpan.Zero;
        await using Peer<OddValues> peer = await AskAsync();
        await TurnAsync(100_000);
        Assert.Empty(Log);
    }

    [Fact]
    public async Task A_new_timeout_applies_at_once_to_those_that_have_been_silent_longer_already()
    {
        await using Peer<OddValues> peer = await AskAsync();
        await TurnAsync(30);
        Server.ClientTimeout = TimeSpan.FromSeconds(20);
        await SettleAsync();
        await TurnAsync(0.001);
        Assert.Equal(["1 expired"], Log);

        Server.ClientTimeout = TimeSpan.FromSeconds(1_000);
        await TurnAsync(999);
        Assert.Equal(["1 expired"], Log);
        await TurnAsync(2);
        Assert.Equal(["1 expired", "1 expired"], Log);
    }

    [Fact]
    public async Task Each_client_expires_after_its_own_silence_the_longest_silent_first()
    {
        Server.ClientTimeout = TimeSpan.FromSeconds(10);
        await using Peer<OddValues> one = await AskAsync();
        await TurnAsync(2);
        await using Peer<OddValues> two = await AskAsync();
        await TurnAsync(2);
        await using Peer<OddValues> three = await AskAsync();
        await TurnAsync(2);
        await one.SendAsync(OddValues.CreateNothing());
        one.Receive();
        await TurnAsync(5.9);
        Assert.Empty(Log);
        await TurnAsync(0.2);
        Assert.Equal(["2 expired"], Log);
        await TurnAsync(10);
        Assert.Equal(["2 expired", "3 expired", "1 expired"], Log.Take(3));
    }

    [Fact]
    public async Task A_client_that_only_sends_what_cannot_be_decoded_is_silent()
    {
        await using Peer<OddValues> peer = await AskAsync();
        await TurnAsync(59);
        await peer.SendAsync([1, 2, 3]);
        await SettleAsync();
        await TurnAsync(2);
        Assert.Equal(["1 expired"], Log);
    }

    [Fact]
    public async Task Expired_cancels_the_wakeup_as_any_event_does()
    {
        Server
            .On(Start, OddValues.MessageId.Text, 0, client => client.SetWakeup(TimeSpan.FromSeconds(100), Ok), client => Answer(client))
            .On(Start, Ok, 0, Note("never"));
        await using Peer<OddValues> peer = await AskAsync(OddValues.CreateText("", ""));
        await TurnAsync(61);
        Server.ClientTimeout = TimeSpan.Zero;
        await TurnAsync(1_000);
        Assert.Equal(["1 expired"], Log);
    }

    [Fact]
    public async Task A_client_that_expires_may_be_ended_and_comes_back_as_a_new_one()
    {
        Server.On(Start, Error, 0, client => client.Terminate());
        await using Peer<OddValues> peer = await AskAsync();
        await TurnAsync(61);
        Assert.Empty(await Server.InvokeAsync(() => Server.GetClients()));
        await peer.SendAsync(OddValues.CreateNothing());
        peer.Receive();
        Assert.Equal(2, await Server.InvokeAsync(() => Server.GetClients()[0].UniqueId));
    }

    private async Task TurnAsync(double seconds)
    {
        await SettleAsync();
        Clock.Advance(TimeSpan.FromSeconds(seconds));
        await SettleAsync();
    }
}
