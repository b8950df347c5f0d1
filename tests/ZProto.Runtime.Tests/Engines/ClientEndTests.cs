using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>ENGINE.md, "Client": how it ends. After each test no loop and no socket is left.</summary>
public sealed class ClientEndTests : ClientFixture
{
    public override async Task DisposeAsync()
    {
        await base.DisposeAsync();
        Assert.Equal((0, 0), (Transport.Loops, Transport.Sockets));
    }

    [Fact]
    public async Task Dispose_runs_the_destructor_and_awaits_its_reply()
    {
        Client.Options.DisposeTimeout = TimeSpan.FromSeconds(5);
        await OpenAsync();
        Task disposed = Client.DisposeAsync().AsTask();
        Assert.Equal(TalkMsg.MessageId.Bye, Server.Receive().Id);
        Assert.False(disposed.IsCompleted);
        await SendAsync(TalkMsg.CreateByeOk());
        await disposed;
        Assert.Equal(["terminated"], Client.Log);
    }

    [Fact]
    public async Task Dispose_awaits_the_destructor_no_longer_than_its_timeout()
    {
        Client.Options.DisposeTimeout = TimeSpan.FromSeconds(5);
        await OpenAsync();
        Task disposed = Client.DisposeAsync().AsTask();
        Assert.Equal(TalkMsg.MessageId.Bye, Server.Receive().Id);
        Clock.Advance(TimeSpan.FromSeconds(4));
        Assert.False(disposed.IsCompleted);
        Clock.Advance(TimeSpan.FromSeconds(1));
        await disposed;
    }

    [Fact]
    public async Task Dispose_runs_the_destructor_also_without_a_timeout_to_await_it()
    {
        await OpenAsync();
        await Client.DisposeAsync();
        Assert.Equal(TalkMsg.MessageId.Bye, Server.Receive().Id);
    }

    [Fact]
    public async Task Dispose_is_done_at_once_where_the_state_does_not_name_the_destructor()
    {
        Client.Options.DisposeTimeout = TimeSpan.FromSeconds(5);
        await SettleAsync();
        await Client.DisposeAsync();
        Assert.Equal(["terminated"], Client.Log);
    }

    [Fact]
    public async Task Dispose_hands_over_what_waits_before_the_destructor()
    {
        // The clock is turned as often as the threads need.
        Client.Options.DisposeTimeout = TimeSpan.FromDays(1);
        Client.Options.SendQueueCapacity = 2;
        await StopServerAsync();
        Task<TalkClient> opened = Client.OpenAsync(Endpoint);
        Task[] sends = [.. Enumerable.Range(0, 6).Select(i => Client.SayAsync($"{i}"))];
        await SettleAsync();
        Task disposed = Client.DisposeAsync().AsTask();
        await BindAsync();
        var got = new List<TalkMsg>();
        while (got.Count < 8)
        {
            while (!Server.HasReceived)
                Clock.Advance(TimeSpan.FromMilliseconds(0.1));
            got.Add(Server.Receive());
        }
        Assert.Equal([TalkMsg.MessageId.Open, .. Enumerable.Repeat(TalkMsg.MessageId.Say, 6), TalkMsg.MessageId.Bye], got.Select(message => message.Id));
        await Task.WhenAll(sends);
        await Server.SendAsync(got[0].RoutingId, TalkMsg.CreateByeOk());
        await disposed;
        await Assert.ThrowsAsync<ClientClosedException>(() => opened);
    }

    [Fact]
    public async Task What_was_sent_before_the_machine_ended_is_handed_over()
    {
        // The clock is turned as often as the threads need.
        Client.Options.DisposeTimeout = TimeSpan.FromDays(1);
        Client.Options.SendQueueCapacity = 2;
        await StopServerAsync();
        Task<TalkClient> opened = Client.OpenAsync(Endpoint);
        await Task.WhenAll(Client.SayAsync("0"), Client.SayAsync("1"));
        await Client.QuitAsync();
        await Assert.ThrowsAsync<ClientClosedException>(() => opened);
        await BindAsync();
        var got = new List<TalkMsg.MessageId>();
        while (got.Count < 4)
        {
            while (!Server.HasReceived)
                Clock.Advance(TimeSpan.FromMilliseconds(0.1));
            got.Add(Server.Receive().Id);
        }
        Assert.Equal([TalkMsg.MessageId.Open, TalkMsg.MessageId.Say, TalkMsg.MessageId.Say, TalkMsg.MessageId.Bye], got);
        await Client.Completion;
    }

    [Fact]
    public async Task Dispose_ends_in_time_where_the_server_never_comes()
    {
        Client.Options.DisposeTimeout = TimeSpan.FromSeconds(5);
        Client.Options.SendQueueCapacity = 1;
        await StopServerAsync();
        Task<TalkClient> opened = Client.OpenAsync(Endpoint);
        Task[] sends = [.. Enumerable.Range(0, 3).Select(i => Client.SayAsync($"{i}"))];
        await SettleAsync();
        Task disposed = Client.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<ClientClosedException>(() => opened);
        Clock.Advance(TimeSpan.FromSeconds(5));
        await disposed;
        await Assert.ThrowsAsync<ClientClosedException>(() => Task.WhenAll(sends));
    }

    [Fact]
    public async Task Dispose_during_connect_fails_the_opening_and_is_not_held_up_by_it()
    {
        Client.Options.DisposeTimeout = TimeSpan.FromSeconds(5);
        Task<TalkClient> opened = Client.OpenAsync(Endpoint);
        RoutingId id = Server.Receive().RoutingId;
        Task disposed = Client.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<ClientClosedException>(() => opened);
        Assert.Equal(TalkMsg.MessageId.Bye, Server.Receive().Id);
        // The destructor's, although the constructor accepts such a reply too and was never answered.
        await Server.SendAsync(id, TalkMsg.CreateByeOk());
        await disposed;
    }

    [Fact]
    public async Task Dispose_during_a_call_fails_the_call()
    {
        await OpenAsync();
        Task<string> ask = Client.AskAsync("a");
        await Client.DisposeAsync();
        await Assert.ThrowsAsync<ClientClosedException>(() => ask);
    }

    [Fact]
    public async Task Dispose_in_a_replys_continuation_ends_cleanly()
    {
        await OpenAsync();
        Task<string> ask = Client.AskAsync("a");
        Task disposed = ask.ContinueWith(_ => Client.DisposeAsync().AsTask(), TaskContinuationOptions.ExecuteSynchronously).Unwrap();
        await SendAsync(TalkMsg.CreateAnswer("", 0));
        await disposed;
        Assert.Equal("", await ask);
    }

    [Fact]
    public async Task Dispose_in_an_action_lets_it_end_first()
    {
        await OpenAsync();
        bool ended = false;
        await ActAsync(client =>
        {
            Assert.True(client.DisposeAsync().IsCompleted);
            client.Ask("still whole");
            ended = true;
        });
        await Client.Completion;
        Assert.True(ended);
        Assert.Equal("still whole", Server.Receive().Text);
    }

    [Fact]
    public async Task Nothing_is_connected_in_the_last_hook()
    {
        await OpenAsync();
        Exception? refused = null;
        Client.Ending = () => refused = Record.Exception(() => Client.Wire.Connect("inproc://elsewhere"));
        await Client.DisposeAsync();
        Assert.IsType<ObjectDisposedException>(refused);
    }

    [Fact]
    public async Task Dispose_in_the_last_hook_is_harmless()
    {
        await OpenAsync();
        Client.Ending = () => _ = Client.DisposeAsync().AsTask();
        await Client.QuitAsync();
        await Client.Completion;
    }

    [Fact]
    public async Task Dispose_before_the_start_and_twice_is_harmless()
    {
        await Client.DisposeAsync();
        await Client.DisposeAsync();
        await Assert.ThrowsAsync<ClientClosedException>(() => Client.OpenAsync(Endpoint));
        await Assert.ThrowsAsync<ClientClosedException>(() => Client.ReceiveAsync().AsTask());
    }

    [Fact]
    public async Task Dispose_from_several_threads_ends_once()
    {
        await OpenAsync();
        await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() => Client.DisposeAsync().AsTask())));
        Assert.Equal(["terminated"], Client.Log);
    }

    [Fact]
    public async Task Dispose_amid_calls_of_many_threads_leaves_no_one_waiting()
    {
        await using var server = new TalkServer { Options = { Transport = Transport, TimeProvider = Clock } };
        string endpoint = await server.BindAsync("inproc://busy");
        for (int round = 0; round < 50; round++)
        {
            var client = new TalkClient();
            SetUp(client.Options);
            await client.OpenAsync(endpoint);
            using var begun = new CountdownEvent(4);
            Task[] workers =
            [
                Until(begun, () => client.AskAsync("a")),
                Until(begun, () => client.SayAsync("b")),
                Until(begun, () => client.NextPokeAsync()),
                Until(begun, () => client.ReceiveAsync().AsTask()),
            ];
            begun.Wait();
            await client.DisposeAsync();
            foreach (Task worker in workers)
                await Assert.ThrowsAsync<ClientClosedException>(() => worker);
        }

        static Task Until(CountdownEvent begun, Func<Task> work) => Task.Run(async () =>
        {
            Task first = work();
            begun.Signal();
            await first;
            while (true)
                await work();
        });
    }

    [Fact]
    public async Task A_loop_that_is_disposed_before_its_client_fails_all_who_wait()
    {
        var loop = new EventLoop(Transport, Clock);
        var client = new TalkClient { Options = { Loop = loop } };
        Task[] waiting = [client.OpenAsync(Endpoint), client.NextPokeAsync(), client.WaitForConnectionAsync(), client.ReceiveAsync().AsTask()];
        await SettleAsync(client);
        await loop.DisposeAsync();
        foreach (Task task in waiting)
            await Assert.ThrowsAsync<ClientClosedException>(() => task);
        await client.DisposeAsync();
        await Assert.ThrowsAsync<ClientClosedException>(() => client.AskAsync("b"));
    }

    [Fact]
    public async Task A_loop_that_dies_fails_all_who_wait()
    {
        // On a transport of its own, so that the server's loop lives on.
        var dying = new CountingTransport(Transport);
        await using var client = new TalkClient { Options = { Loop = new EventLoop(dying, Clock) } };
        Task<TalkClient> opened = client.OpenAsync(Endpoint);
        await Server.SendAsync(Server.Receive().RoutingId, TalkMsg.CreateOpenOk());
        await opened;
        Task[] waiting = [client.AskAsync("a"), client.NextPokeAsync(), client.ReceiveAsync().AsTask()];
        await SettleAsync(client);
        dying.Fault = new TransportException("The cable was cut.");
        client.Post(() => { });
        foreach (Task task in waiting)
            Assert.Contains("The cable was cut.", (await Assert.ThrowsAsync<ClientClosedException>(() => task)).Message, StringComparison.Ordinal);
        await Assert.ThrowsAsync<ClientClosedException>(() => client.WaitForConnectionAsync());
        await Assert.ThrowsAsync<ClientClosedException>(() => client.AskAsync("b"));
    }
}
