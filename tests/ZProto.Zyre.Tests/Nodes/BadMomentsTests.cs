namespace ZProto.Zyre.Tests.Nodes;

/// <summary>Nodes that end at the worst of moments: no one waits indefinitely, and the others go on.</summary>
public sealed class BadMomentsTests : NodeTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(1);

    [Fact]
    public async Task Disposed_where_its_events_are_read_the_events_end()
    {
        ZyreNode a = await StartAsync("a");
        await StartAsync("b");
        await foreach (ZyreEvent item in a.ReadEventsAsync())
            await a.DisposeAsync().AsTask().WaitAsync(s_patience);
        await a.Completion.WaitAsync(s_patience);
    }

    [Fact]
    public async Task Disposed_on_its_loop_it_ends()
    {
        ZyreNode a = await StartAsync("a");
        ZyreNode b = await StartAsync("b");
        await Loop.InvokeAsync(() => a.DisposeAsync().AsTask().Wait(s_patience)).WaitAsync(s_patience);
        await a.Completion.WaitAsync(s_patience);
        Assert.Equal(["a enters", "a exits"], await HeardAsync(b));
    }

    [Fact]
    public async Task Disposed_while_peers_come_and_shout_it_ends_and_they_go_on()
    {
        ZyreNode b = await StartAsync("b");
        await b.JoinAsync("ROOM");
        for (int round = 0; round < 30; round++)
        {
            ZyreNode a = await StartAsync("a");
            await using FakePeer peer = await FakePeer.StartAsync(Loop, "fake");
            await a.JoinAsync("ROOM");
            Task shouting = ShoutAsync(b);
            Task greeting = Task.Run(() => peer.SendAsync(a, Enumerable.Range(0, 50).Select(_ => ZreMsg.CreateHello(1, peer.Endpoint, ["ROOM"], 1, "fake", []))));
            if (round % 2 == 0)
                await greeting;
            await Task.WhenAll(a.DisposeAsync().AsTask(), a.DisposeAsync().AsTask(), Task.Run(() => a.DisposeAsync().AsTask())).WaitAsync(s_patience);
            await Task.WhenAll(shouting, a.Completion).WaitAsync(s_patience);
            await Record.ExceptionAsync(() => greeting);
            await Assert.ThrowsAsync<ObjectDisposedException>(() => a.ShoutAsync("ROOM", "late"));
        }
        await SettleAsync();
        Assert.Empty(await b.GetPeersAsync());
    }

    [Fact]
    public async Task Disposed_by_many_threads_while_others_start_join_shout_and_ask_it_ends_and_no_one_waits_indefinitely()
    {
        for (int round = 0; round < 30; round++)
        {
            var node = new ZyreNode(Options("a"));
            Task[] threads =
            [
                .. new Func<Task>[]
                {
                    () => node.StartAsync(),
                    () => node.JoinAsync("ROOM"),
                    () => node.ShoutAsync("ROOM", "text"),
                    () => node.GetPeersAsync(),
                    () => node.DisposeAsync().AsTask(),
                    () => node.DisposeAsync().AsTask(),
                }.Select(work => Task.Run(() => IgnoreEndAsync(work))),
            ];
            await Task.WhenAll(threads).WaitAsync(s_patience);
            await node.Completion.WaitAsync(s_patience);
            Assert.Equal(["end"], await HeardAsync(node));
        }
    }

    private static async Task ShoutAsync(ZyreNode node)
    {
        for (int i = 0; i < 50; i++)
            await node.ShoutAsync("ROOM", $"{i}");
    }

    private static async Task IgnoreEndAsync(Func<Task> work)
    {
        try
        {
            await work();
        }
        catch (ObjectDisposedException)
        {
            // It came too late.
        }
    }
}
