using ZProto.Transports;
using static ZProto.Runtime.Tests.OddValues;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>Who becomes a client, how clients are found and raised events on, and what sending to peers comes to.</summary>
public sealed class RoutingTests : TestServerTests
{
    public RoutingTests() => Server.On(Start, MessageId.Nothing, 0, client => Answer(client, $"{client.UniqueId}"));

    [Fact]
    public async Task Undecodable_bytes_of_a_stranger_make_no_client()
    {
        Server.MalformedEvent = Error;
        Server.OnNewClient = Note("never");
        await using Peer<OddValues> peer = await PeerAsync();
        await peer.SendAsync([1, 2, 3]);
        await Book.WaitForAsync("Malformed message from ");
        Assert.Empty(await Server.InvokeAsync(() => Server.GetClients()));
        Assert.Empty(Log);
    }

    [Fact]
    public async Task Undecodable_bytes_of_a_stranger_make_a_client_where_the_start_state_names_malformed()
    {
        Server.MalformedEvent = Error;
        Server.On(Start, Error, Second, client => Log.Add($"malformed, {client.Argument ?? "nothing"}"), client => Answer(client, "what?"));
        Server.OnNewClient = client => Log.Add($"new with '{client.Message.Short}'");
        await using Peer<OddValues> peer = await PeerAsync();
        // A TEXT that ends too early: its first field could have been read.
        await peer.SendAsync(CreateText("secret", "secret").ToFrames()[0][..^2]);
        Assert.Equal("what?", peer.Receive().Short);
        Assert.Single(await Server.InvokeAsync(() => Server.GetClients()));
        Assert.Equal(["new with ''", "malformed, nothing"], Log);
    }

    [Fact]
    public async Task Undecodable_bytes_of_a_client_raise_malformed_on_it_which_is_no_external_event()
    {
        Server.MalformedEvent = Error;
        Server
            .On(Start, MessageId.Nothing, Second, client => Answer(client))
            .On(Second, Error, Third, Note("malformed"), client => Answer(client, "what?"))
            .OnAnyMessage(Third, 0, Note("any"));
        await using Peer<OddValues> peer = await AskAsync();
        await peer.SendAsync([1, 2, 3]);
        Assert.Equal("what?", peer.Receive().Short);
        await peer.SendAsync([1, 2, 3]);
        await Book.WaitForAsync("event 11 is not handled in state state 3");
        Assert.Equal(["malformed in 2"], Log);
    }

    [Fact]
    public async Task OnInitialize_sees_who_sent_the_first_message()
    {
        Server.OnNewClient = client => Log.Add($"{client.Message.Short} {client.Message.RoutingId == client.RoutingId} {client.RoutingId.Span.Length}");
        await using Peer<OddValues> peer = await TellAsync(CreateText("first", ""));
        Assert.Equal(["first True 5"], Log);
    }

    [Fact]
    public async Task A_peer_that_comes_back_with_its_routing_id_is_the_same_client()
    {
        string endpoint = await Server.BindAsync("inproc://*");
        await using (Peer<OddValues> before = await Peer<OddValues>.ConnectAsync(Server.Options.Transport!, endpoint, new RoutingId("me"u8)))
        {
            await before.SendAsync(CreateNothing());
            Assert.Equal("1", before.Receive().Short);
        }
        await using Peer<OddValues> after = await Peer<OddValues>.ConnectAsync(Server.Options.Transport!, endpoint, new RoutingId("me"u8));
        await after.SendAsync(CreateNothing());
        Assert.Equal("1", after.Receive().Short);
        await Server.InvokeAsync(() =>
        {
            Assert.True(Server.TryGetClient(new RoutingId("me"u8), out TestServer.Client? client));
            Assert.Equal(new RoutingId("me"u8), client.RoutingId);
            Assert.Null(client.UserId);
            Assert.Null(client.PeerAddress);
            Assert.False(Server.TryGetClient(new RoutingId("you"u8), out _));
            Assert.False(Server.TryGetClient(RoutingId.Empty, out _));
        });
    }

    [Fact]
    public async Task A_broadcast_goes_to_all_there_are_but_the_one_left_out_with_its_argument()
    {
        Server.On(Start, Ok, 0, client => Log.Add($"{client.UniqueId} {client.Argument}"));
        await using Peer<OddValues> one = await AskAsync();
        await using Peer<OddValues> two = await AskAsync();
        await using Peer<OddValues> three = await AskAsync();
        await Server.InvokeAsync(() => Server.BroadcastEvent(Ok, "hello", Server.GetClients().Single(client => client.UniqueId == 2)));
        Assert.Equal(["1 hello", "3 hello"], Log);
    }

    [Fact]
    public async Task Clients_that_end_during_a_broadcast_are_left_out_and_it_goes_on()
    {
        Server.On(Start, Ok, 0, client =>
        {
            Log.Add($"{client.UniqueId}");
            foreach (TestServer.Client other in Server.GetClients().Where(other => other.UniqueId != client.UniqueId && other.UniqueId % 2 == 0))
                other.Terminate();
            client.Terminate();
        });
        Peer<OddValues>[] peers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => AskAsync()));
        await Server.InvokeAsync(() => Server.BroadcastEvent(Ok));
        Assert.Equal(["1", "3", "5", "7", "9"], Log.Order());
        Assert.Empty(await Server.InvokeAsync(() => Server.GetClients()));
        foreach (Peer<OddValues> peer in peers)
            await peer.DisposeAsync();
    }

    [Fact]
    public async Task A_broadcast_in_an_action_reaches_the_one_at_work_when_it_is_done()
    {
        Server
            .On(Start, MessageId.Text, 0, _ => Server.BroadcastEvent(Ok), Note("done"))
            .On(Start, Ok, 0, client => Log.Add($"{client.UniqueId}"));
        await using Peer<OddValues> other = await AskAsync();
        await using Peer<OddValues> peer = await TellAsync(CreateText("", ""));
        Assert.Equal(["1", "done in 1", "2"], Log);
    }

    [Fact]
    public async Task A_server_sends_to_anyone_whether_it_is_a_client_or_not()
    {
        string endpoint = await Server.BindAsync("inproc://*");
        var id = new RoutingId("stranger"u8);
        await using Peer<OddValues> stranger = await Peer<OddValues>.ConnectAsync(Server.Options.Transport!, endpoint, id);
        // It has been heard of when something of it, which makes no client, has come.
        await stranger.SendAsync([1, 2, 3]);
        await Book.WaitForAsync("Malformed message from ");
        Assert.Equal(SendResult.Sent, await Server.InvokeAsync(() => Server.SendTo(id, CreateText("hello", "stranger"))));
        Assert.Equal("hello", stranger.Receive().Short);
        Assert.Empty(await Server.InvokeAsync(() => Server.GetClients()));
        Assert.Equal(SendResult.PeerUnreachable, await Server.InvokeAsync(() => Server.SendTo(new RoutingId("no one"u8), CreateNothing())));
    }

    [Fact]
    public async Task Send_goes_to_the_machines_peer_whoever_the_message_says_it_came_from()
    {
        Server.On(Start, MessageId.Text, 0, client =>
        {
            Assert.Equal(client.RoutingId, client.Message.RoutingId);
            client.Message.RoutingId = new RoutingId("another"u8);
            client.Send();
            Assert.Equal(new RoutingId("another"u8), client.Message.RoutingId);
        });
        await using Peer<OddValues> peer = await AskAsync(CreateText("mine", ""));
        Assert.Single(await Server.InvokeAsync(() => Server.GetClients()));
    }

    [Fact]
    public async Task A_message_can_be_kept_beyond_its_execution_by_a_clone_and_by_taking_its_content()
    {
        OddValues? clone = null;
        FrameList? content = null;
        Server
            .On(Start, MessageId.Text, 0, client => clone ??= client.Message.Clone(), client => Answer(client))
            .On(Start, MessageId.Frames, 0, client => content ??= client.Message.TakeRest(), client => Answer(client));
        await using Peer<OddValues> peer = await AskAsync(CreateText("short", "long"));
        var rest = new FrameList();
        rest.Add([1, 2, 3]);
        await peer.SendAsync(CreateFrames([1, 2, 3], default, default, rest));
        peer.Receive();
        await peer.SendAsync(CreateFrames([4, 5, 6], default, default, null));
        peer.Receive();
        await peer.SendAsync(CreateText("other", "other"));
        peer.Receive();
        Assert.Equal(("short", "long"), (clone!.Short, clone.Long));
        Assert.Equal([1, 2, 3], Assert.Single(content!).ToArray());
    }

    [Fact]
    public async Task Sending_to_a_peer_that_never_reads_is_full_at_its_limit_blocks_no_one_and_never_sends_a_part()
    {
        Server.Options.Socket = new SocketOptions { SendHighWatermark = 10 };
        var outcomes = new List<SendResult>();
        Server.On(Start, MessageId.Text, 0, client =>
        {
            for (int i = 0; i < 50; i++)
                outcomes.Add(Server.SendTo(client.RoutingId, CreateText($"{i}", "")));
        });
        string endpoint = await Server.BindAsync("inproc://*");
        using ITransportLoop loop = Server.Options.Transport!.CreateLoop();
        using ITransportSocket lazy = loop.CreateSocket(SocketType.Dealer, new SocketOptions { ReceiveHighWatermark = 10 });
        lazy.Connect(endpoint);
        var frames = new MultipartMessage();
        frames.Add(CreateText("", "").ToFrames()[0]);
        Assert.Equal(SendResult.Sent, lazy.Send(default, frames));
        await using Peer<OddValues> other = await AskAsync();
        await SettleAsync();
        int sent = outcomes.IndexOf(SendResult.QueueFull);
        Assert.InRange(sent, 1, 49);
        Assert.All(outcomes.Take(sent), result => Assert.Equal(SendResult.Sent, result));
        Assert.All(outcomes.Skip(sent), result => Assert.Equal(SendResult.QueueFull, result));
        for (int i = 0; i < sent; i++)
        {
            Assert.True(lazy.TryReceive(out ReceivedMessage received));
            Assert.Equal(1, received.Frames.Count);
        }
        Assert.False(lazy.TryReceive(out _));
    }

    [Fact]
    public async Task Without_a_limit_a_peers_queue_takes_whatever_it_is_sent()
    {
        Server.Options.Socket = new SocketOptions { SendHighWatermark = 0 };
        var full = 0;
        Server.On(Start, MessageId.Text, 0, client =>
        {
            for (int i = 0; i < 50_000; i++)
                full += Server.SendTo(client.RoutingId, CreateNothing()) == SendResult.Sent ? 0 : 1;
            Log.Add($"{full} not sent");
        });
        await using Peer<OddValues> peer = await TellAsync(CreateText("", ""));
        Assert.Equal(["0 not sent"], Log);
    }

    [Fact]
    public async Task A_bind_that_fails_says_where_and_leaves_the_server_as_it_was()
    {
        await Server.BindAsync("inproc://taken");
        foreach (string endpoint in new[] { "inproc://taken", "nonsense", "inproc://", "tcp://nowhere" })
        {
            TransportException problem = await Assert.ThrowsAsync<TransportException>(() => Server.BindAsync(endpoint));
            Assert.Contains(endpoint, problem.Message, StringComparison.Ordinal);
        }
        TransportException unknown = await Assert.ThrowsAsync<TransportException>(() => Server.UnbindAsync("inproc://other"));
        Assert.Contains("inproc://other", unknown.Message, StringComparison.Ordinal);
        await using Peer<OddValues> peer = await AskAsync();
    }

    [Fact]
    public async Task A_server_that_unbinds_keeps_its_clients_and_gives_the_endpoint_away()
    {
        string endpoint = await Server.BindAsync("inproc://*");
        await using Peer<OddValues> peer = await Peer<OddValues>.ConnectAsync(Server.Options.Transport!, endpoint);
        await peer.SendAsync(CreateNothing());
        Assert.Equal("1", peer.Receive().Short);
        await Server.UnbindAsync(endpoint);
        Assert.Empty(Server.Endpoints);
        await using var heir = new TestServer { Options = { Transport = Server.Options.Transport } };
        Assert.Equal(endpoint, await heir.BindAsync(endpoint));
        await peer.SendAsync(CreateNothing());
        Assert.Equal("1", peer.Receive().Short);
    }
}
