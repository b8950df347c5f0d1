using ZProto.Transports;

namespace ZProto.Majordomo.Tests;

/// <summary>Client, worker and broker as engines, in-process, with a clock that the test advances.</summary>
public sealed class EngineTests
{
    private static readonly TimeSpan s_try = TimeSpan.FromMilliseconds(2_500);

    [Fact]
    public async Task A_client_gets_the_reply_of_a_worker()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        await using MdpWorker worker = await WorkAsync(host, "echo", text => $"{text}!");
        await using MdpClient client = await OpenAsync(host);
        Assert.Equal("Hello world!", (await client.RequestAsync("echo", Bodies.ToBody("Hello world"))).ToText());
        Assert.Equal("200", (await client.RequestAsync("mmi.service", Bodies.ToBody("echo"))).ToText());
    }

    [Fact]
    public async Task Requests_side_by_side_wait_for_each_other()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        await using MdpWorker one = await WorkAsync(host, "echo", text => text), two = await WorkAsync(host, "echo", text => text);
        await using MdpClient client = await OpenAsync(host);
        Task<FrameList>[] calls = [.. Enumerable.Range(0, 100).Select(number => client.RequestAsync("echo", Bodies.ToBody($"{number}")))];
        FrameList[] replies = await Task.WhenAll(calls);
        Assert.Equal(Enumerable.Range(0, 100).Select(number => $"{number}"), replies.Select(reply => reply.ToText()));
    }

    [Fact]
    public async Task The_asynchronous_client_sends_without_waiting_and_gets_replies_in_order()
    {
        await using BrokerHost host = await BrokerHost.StartAsync(maxWaitingRequests: 1_000);
        await using MdpWorker worker = await WorkAsync(host, "echo", text => text);
        await using var client = new MdpAsyncClient { Options = { Transport = host.Transport } };
        await client.OpenAsync(BrokerHost.Endpoint);
        for (int i = 0; i < 1_000; i++)
            await client.SendAsync("echo", Bodies.ToBody($"{i}"));
        for (int i = 0; i < 1_000; i++)
            Assert.Equal($"{i}", (await client.ReceiveAsync()).Body.ToText());
    }

    [Fact]
    public async Task A_request_without_a_worker_fails_after_three_tries_and_the_client_goes_on()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        await using MdpClient client = await OpenAsync(host);
        Task<FrameList> call = client.RequestAsync("nowhere", Bodies.ToBody("anyone?"));
        for (int i = 0; i < 3; i++)
        {
            await WaitForRequestsAsync(host, i + 1);
            host.Clock.Advance(s_try);
        }
        await Assert.ThrowsAsync<TimeoutException>(() => call);
        Assert.Equal("404", (await client.RequestAsync("mmi.service", Bodies.ToBody("nowhere"))).ToText());
    }

    [Fact]
    public async Task A_late_reply_is_not_taken_for_that_of_a_later_request()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        RawPeer slow = await host.RegisterAsync("slow"), other = await host.RegisterAsync("slow");
        await using MdpClient client = await OpenAsync(host);
        Task<FrameList> call = client.RequestAsync("slow", Bodies.ToBody("first"));
        string late = (await slow.ReceiveAsync())[3];
        host.Clock.Advance(s_try);
        string again = (await other.ReceiveAsync())[3];
        Assert.NotEqual(late, again);
        slow.Command('\u0003', late, "", "late");
        await host.SettleAsync();
        other.Command('\u0003', again, "", "in time");
        Assert.Equal("in time", (await call).ToText());
    }

    [Fact]
    public async Task A_worker_registers_again_with_a_broker_that_came_back()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        await using MdpWorker worker = await WorkAsync(host, "echo", text => text);
        await WaitForWorkerAsync(host, "echo");
        await host.Broker.DisposeAsync();
        await host.StartBrokerAsync();
        Assert.Equal("404", await host.FindAsync("echo"));
        await WaitForWorkerAsync(host, "echo", worker);
        await using MdpClient client = await OpenAsync(host);
        Assert.Equal("again", (await client.RequestAsync("echo", Bodies.ToBody("again"))).ToText());
    }

    [Fact]
    public async Task A_worker_that_was_sent_away_registers_again_after_a_pause()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        await using MdpWorker worker = await WorkAsync(host, "echo", text => text);
        await WaitForWorkerAsync(host, "echo");
        await host.Broker.ShutDownAsync();
        Assert.Equal("404", await host.FindAsync("echo"));
        await WaitForWorkerAsync(host, "echo", worker);
    }

    [Fact]
    public async Task The_reply_to_a_request_of_a_lost_broker_is_dropped_and_the_worker_takes_no_other_until_then()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        await using MdpWorker worker = NewWorker(host);
        await worker.OpenAsync(BrokerHost.Endpoint, "echo");
        RawPeer client = host.Connect();
        client.Request("echo", "first");
        Assert.Equal("first", (await worker.ReceiveAsync()).Body.ToText());
        await host.Broker.ShutDownAsync();
        await host.SettleAsync();
        host.Clock.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal("404", await host.FindAsync("echo"));
        await worker.ReplyAsync(Bodies.ToBody("to no one"));
        await WaitForWorkerAsync(host, "echo");
        client.Request("echo", "second");
        // The first went back to the broker when its worker left, and comes again.
        Assert.Equal("first", (await worker.ReceiveAsync()).Body.ToText());
        await worker.ReplyAsync(Bodies.ToBody("1"));
        Assert.Equal(["", "MDPC01", "echo", "1"], await client.ReceiveAsync());
        Assert.Equal("second", (await worker.ReceiveAsync()).Body.ToText());
    }

    [Fact]
    public async Task A_worker_that_ends_says_so()
    {
        await using BrokerHost host = await BrokerHost.StartAsync();
        await using (MdpWorker worker = NewWorker(host))
        {
            await worker.OpenAsync(BrokerHost.Endpoint, "echo");
            await WaitForWorkerAsync(host, "echo");
        }
        await WaitForAsync(host, "echo", "404");
    }

    private static MdpWorker NewWorker(BrokerHost host)
        => new() { Options = { Transport = host.Transport, TimeProvider = host.Clock, DisposeTimeout = TimeSpan.Zero, LoggerFactory = host.Log }, Verbose = true };

    private static async Task<MdpWorker> WorkAsync(BrokerHost host, string service, Func<string, string> work)
    {
        MdpWorker worker = NewWorker(host);
        await worker.OpenAsync(BrokerHost.Endpoint, service);
        _ = worker.RunAsync((body, _) => ValueTask.FromResult(Bodies.ToBody(work(body.ToText()))));
        return worker;
    }

    private static async Task<MdpClient> OpenAsync(BrokerHost host)
    {
        var client = new MdpClient { Options = { Transport = host.Transport, TimeProvider = host.Clock, DisposeTimeout = TimeSpan.Zero, LoggerFactory = host.Log }, Verbose = true };
        await client.OpenAsync(BrokerHost.Endpoint);
        return client;
    }

    private static Task WaitForWorkerAsync(BrokerHost host, string service, MdpWorker? worker = null) => WaitForAsync(host, service, "200", worker);

    // Time goes on for the worker until the broker gives the code.
    private static async Task WaitForAsync(BrokerHost host, string service, string code, MdpWorker? worker = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await host.FindAsync(service) != code)
        {
            if (patience.IsCancellationRequested)
                throw new TimeoutException(string.Join('\n', host.Log.Lines.TakeLast(100)));
            if (worker is not null)
                await AdvanceAsync(host, worker);
            await Task.Yield();
        }
    }

    // The worker has done what is due before time goes on, so that none of its heartbeats is missing.
    private static async Task AdvanceAsync(BrokerHost host, MdpWorker worker)
    {
        host.Clock.Advance(worker.Heartbeat);
        await worker.InvokeAsync(() => { });
        await worker.InvokeAsync(() => { });
    }

    private static async Task WaitForRequestsAsync(BrokerHost host, int count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await host.Broker.InvokeAsync(() => host.Broker.WaitingRequests) < count)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
