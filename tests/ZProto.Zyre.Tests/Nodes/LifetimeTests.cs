namespace ZProto.Zyre.Tests.Nodes;

/// <summary>A node's start and end, at good moments and bad ones.</summary>
public sealed class LifetimeTests : NodeTests
{
    [Fact]
    public async Task A_node_starts_once()
    {
        ZyreNode a = await StartAsync("a");
        string endpoint = a.Endpoint;
        await Assert.ThrowsAsync<InvalidOperationException>(() => a.StartAsync());
        Assert.Equal(endpoint, a.Endpoint);
        await a.DisposeAsync();
        await Assert.ThrowsAnyAsync<InvalidOperationException>(() => a.StartAsync());
    }

    [Fact]
    public async Task Of_two_starts_at_once_one_starts_the_node()
    {
        await using var node = new ZyreNode(Options("a"));
        Task[] starts = [.. Enumerable.Range(0, 8).Select(_ => Task.Run(() => node.StartAsync()))];
        await Assert.ThrowsAsync<InvalidOperationException>(() => Task.WhenAll(starts));
        Assert.Equal(1, starts.Count(start => start.IsCompletedSuccessfully));
    }

    [Fact]
    public async Task Groups_that_were_joined_before_the_start_are_in_its_greeting()
    {
        ZyreNode a = await StartAsync("a");
        await using var b = new ZyreNode(Options("b"));
        await b.JoinAsync("EARLY");
        Assert.Equal(["EARLY"], await b.GetGroupsAsync());
        Assert.Empty(await b.GetPeersAsync());
        Assert.Equal(0, await b.ShoutAsync("EARLY", "no one is there"));
        Assert.False(await b.WhisperAsync(a.Id, "nor here"));
        Assert.Equal("", b.Endpoint);
        await b.StartAsync();
        Assert.Equal(["b enters", "b joins EARLY"], await HeardAsync(a));
    }

    [Fact]
    public async Task A_node_that_was_never_started_is_disposed_and_its_events_end()
    {
        var node = new ZyreNode(Options("a"));
        await node.DisposeAsync();
        await node.DisposeAsync();
        Assert.Equal(["end"], await HeardAsync(node));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => node.StartAsync());
        await Assert.ThrowsAsync<ObjectDisposedException>(() => node.JoinAsync("ROOM"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => node.GetPeersAsync());
    }

    [Fact]
    public async Task A_node_that_could_not_start_is_disposed_and_ends_its_discovery()
    {
        var discovery = new FailingDiscovery();
        var node = new ZyreNode(Options("a") with { Discovery = (_, _) => discovery });
        await Assert.ThrowsAsync<TransportException>(() => node.StartAsync());
        Assert.Equal(1, discovery.Disposed);
        await node.DisposeAsync();
        Assert.Equal(["end"], await HeardAsync(node));
    }

    [Fact]
    public async Task A_node_that_is_disposed_while_it_starts_ends_and_so_does_its_discovery()
    {
        for (int i = 0; i < 50; i++)
        {
            var discovery = new FailingDiscovery { Fails = false };
            bool isCreated = false;
            var node = new ZyreNode(Options("a") with
            {
                Discovery = (_, _) =>
                {
                    isCreated = true;
                    return discovery;
                },
            });
            Task start = Task.Run(() => node.StartAsync());
            if (i % 2 == 0)
                await Task.Yield();
            await node.DisposeAsync();
            await Record.ExceptionAsync(() => start);
            Assert.True(start.IsCompletedSuccessfully || start.Exception?.InnerException is ObjectDisposedException, start.Exception?.ToString());
            Assert.True(!isCreated || discovery.Disposed > 0);
            Assert.Equal(["end"], await HeardAsync(node));
        }
    }

    [Fact]
    public async Task A_node_whose_loop_has_ended_is_disposed()
    {
        var loop = new EventLoop(Transport, Clock);
        var node = new ZyreNode(Options("a") with { Loop = loop });
        await node.StartAsync();
        await loop.DisposeAsync();
        await node.DisposeAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => node.ShoutAsync("ROOM", "no one is there"));
    }

    [Fact]
    public void What_the_wire_cannot_carry_is_refused_as_an_option()
    {
        Assert.Throws<ArgumentException>(() => new ZyreOptions { Name = new string('é', 128) });
        Assert.Throws<ArgumentNullException>(() => new ZyreOptions { Headers = null! });
        Assert.Throws<ArgumentNullException>(() => new ZyreOptions { Headers = new Dictionary<string, string> { ["X"] = null! } });
        Assert.Throws<ArgumentException>(() => new ZyreOptions { Headers = new Dictionary<string, string> { [new string('x', 256)] = "" } });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZyreOptions { MaxQueuedEventBytes = -1 });
        Assert.Throws<ArgumentOutOfRangeException>(() => new ZyreOptions { MaxHeaderBytesPerPeer = -1 });
    }

    [Fact]
    public void Headers_are_copied()
    {
        var headers = new Dictionary<string, string> { ["X"] = "before" };
        var options = new ZyreOptions { Headers = headers };
        headers["X"] = "after";
        Assert.Equal("before", options.Headers["X"]);
    }

    private sealed class FailingDiscovery : IPeerDiscovery
    {
        private int _disposed;

        public bool Fails { get; init; } = true;

        public int Disposed => _disposed;

        public ValueTask StartAsync(IPeerSink sink, CancellationToken cancellationToken)
            => Fails ? throw new TransportException("no port") : ValueTask.CompletedTask;

        public ValueTask DisposeAsync()
        {
            Interlocked.Increment(ref _disposed);
            return ValueTask.CompletedTask;
        }
    }
}
