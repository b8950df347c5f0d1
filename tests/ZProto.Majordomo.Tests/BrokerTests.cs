namespace ZProto.Majordomo.Tests;

/// <summary>The broker with clients and workers that the test plays, on RFC 7.</summary>
public sealed class BrokerTests
{
    private const char Ready = '\u0001', Request = '\u0002', Reply = '\u0003', Heartbeat = '\u0004', Disconnect = '\u0005';
    private static readonly string[] s_disconnect = ["", "MDPW01", Disconnect.ToString()];

    [Fact]
    public async Task A_request_reaches_a_worker_of_its_service_and_the_reply_reaches_the_client()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        RawPeer other = await host.RegisterAsync("tea"), worker = await host.RegisterAsync("coffee"), client = host.Connect();
        client.Request("coffee", "black", "two");
        string address = await TakeAsync(worker, "black", "two");
        worker.Command(Reply, address, "", "here", "you are");
        Assert.Equal(["", "MDPC01", "coffee", "here", "you are"], await client.ReceiveAsync());
        other.Command(Disconnect);
    }

    [Fact]
    public async Task Requests_go_to_the_worker_that_has_waited_longest()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        RawPeer one = await host.RegisterAsync("coffee"), two = await host.RegisterAsync("coffee"), client = host.Connect();
        for (int i = 0; i < 3; i++)
        {
            client.Request("coffee", $"{i}");
            RawPeer next = i % 2 == 0 ? one : two;
            next.Command(Reply, await TakeAsync(next, $"{i}"), "", $"{i}");
            Assert.Equal(["", "MDPC01", "coffee", $"{i}"], await client.ReceiveAsync());
        }
    }

    [Fact]
    public async Task A_worker_has_one_request_at_a_time()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        RawPeer worker = await host.RegisterAsync("coffee"), client = host.Connect();
        client.Request("coffee", "first");
        client.Request("coffee", "second");
        string address = await TakeAsync(worker, "first");
        await host.SettleAsync();
        await host.AdvanceAsync(TimeSpan.FromSeconds(2.5));
        Assert.Equal(["", "MDPW01", Heartbeat.ToString()], worker.ReceiveAny());
        worker.Command(Reply, address, "", "1");
        await TakeAsync(worker, "second");
    }

    [Fact]
    public async Task A_request_waits_for_a_worker_of_its_service()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        RawPeer client = host.Connect();
        client.Request("coffee", "black");
        await host.SettleAsync();
        await TakeAsync(await host.RegisterAsync("coffee"), "black");
    }

    [Fact]
    public async Task A_request_that_has_waited_for_a_minute_is_dropped()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        RawPeer client = host.Connect();
        client.Request("coffee", "old");
        await host.SettleAsync();
        await host.AdvanceAsync(TimeSpan.FromSeconds(30));
        client.Request("coffee", "new");
        await host.SettleAsync();
        await host.AdvanceAsync(TimeSpan.FromSeconds(31));
        await TakeAsync(await host.RegisterAsync("coffee"), "new");
    }

    [Fact]
    public async Task More_requests_than_may_wait_are_dropped()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(maxWaitingRequests: 2);
        RawPeer client = host.Connect();
        client.Request("coffee", "first");
        client.Request("tea", "second");
        client.Request("coffee", "third");
        await host.SettleAsync();
        RawPeer worker = await host.RegisterAsync("coffee");
        worker.Command(Reply, await TakeAsync(worker, "first"), "", "1");
        // The first is answered, so that one more may wait.
        client.Request("coffee", "fourth");
        await TakeAsync(worker, "fourth");
    }

    [Fact]
    public async Task Services_that_no_one_works_for_leave_nothing()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        RawPeer client = host.Connect();
        for (int i = 0; i < 50; i++)
            client.Request($"service {i}", "x");
        await host.SettleAsync();
        Assert.Equal(50, await host.Broker.InvokeAsync(() => host.Broker.Services));
        await host.AdvanceAsync(TimeSpan.FromSeconds(61));
        Assert.Equal(0, await host.Broker.InvokeAsync(() => host.Broker.Services));
    }

    [Fact]
    public async Task What_a_lost_worker_had_goes_to_another_before_all_else()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        RawPeer lost = await host.RegisterAsync("coffee"), client = host.Connect();
        client.Request("coffee", "first");
        client.Request("coffee", "second");
        await TakeAsync(lost, "first");
        lost.Command(Disconnect);
        RawPeer worker = await host.RegisterAsync("coffee");
        worker.Command(Reply, await TakeAsync(worker, "first"), "", "1");
        Assert.Equal(["", "MDPC01", "coffee", "1"], await client.ReceiveAsync());
        await TakeAsync(worker, "second");
    }

    [Fact]
    public async Task What_a_client_that_is_gone_has_asked_reaches_no_worker()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        using (var client = new RawPeer(host.Transport, BrokerHost.Endpoint))
        {
            client.Request("coffee", "left");
            await host.SettleAsync();
        }
        RawPeer another = host.Connect();
        another.Request("coffee", "stays");
        await host.SettleAsync();
        await TakeAsync(await host.RegisterAsync("coffee"), "stays");
    }

    [Theory]
    [InlineData("mmi.service", "coffee", "200")]
    [InlineData("mmi.service", "tea", "404")]
    [InlineData("mmi.echo", "coffee", "501")]
    [InlineData("mmi.", "", "501")]
    public async Task The_broker_answers_management_requests_as_rfc_8_says(string service, string body, string code)
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        await host.RegisterAsync("coffee");
        Assert.Equal(code, await host.AskAsync(service, body));
    }

    [Fact]
    public async Task A_service_whose_last_worker_left_is_404()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        RawPeer one = await host.RegisterAsync("coffee"), two = await host.RegisterAsync("coffee");
        one.Command(Disconnect);
        Assert.Equal("200", await host.FindAsync("coffee"));
        two.Command(Disconnect);
        Assert.Equal("404", await host.FindAsync("coffee"));
    }

    [Fact]
    public async Task A_worker_for_a_management_service_is_disconnected()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        RawPeer worker = host.Connect();
        worker.Command(Ready, "mmi.service");
        Assert.Equal(s_disconnect, await worker.ReceiveAsync());
    }

    [Theory]
    [InlineData("READY again")]
    [InlineData("REPLY without a request")]
    [InlineData("REPLY to another address")]
    [InlineData("REPLY to two addresses")]
    [InlineData("a client's request")]
    [InlineData("an invalid command")]
    [InlineData("frames of no command")]
    public async Task A_worker_that_sends_what_it_may_not_is_disconnected_and_leaves(string what)
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        RawPeer worker = await host.RegisterAsync("coffee"), client = host.Connect();
        string address = "";
        if (what.StartsWith("REPLY to", StringComparison.Ordinal))
        {
            client.Request("coffee", "black");
            address = await TakeAsync(worker, "black");
        }
        switch (what)
        {
            case "READY again":
                worker.Command(Ready, "coffee");
                break;
            case "REPLY without a request":
                worker.Command(Reply, "client", "", "here");
                break;
            case "REPLY to another address":
                worker.Command(Reply, $"{address}x", "", "here");
                break;
            case "REPLY to two addresses":
                worker.Command(Reply, address, address, "", "here");
                break;
            case "a client's request":
                worker.Request("coffee", "black");
                break;
            case "an invalid command":
                worker.Command('\u0009');
                break;
            default:
                worker.Send("nothing", "known");
                break;
        }
        Assert.Equal(s_disconnect, await worker.ReceiveAsync());
        Assert.Equal("404", await host.FindAsync("coffee"));
    }

    [Theory]
    [InlineData(Heartbeat)]
    [InlineData(Reply)]
    public async Task A_worker_that_the_broker_does_not_know_is_told_to_register(char command)
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        RawPeer worker = host.Connect();
        worker.Command(command, command == Reply ? ["client", "", "here"] : []);
        Assert.Equal(s_disconnect, await worker.ReceiveAsync());
    }

    [Fact]
    public async Task Bytes_of_no_command_end_nothing_for_a_client()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        RawPeer worker = await host.RegisterAsync("coffee"), client = host.Connect();
        client.Request("coffee", "first");
        string address = await TakeAsync(worker, "first");
        client.Send("", "MDPC09", "coffee", "x");
        client.Send("");
        client.Send("", "MDPC01");
        client.Send("", "MDPC01", "coffee");
        worker.Command(Reply, address, "", "1");
        Assert.Equal(["", "MDPC01", "coffee", "1"], await client.ReceiveAsync());
    }

    [Fact]
    public async Task A_silent_worker_leaves_after_its_liveness_and_one_that_sends_heartbeats_stays()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        RawPeer silent = await host.RegisterAsync("coffee"), alive = await host.RegisterAsync("tea");
        for (int i = 0; i < 3; i++)
        {
            Assert.Equal("200", await host.FindAsync("coffee"));
            alive.Command(Heartbeat);
            await host.AdvanceAsync(TimeSpan.FromSeconds(2.5));
        }
        Assert.Equal(s_disconnect, await silent.ReceiveAsync());
        Assert.Equal("404", await host.FindAsync("coffee"));
        Assert.Equal("200", await host.FindAsync("tea"));
    }

    [Fact]
    public async Task A_worker_gets_a_heartbeat_every_two_and_a_half_seconds()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        RawPeer worker = await host.RegisterAsync("coffee");
        for (int i = 0; i < 2; i++)
        {
            await host.AdvanceAsync(TimeSpan.FromSeconds(2.5));
            Assert.Equal(["", "MDPW01", Heartbeat.ToString()], worker.ReceiveAny());
        }
    }

    [Fact]
    public async Task A_broker_that_shuts_down_disconnects_its_workers()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        RawPeer worker = await host.RegisterAsync("coffee");
        await host.Broker.ShutDownAsync();
        Assert.Equal(s_disconnect, await worker.ReceiveAsync());
    }

    /// <summary>Takes a request that has this body, and gives the client's address.</summary>
    private static async Task<string> TakeAsync(RawPeer worker, params string[] body)
    {
        string[] frames = await worker.ReceiveAsync();
        Assert.Equal(["", "MDPW01", Request.ToString(), frames[3], "", .. body], frames);
        return frames[3];
    }
}
