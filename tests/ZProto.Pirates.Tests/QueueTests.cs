namespace ZProto.Pirates.Tests;

/// <summary>The queue with clients and workers that the test plays, on RFC 6.</summary>
public sealed class QueueTests
{
    private static readonly TimeSpan s_heartbeat = TimeSpan.FromSeconds(1);

    [Fact]
    public async Task A_request_reaches_a_worker_with_its_clients_address_and_the_reply_reaches_the_client()
    {
        await using QueueHost host = await QueueHost.StartAsync();
        Peer<Ppp> worker = await host.JoinAsync();
        Peer<PirateMsg> client = await host.ConnectAsync();
        await host.SendAsync(client, PirateMsg.CreateRequest(new FrameList { "one"u8, "two"u8 }));
        Ppp request = Receive(worker);
        Assert.Equal(Ppp.MessageId.Request, request.Id);
        Assert.Single(request.Address);
        Assert.Equal(["one"u8.ToArray(), "two"u8.ToArray()], request.Body.ToArrays());
        await worker.SendAsync(Ppp.CreateReply(request.Address, new FrameList { "three"u8, "four"u8 }));
        Assert.Equal(["three"u8.ToArray(), "four"u8.ToArray()], client.Receive().Body.ToArrays());
    }

    [Fact]
    public async Task Requests_go_to_the_worker_that_has_waited_longest()
    {
        await using QueueHost host = await QueueHost.StartAsync();
        Peer<Ppp>[] workers = [await host.JoinAsync(), await host.JoinAsync(), await host.JoinAsync()];
        Peer<PirateMsg> client = await host.ConnectAsync();
        for (int i = 0; i < 9; i++)
        {
            await host.AskAsync(client, i);
            await AnswerAsync(workers[i % 3], i);
            Assert.Equal($"{i}", Number.Of(client.Receive().Body));
        }
    }

    [Fact]
    public async Task A_worker_has_one_request_at_a_time_and_the_client_that_waits_longest_is_next()
    {
        await using QueueHost host = await QueueHost.StartAsync();
        Peer<PirateMsg>[] clients = [await host.ConnectAsync(), await host.ConnectAsync(), await host.ConnectAsync()];
        for (int i = 0; i < 3; i++)
            await host.AskAsync(clients[i], i);
        Peer<Ppp> worker = await host.JoinAsync();
        for (int i = 0; i < 3; i++)
        {
            await AnswerAsync(worker, i);
            Assert.Equal($"{i}", Number.Of(clients[i].Receive().Body));
        }
    }

    [Fact]
    public async Task A_client_that_does_not_wait_gets_its_replies_in_the_order_of_its_requests()
    {
        await using QueueHost host = await QueueHost.StartAsync();
        Peer<Ppp> one = await host.JoinAsync(), two = await host.JoinAsync();
        Peer<PirateMsg> client = await host.ConnectAsync();
        for (int i = 0; i < 20; i++)
            await host.AskAsync(client, i);
        for (int i = 0; i < 20; i++)
        {
            await AnswerAsync(i % 2 == 0 ? one : two, i);
            Assert.Equal($"{i}", Number.Of(client.Receive().Body));
        }
    }

    [Fact]
    public async Task A_worker_gets_a_heartbeat_every_second()
    {
        await using QueueHost host = await QueueHost.StartAsync();
        Peer<Ppp> worker = await host.JoinAsync();
        for (int i = 0; i < 2; i++)
        {
            await host.AdvanceAsync(s_heartbeat);
            Assert.Equal(Ppp.MessageId.Heartbeat, worker.Receive().Id);
        }
    }

    [Fact]
    public async Task A_worker_that_is_silent_for_three_heartbeats_is_dead_and_one_that_sends_them_is_not()
    {
        await using QueueHost host = await QueueHost.StartAsync();
        Peer<Ppp> silent = await host.JoinAsync(), alive = await host.JoinAsync();
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal(2, await host.Queue.CountWorkersAsync());
            await host.SendAsync(alive, Ppp.CreateHeartbeat());
            await host.AdvanceAsync(s_heartbeat);
        }
        Assert.Equal(1, await host.Queue.CountWorkersAsync());
        Peer<PirateMsg> client = await host.ConnectAsync();
        await host.AskAsync(client, 1);
        await AnswerAsync(alive, 1);
        Assert.Equal("1", Number.Of(client.Receive().Body));
        await HearsNothingAsync(host, silent);
    }

    [Theory]
    [InlineData(Ppp.MessageId.Heartbeat)]
    [InlineData(Ppp.MessageId.Reply)]
    public async Task A_conversation_begins_with_ready(Ppp.MessageId id)
    {
        await using QueueHost host = await QueueHost.StartAsync();
        Peer<Ppp> worker = await host.ConnectWorkerAsync();
        Peer<PirateMsg> client = await host.ConnectAsync();
        await host.AskAsync(client, 1);
        await host.SendAsync(worker, id == Ppp.MessageId.Heartbeat ? Ppp.CreateHeartbeat() : Ppp.CreateReply(new FrameList { "x"u8 }, Number.ToBody(1)));
        Assert.Equal(0, await host.Queue.CountWorkersAsync());
        await host.SendAsync(worker, Ppp.CreateReady());
        await AnswerAsync(worker, 1);
        Assert.Equal("1", Number.Of(client.Receive().Body));
    }

    [Fact]
    public async Task A_worker_that_was_taken_for_dead_begins_again_with_ready()
    {
        await using QueueHost host = await QueueHost.StartAsync();
        Peer<Ppp> worker = await host.JoinAsync();
        await host.AdvanceAsync(3 * s_heartbeat);
        await host.SendAsync(worker, Ppp.CreateHeartbeat());
        Assert.Equal(0, await host.Queue.CountWorkersAsync());
        await host.SendAsync(worker, Ppp.CreateReady());
        Assert.Equal(1, await host.Queue.CountWorkersAsync());
    }

    [Fact]
    public async Task A_worker_whose_connection_ends_is_dead_at_once()
    {
        await using QueueHost host = await QueueHost.StartAsync();
        Peer<Ppp> worker = await host.JoinAsync();
        await host.EndAsync(worker);
        Assert.Equal(0, await host.Queue.CountWorkersAsync());
    }

    [Fact]
    public async Task A_reply_that_comes_after_its_worker_was_taken_for_dead_reaches_no_one()
    {
        await using QueueHost host = await QueueHost.StartAsync();
        Peer<Ppp> slow = await host.JoinAsync();
        Peer<PirateMsg> client = await host.ConnectAsync();
        await host.AskAsync(client, 1);
        Ppp request = Receive(slow);
        await host.AdvanceAsync(3 * s_heartbeat);
        Peer<Ppp> worker = await host.JoinAsync();
        await host.AskAsync(client, 2);
        await host.SendAsync(slow, Ppp.CreateReply(request.Address, Number.ToBody(1)));
        await AnswerAsync(worker, 2);
        Assert.Equal("2", Number.Of(client.Receive().Body));
    }

    [Fact]
    public async Task A_reply_to_another_request_than_the_worker_has_reaches_no_one()
    {
        await using QueueHost host = await QueueHost.StartAsync();
        Peer<PirateMsg> asks = await host.ConnectAsync(), waits = await host.ConnectAsync();
        await host.AskAsync(asks, 1);
        await host.AskAsync(waits, 2);
        Peer<Ppp> one = await host.JoinAsync(), two = await host.JoinAsync();
        Ppp request = Receive(one), other = Receive(two);
        await host.SendAsync(one, Ppp.CreateReply(other.Address, Number.ToBody(7)));
        await host.SendAsync(one, Ppp.CreateReply([], Number.ToBody(8)));
        await host.SendAsync(one, Ppp.CreateReply(request.Address, Number.ToBody(1)));
        // Answered already.
        await host.SendAsync(one, Ppp.CreateReply(request.Address, Number.ToBody(9)));
        await host.SendAsync(two, Ppp.CreateReply(other.Address, Number.ToBody(2)));
        Assert.Equal(("1", "2"), (Number.Of(asks.Receive().Body), Number.Of(waits.Receive().Body)));
        Assert.False(asks.HasReceived || waits.HasReceived);
        Assert.Equal(2, await host.Queue.CountWorkersAsync());
    }

    [Fact]
    public async Task A_worker_that_begins_again_has_lost_its_request_and_its_client_can_ask_again()
    {
        await using QueueHost host = await QueueHost.StartAsync();
        Peer<Ppp> worker = await host.JoinAsync();
        Peer<PirateMsg> client = await host.ConnectAsync();
        await host.AskAsync(client, 1);
        Receive(worker);
        await host.SendAsync(worker, Ppp.CreateReady());
        await host.AskAsync(client, 2);
        await AnswerAsync(worker, 2);
        Assert.Equal("2", Number.Of(client.Receive().Body));
    }

    [Fact]
    public async Task What_a_client_that_is_gone_has_asked_reaches_no_worker()
    {
        await using QueueHost host = await QueueHost.StartAsync();
        Peer<PirateMsg> left = await host.ConnectAsync(), stays = await host.ConnectAsync();
        await host.AskAsync(left, 1);
        await host.AskAsync(stays, 2);
        await host.EndAsync(left);
        await AnswerAsync(await host.JoinAsync(), 2);
        Assert.Equal("2", Number.Of(stays.Receive().Body));
    }

    // The next message that is no heartbeat.
    private static Ppp Receive(Peer<Ppp> worker)
    {
        Ppp message;
        do
            message = worker.Receive();
        while (message.Id == Ppp.MessageId.Heartbeat);
        return message;
    }

    private static async Task AnswerAsync(Peer<Ppp> worker, int number)
    {
        Ppp request = Receive(worker);
        Assert.Equal($"{number}", Number.Of(request.Body));
        await worker.SendAsync(Ppp.CreateReply(request.Address, request.Body));
    }

    // No more than the heartbeats from before it was dead.
    private static async Task HearsNothingAsync(QueueHost host, Peer<Ppp> dead)
    {
        await host.SettleAsync();
        while (dead.HasReceived)
            Assert.Equal(Ppp.MessageId.Heartbeat, dead.Receive().Id);
        await host.AdvanceAsync(5 * s_heartbeat);
        Assert.False(dead.HasReceived);
    }
}
