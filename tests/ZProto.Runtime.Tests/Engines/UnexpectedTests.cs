using ZProto.Engines;
using static ZProto.Runtime.Tests.OddValues;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>What becomes of messages and events that the state does not name, and of messages that are kept.</summary>
public sealed class UnexpectedTests : TestServerTests
{
    // What a message of one CHUNK has on the wire beside the bytes of its first field.
    private const int LargeMessage = 1_000_000;

    [Fact]
    public async Task A_message_that_the_state_does_not_name_ends_the_client_where_the_model_says_terminate()
    {
        Server.Unexpected = UnexpectedMessageBehavior.Terminate;
        Server.On(Start, MessageId.Nothing, 0, client => Answer(client));
        Server.OnEndedClient = Note("ended");
        await using Peer<OddValues> peer = await AskAsync();
        await peer.SendAsync(CreateMixed(1));
        await SettleAsync();
        Assert.Equal(["ended in 1"], Log);
    }

    [Fact]
    public async Task A_message_that_the_state_does_not_name_is_dropped_where_the_model_says_ignore()
    {
        Server.Unexpected = UnexpectedMessageBehavior.Ignore;
        Server
            .On(Start, MessageId.Nothing, Second)
            .On(Second, MessageId.Text, 0, client => client.Send());
        await using Peer<OddValues> peer = await TellAsync(CreateText("too early", ""), CreateNothing(), CreateText("in time", ""));
        Assert.Equal("in time", peer.Receive().Short);
        await SettleAsync();
        Assert.False(peer.HasReceived);
    }

    [Fact]
    public async Task A_message_that_no_state_to_come_names_is_not_kept()
    {
        Server.On(Start, MessageId.Nothing, 0, client => Answer(client, $"{client.UniqueId}"));
        await using Peer<OddValues> peer = await PeerAsync();
        for (int i = 0; i < 2_000; i++)
            await peer.SendAsync(CreateMixed(1));
        await peer.SendAsync(CreateNothing());
        Assert.Equal("1", peer.Receive().Short);
        Assert.DoesNotContain(Book.Lines, line => line.Contains("wait for a state", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_wildcard_takes_the_messages_that_the_state_does_not_name_and_no_event()
    {
        Server
            .On(Start, MessageId.Nothing, 0, client => client.SetNextEvent(Ok), client => Answer(client, "named"))
            .OnAnyMessage(Start, 0, client => Answer(client, "any"));
        await using Peer<OddValues> peer = await PeerAsync();
        await peer.SendAsync(CreateNothing());
        await peer.SendAsync(CreateMixed(1));
        Assert.Equal("named", peer.Receive().Short);
        Assert.Equal("any", peer.Receive().Short);
        Assert.Equal("Warning: TestServer client 1: event event 10 is not handled in state state 1; further ones of that kind are logged as debug lines", Assert.Single(Book.Lines));
    }

    [Fact]
    public async Task An_event_that_the_state_does_not_name_leaves_state_and_message_untouched()
    {
        Server
            .On(Start, MessageId.Text, 0, client =>
            {
                client.Server.SendEvent(client, Error);
                client.SetNextEvent(Error);
            })
            .On(Start, MessageId.Nothing, 0, client => Answer(client, $"state {client.State}"));
        Server.After(Start, Note("left"));
        await using Peer<OddValues> peer = await PeerAsync();
        await peer.SendAsync(CreateText("", ""));
        await peer.SendAsync(CreateNothing());
        Assert.Equal("state 1", peer.Receive().Short);
        Assert.Empty(Log);
    }

    [Fact]
    public async Task After_a_change_of_state_kept_messages_are_offered_again_from_the_oldest()
    {
        Server
            .On(Start, MessageId.Nothing, Second)
            .On(Second, MessageId.Mixed, Third, Note("mixed"))
            .On(Third, MessageId.Text, Second, client => Log.Add($"{client.Message.Short} in {client.State}"))
            .On(Second, MessageId.Eight, 0, client => Answer(client));
        // In Second only MIXED fits, so the TEXTs before it wait for Third; each takes the machine back to Second.
        await using Peer<OddValues> peer = await TellAsync(
            CreateText("a", ""), CreateText("b", ""), CreateMixed(1), CreateMixed(2), CreateNothing(), CreateEight(""));
        peer.Receive();
        Assert.Equal(["mixed in 2", "a in 3", "mixed in 2", "b in 3"], Log);
    }

    [Fact]
    public async Task A_kept_message_comes_before_what_is_still_to_be_read()
    {
        Server
            .On(Start, MessageId.Nothing, Second)
            .On(Second, MessageId.Text, 0, client => client.Send());
        using var stalled = new ManualResetEventSlim();
        await using Peer<OddValues> peer = await PeerAsync();
        Task stall = Server.InvokeAsync(() => stalled.Wait(Patience));
        await peer.SendAsync(CreateText("first", ""));
        await peer.SendAsync(CreateNothing());
        await peer.SendAsync(CreateText("second", ""));
        stalled.Set();
        await stall;
        Assert.Equal("first", peer.Receive().Short);
        Assert.Equal("second", peer.Receive().Short);
    }

    [Fact]
    public async Task A_kept_message_has_all_its_fields_and_its_sender()
    {
        Server
            .On(Start, MessageId.Nothing, Second)
            .On(Second, MessageId.Text, 0, client => Log.Add($"{client.Message.RoutingId == client.RoutingId}"), client => client.Send());
        await using Peer<OddValues> other = await TellAsync(CreateText("theirs", "theirs"));
        await using Peer<OddValues> peer = await TellAsync(CreateText("short", "long"), CreateNothing());
        OddValues answer = peer.Receive();
        Assert.Equal(("short", "long"), (answer.Short, answer.Long));
        Assert.Equal(["True"], Log);
    }

    [Fact]
    public async Task A_thousand_messages_are_kept_for_a_client_and_one_more_ends_it_with_a_line()
    {
        Server
            .On(Start, MessageId.Nothing, Second)
            .On(Second, MessageId.Text, 0, client => client.Send());
        Server.OnEndedClient = client => Log.Add($"{client.UniqueId} ended");
        await using Peer<OddValues> patient = await PeerAsync();
        for (int i = 0; i < 1_000; i++)
            await patient.SendAsync(CreateText($"{i}", ""));
        await patient.SendAsync(CreateNothing());
        for (int i = 0; i < 1_000; i++)
            Assert.Equal($"{i}", patient.Receive().Short);

        await using Peer<OddValues> greedy = await PeerAsync();
        for (int i = 0; i < 1_001; i++)
            await greedy.SendAsync(CreateText($"{i}", ""));
        await Book.WaitForAsync("client 2: 1000 messages that take ");
        await SettleAsync();
        Assert.Equal(["2 ended"], Log);
        await patient.SendAsync(CreateText("still there", ""));
        Assert.Equal("still there", patient.Receive().Short);
    }

    [Fact]
    public async Task A_mebibyte_of_messages_is_kept_for_a_client_and_more_ends_it_with_a_line()
    {
        Server
            .On(Start, MessageId.Nothing, Second)
            .On(Second, MessageId.Text, 0, client => Answer(client, $"{client.Message.Long.Length}"));
        await using Peer<OddValues> peer = await TellAsync(CreateText("", new string('x', LargeMessage)), CreateNothing());
        Assert.Equal($"{LargeMessage}", peer.Receive().Short);

        await using Peer<OddValues> greedy = await TellAsync(CreateText("", new string('x', LargeMessage)), CreateText("", new string('x', 100_000)));
        await Book.WaitForAsync("client 2: 1 messages that take 1000");
        Assert.Single(await Server.InvokeAsync(() => Server.GetClients()));
    }

    [Fact]
    public async Task Sixty_four_mebibytes_are_kept_for_a_server_and_beyond_them_one_that_keeps_most_is_ended()
    {
        const int Fit = 64 * 1024 * 1024 / (LargeMessage + 8);
        Server
            .On(Start, MessageId.Nothing, Second, client => Answer(client))
            .On(Second, MessageId.Text, 0, client => Answer(client, $"{client.Message.Long.Length}"));
        OddValues large = CreateText("", new string('x', LargeMessage));
        var peers = new List<Peer<OddValues>>();
        for (int i = 0; i < Fit; i++)
            peers.Add(await TellAsync(large));
        Assert.Empty(Book.Lines);
        Assert.Equal(Fit, (await Server.InvokeAsync(() => Server.GetClients())).Count);

        peers.Add(await TellAsync(large));
        Assert.Contains($"client {Fit + 1}: ", Assert.Single(Book.Lines), StringComparison.Ordinal);
        Assert.Equal(Fit, (await Server.InvokeAsync(() => Server.GetClients())).Count);

        // One that gets on makes room for another.
        await peers[0].SendAsync(CreateNothing());
        peers[0].Receive();
        Assert.Equal($"{LargeMessage}", peers[0].Receive().Short);
        peers.Add(await TellAsync(large));
        Assert.Single(Book.Lines);
        foreach (Peer<OddValues> peer in peers)
            await peer.DisposeAsync();
    }

    [Fact]
    public async Task Beyond_the_bound_of_a_server_the_client_that_keeps_most_is_ended_and_not_the_one_whose_message_came()
    {
        Server.Options.MaxKeptBytes = LargeMessage + 2_000;
        Server
            .On(Start, MessageId.Nothing, Second, client => Answer(client))
            .On(Second, MessageId.Text, 0, client => client.Send());
        Server.OnEndedClient = client => Log.Add($"{client.UniqueId} ended");
        await using Peer<OddValues> honest = await TellAsync(CreateText("first", ""));
        await using Peer<OddValues> greedy = await TellAsync(CreateText("", new string('x', LargeMessage)));
        Assert.Empty(Log);
        for (int i = 0; i < 10; i++)
            await honest.SendAsync(CreateText($"{i}", ""));
        await SettleAsync();
        Assert.Equal(["2 ended"], Log);
        Assert.StartsWith("Warning: TestServer client 2: the messages kept for all clients take 10", Assert.Single(Book.Lines), StringComparison.Ordinal);

        await honest.SendAsync(CreateNothing());
        honest.Receive();
        Assert.Equal("first", honest.Receive().Short);
        for (int i = 0; i < 10; i++)
            Assert.Equal($"{i}", honest.Receive().Short);
    }

    [Fact]
    public async Task Clients_that_keep_too_much_one_after_the_other_are_logged_once_a_second_with_the_number_left_out()
    {
        Server.Options.MaxKeptMessagesPerClient = 1;
        Server
            .On(Start, MessageId.Nothing, Second)
            .On(Second, MessageId.Text, 0, client => client.Send());
        await using Peer<OddValues> peer = await PeerAsync();
        // The second message ends its client, and the third is the next one's first.
        for (int i = 0; i < 200; i++)
            await peer.SendAsync(CreateText("", ""));
        await SettleAsync();
        Assert.Single(Book.Lines);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await peer.SendAsync(CreateText("", ""));
        await peer.SendAsync(CreateText("", ""));
        await SettleAsync();
        Assert.Equal(2, Book.Lines.Count);
        Assert.EndsWith("the client is ended (99 more of these were not logged)", Book.Lines[1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_kept_message_counts_with_all_its_frames()
    {
        Server
            .On(Start, MessageId.Nothing, Second)
            .On(Second, MessageId.Frames, 0, client => client.Send());
        OddValues large = new() { Id = MessageId.Frames };
        large.Rest.Add(new byte[600_000]);
        await using Peer<OddValues> greedy = await TellAsync(large, large);
        Assert.StartsWith("Warning: TestServer client 1: 1 messages that take 60", Assert.Single(Book.Lines), StringComparison.Ordinal);
        Assert.Empty(await Server.InvokeAsync(() => Server.GetClients()));
    }

    [Fact]
    public async Task A_kept_message_counts_as_what_it_takes_in_memory_and_not_on_the_wire()
    {
        const int Most = 1024 * 1024 / 100;
        Server.Options.MaxKeptMessagesPerClient = 0;
        Server
            .On(Start, MessageId.Nothing, Second)
            .On(Second, MessageId.Mixed, 0, client => client.Send());
        await using Peer<OddValues> greedy = await PeerAsync();
        // Four bytes each on the wire, and a whole object in memory.
        for (int i = 0; i < Most; i++)
            await greedy.SendAsync(CreateMixed(1));
        await Book.WaitForAsync("wait for a state other than state 1, and another has come; the client is ended");
    }

    [Fact]
    public async Task Bounds_of_zero_let_any_number_of_messages_be_kept()
    {
        Server.Options.MaxKeptMessagesPerClient = 0;
        Server.Options.MaxKeptBytesPerClient = 0;
        Server.Options.MaxKeptBytes = 0;
        Server
            .On(Start, MessageId.Nothing, Second)
            .On(Second, MessageId.Text, 0, client => client.Send());
        await using Peer<OddValues> peer = await PeerAsync();
        for (int i = 0; i < 1_500; i++)
            await peer.SendAsync(CreateText("", new string('x', 1_000)));
        await peer.SendAsync(CreateNothing());
        for (int i = 0; i < 1_500; i++)
            peer.Receive();
        Assert.Empty(Book.Lines);
    }
}
