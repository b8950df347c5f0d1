using ZProto.Transports;
using ZProto.Transport.Tests;
using static ZProto.Runtime.Tests.OddValues;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>What a peer can do, and whom it concerns.</summary>
public sealed class HostilePeerTests : TestServerTests
{
    private readonly StagedTransport _transport = new();
    private readonly Counts _counts = new();

    public HostilePeerTests()
    {
        Server.Options.Transport = _transport;
        Server.Options.MeterFactory = _counts;
        Server.OnEndedClient = client => Log.Add($"{client.UniqueId} ended");
        Server.On(Start, MessageId.Nothing, 0, client => Answer(client, $"{client.UniqueId} {client.UserId}"));
    }

    [Theory]
    [InlineData(256)]
    [InlineData(1_000_000)]
    public async Task A_message_with_a_routing_id_that_is_too_long_is_dropped_counted_and_logged_once_a_second(int length)
    {
        await using Peer<OddValues> good = await AskAsync();
        _transport.RoutingId = new byte[length];
        await using Peer<OddValues> bad = await TellAsync(CreateNothing(), CreateNothing());
        await bad.SendAsync([0]);
        await SettleAsync();
        _transport.RoutingId = null;
        await good.SendAsync(CreateNothing());
        Assert.Equal("1 ", good.Receive().Short);
        Assert.Equal(3, _counts["zproto.messages.refused"]);
        string line = Assert.Single(Book.Lines);
        Assert.StartsWith("Warning: A message from peer 0000", line, StringComparison.Ordinal);
        Assert.EndsWith(": its routing id is longer than one can be", line, StringComparison.Ordinal);
        Assert.InRange(line.Length, 0, 700);
    }

    [Fact]
    public async Task What_a_client_throws_when_it_is_made_ends_nothing_else()
    {
        await using Peer<OddValues> good = await AskAsync();
        Server.OnConstructing = () => throw new InvalidOperationException("on purpose");
        try
        {
            await using Peer<OddValues> bad = await TellAsync(CreateNothing());
        }
        finally
        {
            Server.OnConstructing = null;
        }
        await good.SendAsync(CreateNothing());
        Assert.Equal("1 ", good.Receive().Short);
        Assert.Contains(Book.Lines, line => line.StartsWith("Error: A message from peer 0000000002 could not be handled", StringComparison.Ordinal));
        Assert.Equal(1, _counts["zproto.exceptions"]);
    }

    [Fact]
    public async Task A_message_of_more_frames_than_allowed_is_dropped_and_counted()
    {
        Server.Options.Socket = new SocketOptions { MaxFrames = 3 };
        await using Peer<OddValues> peer = await AskAsync();
        byte[] nothing = CreateNothing().ToFrames()[0];
        await peer.SendAsync(nothing, [], [], []);
        await peer.SendAsync(nothing, [], []);
        Assert.Equal("1 ", peer.Receive().Short);
        await SettleAsync();
        Assert.False(peer.HasReceived);
        Assert.Equal(1, _counts["zproto.messages.refused"]);
        Assert.EndsWith(": it has more frames than MaxFrames allows", Assert.Single(Book.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void A_message_may_have_a_thousand_frames_unless_the_options_say_otherwise()
        => Assert.Equal(1_000, new SocketOptions().MaxFrames);

    [Fact]
    public async Task A_server_with_as_many_clients_as_allowed_takes_a_new_one_only_when_another_has_ended()
    {
        Server.Options.MaxClients = 2;
        Server.On(Start, MessageId.Text, 0, client => client.Terminate());
        await using Peer<OddValues> one = await AskAsync();
        await using Peer<OddValues> two = await AskAsync();
        await using Peer<OddValues> three = await TellAsync(CreateNothing(), CreateNothing());
        Assert.False(three.HasReceived);
        Assert.Equal(2, _counts["zproto.clients.refused"]);
        Assert.StartsWith("Warning: There are 2 clients, as many as MaxClients allows; peer ", Assert.Single(Book.Lines), StringComparison.Ordinal);

        await one.SendAsync(CreateText("", ""));
        await SettleAsync();
        await three.SendAsync(CreateNothing());
        Assert.Equal("3 ", three.Receive().Short);
        await two.SendAsync(CreateNothing());
        Assert.Equal("2 ", two.Receive().Short);
    }

    [Fact]
    public async Task A_client_whose_queue_is_full_is_ended_when_its_event_is_done()
    {
        Server.On(Start, MessageId.Text, 0, client => client.Send(), client => Log.Add($"{client.IsAlive} {client.Message.Short}"));
        await using Peer<OddValues> peer = await AskAsync();
        _transport.Outcome = SendResult.QueueFull;
        await peer.SendAsync(CreateText("goes on", ""));
        await SettleAsync();
        Assert.Equal(["True goes on", "1 ended"], Log);
        Assert.Equal("Warning: TestServer client 1: the queue to its peer is full, and TEXT was not sent; the client is ended", Assert.Single(Book.Lines));
        Assert.Equal((1, 1), (_counts["zproto.sends.full"], _counts["zproto.clients.ended"]));

        _transport.Outcome = null;
        await peer.SendAsync(CreateNothing());
        Assert.Equal("2 ", peer.Receive().Short);
    }

    [Fact]
    public async Task An_idle_client_that_is_sent_to_while_its_queue_is_full_is_ended_at_once()
    {
        await using Peer<OddValues> peer = await AskAsync();
        _transport.Outcome = SendResult.QueueFull;
        SendResult result = await Server.InvokeAsync(() => Server.SendTo(Server.GetClients()[0].RoutingId, CreateNothing()));
        Assert.Equal(SendResult.QueueFull, result);
        Assert.Equal(["1 ended"], Log);
    }

    [Theory]
    [InlineData(SendQueueFullMode.Drop, SendResult.QueueFull)]
    [InlineData(SendQueueFullMode.EndClient, SendResult.PeerUnreachable)]
    public async Task A_client_stays_where_the_mode_is_drop_and_where_its_peer_is_only_gone(SendQueueFullMode mode, SendResult result)
    {
        Server.Options.SendQueueFullMode = mode;
        await using Peer<OddValues> peer = await AskAsync();
        _transport.Outcome = result;
        await peer.SendAsync(CreateNothing());
        await SettleAsync();
        _transport.Outcome = null;
        await peer.SendAsync(CreateNothing());
        Assert.Equal("1 ", peer.Receive().Short);
        Assert.Empty(Log);
        Assert.Empty(Book.Lines);
    }

    [Fact]
    public async Task A_server_that_takes_unsent_messages_in_hand_keeps_the_client()
    {
        await using var server = new HelloServer { Options = { Transport = _transport } };
        await using Peer<HelloMsg> peer = await Peer<HelloMsg>.ConnectAsync(_transport, await server.BindAsync("inproc://*"));
        await peer.SendAsync(HelloMsg.CreatePing(1));
        peer.Receive();
        _transport.Outcome = SendResult.QueueFull;
        SendResult result = await server.InvokeAsync(() => server.SendTo(server.GetClients()[0].RoutingId, HelloMsg.CreatePing(1)));
        Assert.Equal(SendResult.QueueFull, result);
        Assert.Equal(["PING QueueFull"], server.Unsent);
        Assert.Equal(1, await server.InvokeAsync(() => server.GetClients().Count));
    }

    [Fact]
    public async Task Another_user_with_the_routing_id_of_a_client_reaches_nothing_of_it()
    {
        Server.Options.Authenticate = (_, _) => AuthenticationResult.Admitted("somebody");
        Server.MalformedEvent = Error;
        Server
            .On(Start, Error, 0, Note("malformed"))
            .On(Start, Ok, 0, client => Answer(client));
        _transport.UserId = "alice";
        await using Peer<OddValues> peer = await AskAsync();

        _transport.UserId = "mallory";
        await peer.SendAsync(CreateNothing());
        await peer.SendAsync([1, 2, 3]);
        await SettleAsync();
        // She owns the routing id now, so that what is for alice must not go there.
        await Server.InvokeAsync(() => Server.SendEvent(Server.GetClients()[0], Ok));
        await SettleAsync();
        Assert.False(peer.HasReceived);
        Assert.Empty(Log);
        Assert.Equal((2, 1), (_counts["zproto.messages.refused"], _counts["zproto.sends.unreachable"]));
        Assert.EndsWith(": its routing id is another client's", Assert.Single(Book.Lines), StringComparison.Ordinal);

        _transport.UserId = "alice";
        await peer.SendAsync(CreateNothing());
        Assert.Equal("1 alice", peer.Receive().Short);
    }

    [Fact]
    public async Task With_handover_another_user_ends_the_client_and_gets_one_of_its_own()
    {
        Server.Options.Authenticate = (_, _) => AuthenticationResult.Admitted("somebody");
        Server.Options.Socket = new SocketOptions { RouterHandover = true };
        _transport.UserId = "alice";
        await using Peer<OddValues> peer = await AskAsync();
        _transport.UserId = "mallory";
        await peer.SendAsync(CreateNothing());
        Assert.Equal("2 mallory", peer.Receive().Short);
        Assert.Equal(["1 ended"], Log);
        Assert.Equal("Warning: TestServer client 1: another peer has its routing id; the client is ended", Assert.Single(Book.Lines));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task A_message_of_too_many_frames_takes_no_client_over(bool handover)
    {
        Server.Options.Authenticate = (_, _) => AuthenticationResult.Admitted("somebody");
        Server.Options.Socket = new SocketOptions { RouterHandover = handover, MaxFrames = 3 };
        _transport.UserId = "alice";
        await using Peer<OddValues> peer = await AskAsync();
        _transport.UserId = "mallory";
        await peer.SendAsync([1], [2], [3], [4]);
        await SettleAsync();
        Assert.EndsWith(": it has more frames than MaxFrames allows", Assert.Single(Book.Lines), StringComparison.Ordinal);
        Assert.Equal(1, _counts["zproto.messages.refused"]);
        // Whoever sent it has the routing id, though.
        Assert.Equal(SendResult.PeerUnreachable, await Server.InvokeAsync(() => Server.SendTo(Server.GetClients()[0].RoutingId, CreateNothing())));
        _transport.UserId = "alice";
        await peer.SendAsync(CreateNothing());
        Assert.Equal("1 alice", peer.Receive().Short);
        Assert.Empty(Log);
    }

    [Theory]
    [InlineData(false, 1)]
    [InlineData(null, 2)]
    public async Task Without_authentication_an_address_counts_where_handover_is_off(bool? handover, int answers)
    {
        Server.Options.Socket = new SocketOptions { RouterHandover = handover };
        _transport.Address = "10.0.0.1";
        await using Peer<OddValues> peer = await PeerAsync();
        await peer.SendAsync(CreateNothing());
        Assert.Equal("1 ", peer.Receive().Short);
        _transport.Address = "10.0.0.2";
        await peer.SendAsync(CreateNothing());
        await SettleAsync();
        _transport.Address = "10.0.0.1";
        for (int i = 1; i < answers; i++)
            Assert.Equal("1 ", peer.Receive().Short);
        await peer.SendAsync(CreateNothing());
        Assert.Equal("1 ", peer.Receive().Short);
        Assert.Equal(2 - answers, _counts["zproto.messages.refused"]);
    }

    [Fact]
    public async Task Under_a_flood_a_client_expires_that_was_silent_for_three_times_the_timeout()
    {
        Server.ExpiredEvent = Error;
        Server.ClientTimeout = TimeSpan.FromSeconds(10);
        Server.On(Start, Error, 0, client => Log.Add($"{client.UniqueId} expired"));
        await using Peer<OddValues> silent = await AskAsync();
        FloodWithNothing();
        await SettleAsync();
        Clock.Advance(TimeSpan.FromSeconds(29));
        await SettleAsync();
        Assert.Empty(Log);
        Clock.Advance(TimeSpan.FromSeconds(2));
        await SettleAsync();
        Assert.Equal(["1 expired"], Log);
        _transport.Flood = null;
    }

    [Fact]
    public async Task Under_a_flood_a_silent_client_does_not_keep_the_loop_from_other_work()
    {
        Server.ExpiredEvent = Error;
        Server.ClientTimeout = TimeSpan.FromSeconds(10);
        await using Peer<OddValues> silent = await AskAsync();
        FloodWithNothing();
        await SettleAsync();

        // What another thread asks for in the meantime is done in the next round.
        long received = 0;
        var next = new Task<Task>(() => Server.InvokeAsync(() => { received += _counts["zproto.messages.received"]; }));
        await Server.InvokeAsync(() =>
        {
            received -= _counts["zproto.messages.received"];
            Clock.Advance(TimeSpan.FromSeconds(15));
            next.Start(TaskScheduler.Default);
            next.Wait();
        });
        await await next;
        _transport.Flood = null;
        Assert.InRange(received, 1, 2_000);
    }

    [Fact]
    public async Task A_client_of_a_model_without_expired_ends_when_nothing_came_and_nothing_was_sent_for_ten_minutes()
    {
        await using Peer<OddValues> sentTo = await AskAsync();
        await using Peer<OddValues> speaking = await AskAsync();
        await using Peer<OddValues> silent = await AskAsync();
        await TurnAsync(TimeSpan.FromMinutes(5));
        await Server.InvokeAsync(() => Server.SendTo(Server.GetClients().Single(client => client.UniqueId == 1).RoutingId, CreateNothing()));
        await speaking.SendAsync(CreateNothing());
        speaking.Receive();
        await TurnAsync(TimeSpan.FromMinutes(5.1));
        Assert.Equal(["3 ended"], Log);
        Assert.Equal("Information: TestServer client 3: nothing came from it and nothing was sent to it for 00:10:00; the client is ended", Assert.Single(Book.Lines));
        await TurnAsync(TimeSpan.FromMinutes(5));
        Assert.Equal(["3 ended", "1 ended", "2 ended"], Log);
    }

    [Fact]
    public async Task A_client_that_sends_its_last_words_is_not_kept_for_them()
    {
        Server.On(Start, MessageId.Text, 0, client => client.Terminate());
        Server.OnEndedClient = client =>
        {
            client.Message.Id = MessageId.Nothing;
            client.Send();
            Log.Add($"{client.UniqueId} ended");
        };
        await using Peer<OddValues> peer = await PeerAsync();
        await peer.SendAsync(CreateText("", ""));
        peer.Receive();
        await TurnAsync(TimeSpan.FromMinutes(11));
        Assert.Equal(["1 ended"], Log);
        Assert.Empty(Book.Lines);
    }

    [Fact]
    public async Task With_an_idle_time_of_zero_no_client_ends_of_silence()
    {
        Server.IdleTimeout = TimeSpan.Zero;
        await using Peer<OddValues> silent = await AskAsync();
        await TurnAsync(TimeSpan.FromDays(30));
        Assert.Empty(Log);
    }

    [Fact]
    public async Task An_action_that_throws_again_and_again_is_logged_once_a_second_with_the_number_left_out()
    {
        Server.On(Start, MessageId.Text, 0, client => throw new InvalidOperationException("on purpose"));
        await using Peer<OddValues> peer = await PeerAsync();
        for (int i = 0; i < 100; i++)
            await peer.SendAsync(CreateText("", ""));
        await SettleAsync();
        Assert.Single(Book.Lines);
        await TurnAsync(TimeSpan.FromSeconds(1));
        await peer.SendAsync(CreateText("", ""));
        await SettleAsync();
        Assert.Equal(2, Book.Lines.Count);
        Assert.Contains("the machine is ended (99 more of these were not logged)", Book.Lines[1], StringComparison.Ordinal);
        Assert.Equal(101, _counts["zproto.exceptions"]);
    }

    [Fact]
    public async Task A_log_prefix_from_a_peer_is_one_line_of_bounded_length()
    {
        Server.On(Start, MessageId.Text, 0, client => client.LogPrefix = client.Message.Long, client => throw new InvalidOperationException("on purpose"));
        await using Peer<OddValues> peer = await TellAsync(CreateText("", "a\nError: forged\u001b[2J\u202e" + new string('x', 1_000_000)));
        string line = Assert.Single(Book.Lines);
        Assert.StartsWith("Error: a\\u000AError: forged\\u001B[2J\\u202Exxx", line, StringComparison.Ordinal);
        Assert.InRange(line.Length, 0, 500);
    }

    private void FloodWithNothing()
    {
        var flood = new MultipartMessage();
        foreach (byte[] frame in CreateNothing().ToFrames())
            flood.Add(frame);
        _transport.Flood = flood;
    }

    private async Task TurnAsync(TimeSpan time)
    {
        await SettleAsync();
        Clock.Advance(time);
        await SettleAsync();
    }
}
