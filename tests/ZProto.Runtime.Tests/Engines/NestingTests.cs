using static ZProto.Runtime.Tests.OddValues;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>Machines that raise events on each other, and those that never come to rest.</summary>
public sealed class NestingTests : TestServerTests
{
    private readonly List<TestServer.Client> _clients = [];

    [Fact]
    public async Task Events_nest_thirty_two_deep_and_deeper_ones_run_when_the_outermost_has_ended()
    {
        const int Clients = 100;
        int depth = 0, deepest = 0;
        Server.On(Start, Ok, 0, client =>
        {
            deepest = Math.Max(deepest, ++depth);
            int number = (int)client.Argument!;
            if (number + 1 < Clients)
                Server.SendEvent(_clients[number + 1], Ok, number + 1);
            depth--;
            Log.Add($"{number}");
        });
        await MakeClientsAsync(Clients);
        await Server.InvokeAsync(() => Server.SendEvent(_clients[0], Ok, 0));
        await SettleAsync();
        Assert.Equal(32, deepest);
        // Each stack of 32 unwinds from its end before the next begins.
        IEnumerable<int> expected = Enumerable.Range(0, Clients).Chunk(32).SelectMany(chunk => chunk.Reverse());
        Assert.Equal(expected.Select(number => $"{number}"), Log);
    }

    [Fact]
    public async Task Two_machines_can_hand_each_other_events_as_often_as_they_like_each_with_its_own_argument()
    {
        const int Times = 1_000;
        Server.On(Start, Ok, 0, client =>
        {
            int number = (int)client.Argument!;
            Log.Add($"{number}");
            if (number < Times)
                Server.SendEvent(_clients[(_clients.IndexOf(client) + 1) % 2], Ok, number + 1);
            Assert.Equal(number, client.Argument);
        });
        await MakeClientsAsync(2);
        await Server.InvokeAsync(() => Server.SendEvent(_clients[0], Ok, 1));
        await SettleAsync();
        Assert.Equal(Enumerable.Range(1, Times).Select(number => $"{number}"), Log);
        Assert.Empty(Book.Lines);
    }

    [Fact]
    public async Task Two_machines_that_hand_each_other_events_without_end_are_stopped()
    {
        Server.On(Start, Ok, 0, client => Server.SendEvent(_clients[(_clients.IndexOf(client) + 1) % 2], Ok));
        await AssertStopsAsync(2);
    }

    [Fact]
    public async Task A_ring_of_machines_too_long_to_nest_that_hand_on_an_event_without_end_is_stopped()
    {
        Server.On(Start, Ok, 0, client => Server.SendEvent(_clients[(int)(client.UniqueId % _clients.Count)], Ok));
        await AssertStopsAsync(40);
    }

    [Fact]
    public async Task A_machine_whose_steps_send_to_no_one_is_a_loop_without_input_too()
    {
        Server.On(Start, Ok, 0, client => Answer(client), client => client.SetNextEvent(Ok));
        Peer<OddValues>[] peers = await MakeClientsAsync(1);
        await peers[0].DisposeAsync();
        await Server.InvokeAsync(() => Server.SendEvent(_clients[0], Ok));
        await Book.WaitForAsync("event loop.");
        Assert.Empty(await Server.InvokeAsync(() => Server.GetClients()));
    }

    [Fact]
    public async Task At_a_tenth_of_the_steps_there_is_a_warning_that_says_where()
    {
        int steps = 0;
        Server
            .On(Start, MessageId.Nothing, Second, client => client.SetNextEvent(Ok))
            .On(Second, Ok, 0, client =>
            {
                if (++steps < 150_000)
                    client.SetNextEvent(Ok);
                else
                    Answer(client);
            });
        await using Peer<OddValues> peer = await AskAsync();
        Assert.Equal("Warning: TestServer client 1: 100000 steps without input, now in state state 2 at event event 10; possible event loop", Assert.Single(Book.Lines));
    }

    [Fact]
    public async Task A_pending_event_is_a_new_execution_with_a_cleared_message_that_cancels_the_wakeup()
    {
        Server
            .On(Start, MessageId.Text, Second, client => Server.SendEvent(client, Ok), client => client.SetWakeup(TimeSpan.FromSeconds(1), Error))
            .On(Second, Ok, 0, client => Log.Add($"'{client.Message.Short}'"))
            .On(Second, Error, 0, Note("never"));
        await using Peer<OddValues> peer = await TellAsync(CreateText("outer", ""));
        Clock.Advance(TimeSpan.FromSeconds(2));
        await SettleAsync();
        Assert.Equal(["''"], Log);
    }

    [Fact]
    public async Task Pending_events_come_after_next_events_and_in_the_order_they_were_raised()
    {
        Server
            .On(Start, MessageId.Nothing, 0, client =>
            {
                Server.SendEvent(client, Ok, "pending 1");
                Server.SendEvent(client, Ok, "pending 2");
                client.SetNextEvent(Error);
            })
            .On(Start, Error, 0, Note("next"))
            .On(Start, Ok, 0, client => Log.Add((string)client.Argument!));
        await using Peer<OddValues> peer = await TellAsync(CreateNothing());
        Assert.Equal(["next in 1", "pending 1", "pending 2"], Log);
    }

    [Fact]
    public async Task An_exception_set_on_entering_is_an_event_of_the_new_state()
    {
        Server
            .On(Start, MessageId.Nothing, Second)
            .Before(Second, client => client.SetException(Error))
            .On(Second, Error, 0, Note("error"))
            .On(Start, Error, 0, Note("never"));
        await using Peer<OddValues> peer = await TellAsync(CreateNothing());
        Assert.Equal(["error in 2"], Log);
    }

    [Fact]
    public async Task An_event_raised_on_a_machine_by_its_OnInitialize_waits_until_its_first_message_is_done()
    {
        Server.OnNewClient = client => Server.SendEvent(client, Ok);
        Server
            .On(Start, MessageId.Nothing, 0, Note("message"))
            .On(Start, Ok, 0, Note("event"));
        await using Peer<OddValues> peer = await TellAsync(CreateNothing());
        Assert.Equal(["message in 1", "event in 1"], Log);
    }

    [Fact]
    public async Task What_an_OnInitialize_does_to_others_leaves_the_first_message_alone()
    {
        TestServer.Client? other = null;
        Server
            .On(Start, MessageId.Nothing, 0, client => other = client, client => Answer(client))
            .On(Start, Ok, 0, client => Answer(client, "event"))
            .On(Start, MessageId.Text, 0, client => client.Send());
        await using Peer<OddValues> first = await AskAsync();
        Server.OnNewClient = client =>
        {
            Server.SendEvent(other!, Ok);
            Log.Add(client.Message.Short);
        };
        await using Peer<OddValues> second = await PeerAsync();
        await second.SendAsync(CreateText("mine", ""));
        Assert.Equal("event", first.Receive().Short);
        Assert.Equal("mine", second.Receive().Short);
        Assert.Equal(["mine"], Log);
    }

    [Fact]
    public async Task What_an_OnInitialize_does_to_others_is_not_seen_by_a_client_that_undecodable_bytes_make()
    {
        TestServer.Client? other = null;
        Server.MalformedEvent = Error;
        Server
            .On(Start, MessageId.Nothing, 0, client => other = client, client => Answer(client))
            .On(Start, Ok, 0, client => Answer(client, "event"))
            .On(Start, Error, 0, client => client.Terminate());
        await using Peer<OddValues> first = await AskAsync();
        Server.OnNewClient = client =>
        {
            client.Message.SetText("mine", "");
            Server.SendEvent(other!, Ok);
            Log.Add(client.Message.Short);
        };
        await using Peer<OddValues> second = await PeerAsync();
        await second.SendAsync([[1, 2, 3]]);
        Assert.Equal("event", first.Receive().Short);
        await SettleAsync();
        Assert.Equal(["mine"], Log);
    }

    [Fact]
    public async Task OnInitialize_may_end_the_client()
    {
        Server.OnNewClient = client => client.Terminate();
        Server.OnEndedClient = Note("ended");
        Server.On(Start, MessageId.Nothing, 0, Note("never"));
        await using Peer<OddValues> peer = await TellAsync(CreateNothing());
        Assert.Equal(["ended in 1"], Log);
        Assert.Empty(await Server.InvokeAsync(() => Server.GetClients()));
    }

    [Fact]
    public async Task Next_events_and_exceptions_can_be_set_by_a_machine_at_work_only()
    {
        Server
            .On(Start, MessageId.Nothing, 0, client => Answer(client))
            .On(Start, Ok, 0, Note("woken"));
        await using Peer<OddValues> peer = await AskAsync();
        await Server.InvokeAsync(() =>
        {
            TestServer.Client client = Server.GetClients()[0];
            Assert.Throws<InvalidOperationException>(() => client.SetNextEvent(Ok));
            Assert.Throws<InvalidOperationException>(() => client.SetException(Ok));
            Assert.Throws<InvalidOperationException>(() => client.Message);
            Assert.Throws<ArgumentOutOfRangeException>(() => client.SetWakeup(TimeSpan.FromTicks(-1), Ok));
            // A wakeup any machine that is alive.
            client.SetWakeup(TimeSpan.FromSeconds(2), Error);
            client.SetWakeup(TimeSpan.FromSeconds(1), Ok);
        });
        Clock.Advance(TimeSpan.FromSeconds(1));
        await SettleAsync();
        Clock.Advance(TimeSpan.FromSeconds(10));
        await SettleAsync();
        Assert.Equal(["woken in 1"], Log);
        Assert.Empty(Book.Lines);
    }

    /// <summary>Has clients made, in order; the list of them is in the order of their numbers.</summary>
    private async Task<Peer<OddValues>[]> MakeClientsAsync(int count)
    {
        Server.On(Start, MessageId.Nothing, 0, client => Answer(client));
        Server.OnNewClient = _clients.Add;
        var peers = new Peer<OddValues>[count];
        for (int i = 0; i < count; i++)
            peers[i] = await AskAsync();
        return peers;
    }

    private async Task AssertStopsAsync(int clients)
    {
        Peer<OddValues>[] peers = await MakeClientsAsync(clients);
        await Server.InvokeAsync(() => Server.SendEvent(_clients[0], Ok)).WaitAsync(TimeSpan.FromMinutes(2));
        await Book.WaitForAsync("event loop.");
        // Who is not to blame alone is there still, and served.
        Assert.Equal(clients - 1, (await Server.InvokeAsync(() => Server.GetClients())).Count);
        await using Peer<OddValues> another = await AskAsync();
        foreach (Peer<OddValues> peer in peers)
            await peer.DisposeAsync();
    }
}
