using static ZProto.Runtime.Tests.OddValues;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>Timers, which no event cancels, beside wakeups, which each does.</summary>
public sealed class TimerTests : TestServerTests
{
    public TimerTests()
    {
        Server
            .On(Start, MessageId.Nothing, 0, client => Answer(client))
            .On(Start, MessageId.Text, 0, client => client.SetTimer(TimeSpan.FromSeconds(1), Ok), client => Answer(client))
            .On(Start, MessageId.Mixed, 0, client => client.CancelTimer(Ok), client => Answer(client))
            .On(Start, Ok, 0, Note("ok"))
            .On(Start, Error, 0, Note("error"));
        Server.OnEndedClient = client => Log.Add($"{client.UniqueId} ended");
    }

    [Fact]
    public async Task A_timer_fires_once_though_messages_come_more_often()
    {
        await using Peer<OddValues> peer = await AskAsync(CreateText("", ""));
        for (int i = 0; i < 10; i++)
        {
            await TurnAsync(0.4);
            await peer.SendAsync(CreateNothing());
            peer.Receive();
        }
        Assert.Equal(["ok in 1"], Log);
    }

    [Fact]
    public async Task Setting_a_timer_again_starts_it_again()
    {
        await using Peer<OddValues> peer = await AskAsync(CreateText("", ""));
        await TurnAsync(0.9);
        await peer.SendAsync(CreateText("", ""));
        peer.Receive();
        await TurnAsync(0.9);
        Assert.Empty(Log);
        await TurnAsync(0.2);
        Assert.Equal(["ok in 1"], Log);
    }

    [Fact]
    public async Task A_cancelled_timer_does_not_fire_and_may_be_set_again()
    {
        await using Peer<OddValues> peer = await AskAsync(CreateText("", ""));
        await peer.SendAsync(CreateMixed(1));
        peer.Receive();
        await TurnAsync(10);
        Assert.Empty(Log);
        await peer.SendAsync(CreateText("", ""));
        peer.Receive();
        await TurnAsync(2);
        Assert.Equal(["ok in 1"], Log);
    }

    [Fact]
    public async Task Each_event_has_a_timer_of_its_own_and_a_wakeup_beside_it()
    {
        await using Peer<OddValues> peer = await AskAsync();
        await Server.InvokeAsync(() =>
        {
            TestServer.Client client = Server.GetClients()[0];
            client.SetTimer(TimeSpan.FromSeconds(1), Ok);
            client.SetTimer(TimeSpan.FromSeconds(3), Error);
            client.SetWakeup(TimeSpan.FromSeconds(2), Error);
            // None of that event is set.
            client.CancelTimer(TestServer.Terminate);
        });
        await TurnAsync(1);
        await TurnAsync(1);
        // The timer's event has cancelled the wakeup.
        Assert.Equal(["ok in 1"], Log);
        await TurnAsync(1);
        Assert.Equal(["ok in 1", "error in 1"], Log);
    }

    [Fact]
    public async Task The_end_of_the_machine_cancels_its_timers()
    {
        Server.On(Start, MessageId.Eight, 0, client => client.Terminate());
        await using Peer<OddValues> peer = await AskAsync(CreateText("", ""));
        await peer.SendAsync(CreateEight(""));
        await SettleAsync();
        await TurnAsync(10);
        Assert.Equal(["1 ended"], Log);
    }

    [Fact]
    public async Task A_timer_that_cannot_be_is_refused()
    {
        TestServer.Client? ended = null;
        await using Peer<OddValues> peer = await AskAsync();
        await Server.InvokeAsync(() =>
        {
            ended = Server.GetClients()[0];
            Assert.Throws<ArgumentOutOfRangeException>(() => ended.SetTimer(TimeSpan.FromTicks(-1), Ok));
            ended.SetTimer(TimeSpan.MaxValue, Error);
            ended.Terminate();
            Assert.Throws<InvalidOperationException>(() => ended.SetTimer(TimeSpan.Zero, Ok));
            ended.CancelTimer(Ok);
        });
        Assert.Throws<InvalidOperationException>(() => ended!.SetTimer(TimeSpan.Zero, Ok));
        Assert.Throws<InvalidOperationException>(() => ended!.CancelTimer(Ok));
    }

    private async Task TurnAsync(double seconds)
    {
        await SettleAsync();
        Clock.Advance(TimeSpan.FromSeconds(seconds));
        await SettleAsync();
    }
}
