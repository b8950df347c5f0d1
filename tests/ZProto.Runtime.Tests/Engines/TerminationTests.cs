using static ZProto.Runtime.Tests.OddValues;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>How a machine ends, and what ends with it.</summary>
public sealed class TerminationTests : TestServerTests
{
    [Fact]
    public async Task The_event_terminate_ends_a_machine_as_a_next_event()
    {
        Server.On(Start, MessageId.Nothing, Second, client => client.SetNextEvent(TestServer.Terminate), client => Answer(client));
        Server.OnEndedClient = Note("ended");
        await using Peer<OddValues> peer = await AskAsync();
        await SettleAsync();
        Assert.Equal(["ended in 2"], Log);
    }

    [Fact]
    public async Task The_event_terminate_ends_a_machine_as_an_exception()
    {
        Server.On(Start, MessageId.Nothing, Second, client => Answer(client), client => client.SetException(TestServer.Terminate), Note("never"));
        Server.OnEndedClient = Note("ended");
        await using Peer<OddValues> peer = await AskAsync();
        await SettleAsync();
        Assert.Equal(["ended in 1"], Log);
    }

    [Fact]
    public async Task The_event_terminate_ends_a_machine_when_it_is_raised_from_elsewhere()
    {
        Server.On(Start, MessageId.Nothing, 0, client => Answer(client));
        Server.OnEndedClient = Note("ended");
        await using Peer<OddValues> peer = await AskAsync();
        await Server.InvokeAsync(() => Server.BroadcastEvent(TestServer.Terminate));
        Assert.Equal(["ended in 1"], Log);
    }

    [Fact]
    public async Task The_event_terminate_ends_a_machine_as_a_wakeup()
    {
        Server.On(Start, MessageId.Nothing, 0, client => client.SetWakeup(TimeSpan.FromSeconds(1), TestServer.Terminate), client => Answer(client));
        Server.OnEndedClient = Note("ended");
        await using Peer<OddValues> peer = await AskAsync();
        await SettleAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        await SettleAsync();
        Assert.Equal(["ended in 1"], Log);
    }

    [Fact]
    public async Task An_idle_machine_that_is_terminated_ends_at_once()
    {
        Server.On(Start, MessageId.Nothing, 0, client => Answer(client));
        Server.OnEndedClient = Note("ended");
        await using Peer<OddValues> peer = await AskAsync();
        Assert.False(await Server.InvokeAsync(() =>
        {
            TestServer.Client client = Server.GetClients()[0];
            client.Terminate();
            client.Terminate();
            Log.Add("terminated");
            return client.IsAlive;
        }));
        Assert.Equal(["ended in 1", "terminated"], Log);
    }

    [Fact]
    public async Task A_machine_terminated_by_one_that_it_called_ends_when_its_own_event_is_done()
    {
        TestServer.Client? killer = null;
        Server
            .On(Start, MessageId.Nothing, 0, client => killer = client, client => Answer(client))
            .On(Start, Ok, 0, client => ((TestServer.Client)client.Argument!).Terminate(), Note("killed"))
            .On(Start, MessageId.Text, 0, client => Server.SendEvent(killer!, Ok, client), client => Answer(client, $"{client.IsAlive}"));
        Server.OnEndedClient = client => Log.Add($"{client.UniqueId} ended");
        await using Peer<OddValues> other = await AskAsync();
        await using Peer<OddValues> peer = await PeerAsync();
        await peer.SendAsync(CreateText("", ""));
        Assert.Equal("True", peer.Receive().Short);
        await SettleAsync();
        Assert.Equal(["killed in 1", "2 ended"], Log);
    }

    [Fact]
    public async Task OnTerminate_comes_once_however_often_and_wherever_a_machine_is_terminated()
    {
        Server
            .On(Start, MessageId.Nothing, Second, client => client.Terminate(), client => client.Terminate(), client => client.SetNextEvent(TestServer.Terminate), client => Answer(client))
            .After(Start, client => client.Terminate());
        Server.OnEndedClient = client =>
        {
            Log.Add("ended");
            client.Terminate();
            Server.SendEvent(client, TestServer.Terminate);
        };
        await using Peer<OddValues> peer = await AskAsync();
        await SettleAsync();
        Assert.Equal(["ended"], Log);
    }

    [Fact]
    public async Task Pending_events_end_with_the_machine()
    {
        Server
            .On(Start, MessageId.Nothing, 0, client => Server.SendEvent(client, Ok), client => client.Terminate(), client => Answer(client))
            .On(Start, Ok, 0, Note("never"));
        await using Peer<OddValues> peer = await AskAsync();
        await SettleAsync();
        Assert.Empty(Log);
    }

    [Fact]
    public async Task Kept_messages_end_with_the_machine()
    {
        Server
            .On(Start, MessageId.Mixed, 0, client => client.Terminate())
            .On(Start, MessageId.Nothing, Second, client => Answer(client, $"{client.UniqueId}"))
            .On(Second, MessageId.Text, 0, Note("never"));
        await using Peer<OddValues> peer = await TellAsync(CreateText("kept", ""), CreateMixed(1), CreateNothing());
        Assert.Equal("2", peer.Receive().Short);
        await SettleAsync();
        Assert.Empty(Log);
    }

    [Fact]
    public async Task A_wakeup_ends_with_the_machine()
    {
        Server
            .On(Start, MessageId.Nothing, 0, client => client.Terminate(), client => client.SetWakeup(TimeSpan.FromSeconds(1), Ok), client => Answer(client))
            .On(Start, Ok, 0, Note("never"));
        await using Peer<OddValues> peer = await AskAsync();
        await SettleAsync();
        Clock.Advance(TimeSpan.FromSeconds(10));
        await SettleAsync();
        Assert.Empty(Log);
    }

    [Fact]
    public async Task A_machine_that_is_gone_drops_every_event_and_its_last_words_cannot_revive_it()
    {
        TestServer.Client? gone = null;
        Server.On(Start, MessageId.Nothing, 0, client => gone = client, client => Answer(client), client => client.Terminate());
        Server.On(Start, Ok, 0, Note("never"));
        Server.OnEndedClient = client =>
        {
            Assert.Throws<InvalidOperationException>(() => client.SetWakeup(TimeSpan.Zero, Ok));
            Assert.Throws<InvalidOperationException>(() => client.RunInBackground(_ => Task.FromResult(1), Ok, Error));
            client.SetNextEvent(Ok);
            Server.SendEvent(client, Ok);
            Log.Add("ended");
        };
        await using Peer<OddValues> peer = await AskAsync();
        await Server.InvokeAsync(() =>
        {
            Assert.False(gone!.IsAlive);
            Server.SendEvent(gone, Ok);
            gone.Terminate();
            Assert.False(Server.TryGetClient(gone.RoutingId, out _));
        });
        Assert.Equal(["ended"], Log);
    }

    [Fact]
    public async Task An_exception_in_OnTerminate_is_logged_and_the_machine_is_gone()
    {
        Server.On(Start, MessageId.Nothing, 0, client => Answer(client), client => client.Terminate());
        Server.OnEndedClient = _ => throw new InvalidOperationException("on purpose");
        await using Peer<OddValues> peer = await AskAsync();
        Assert.StartsWith("Error: TestServer client 1: state state 1, event OnTerminate", await Book.WaitForAsync("on purpose"), StringComparison.Ordinal);
        Assert.Empty(await Server.InvokeAsync(() => Server.GetClients()));
    }

    [Fact]
    public async Task Clients_end_with_their_server_each_by_its_last_words()
    {
        Server.On(Start, MessageId.Nothing, 0, client => Answer(client));
        Server.OnEndedClient = client => Log.Add($"{client.UniqueId} ended");
        Server.OnStop = () => Log.Add("server ended");
        await using Peer<OddValues> one = await AskAsync();
        await using Peer<OddValues> other = await AskAsync();
        await Server.DisposeAsync();
        Assert.Equal(["1 ended", "2 ended", "server ended"], Log);
    }

    [Fact]
    public async Task What_throws_is_logged_with_log_prefix_state_and_the_event_at_work()
    {
        Server
            .On(Start, MessageId.Nothing, Second, client => client.LogPrefix = "prefix", client => client.SetNextEvent(Ok))
            .On(Second, Ok, 0, _ => throw new InvalidOperationException("on purpose"));
        await using Peer<OddValues> peer = await TellAsync(CreateNothing());
        Assert.Equal("Error: prefix: state state 2, event event 10: an action threw; the machine is ended [on purpose]", await Book.WaitForAsync("on purpose"));
    }

    [Fact]
    public async Task An_exception_in_OnInitialize_ends_the_client_before_its_first_message()
    {
        Server.On(Start, MessageId.Nothing, 0, Note("never"));
        Server.OnNewClient = _ => throw new InvalidOperationException("on purpose");
        await using Peer<OddValues> peer = await TellAsync(CreateNothing());
        Assert.StartsWith("Error: TestServer client 1: state state 1, event OnInitialize", await Book.WaitForAsync("on purpose"), StringComparison.Ordinal);
        Assert.Empty(await Server.InvokeAsync(() => Server.GetClients()));
        Assert.Empty(Log);
    }
}
