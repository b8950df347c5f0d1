namespace ZProto.ZyreChat.Tests;

/// <summary>What one reads of the others, on one loop and a clock that stands still.</summary>
public sealed class ChatTests : IAsyncDisposable
{
    private readonly FakeTimeProvider _clock = new(new DateTimeOffset(2026, 12, 1, 9, 5, 0, TimeSpan.Zero));
    private readonly EventLoop _loop;
    private readonly List<IPeerSink> _sinks = [];
    private readonly List<(Guid Id, string Endpoint)> _nodes = [];

    public ChatTests()
    {
        _clock.SetLocalTimeZone(TimeZoneInfo.Utc);
        _loop = new EventLoop(new InProcessTransport(), _clock);
    }

    public ValueTask DisposeAsync() => _loop.DisposeAsync();

    [Fact]
    public async Task What_is_said_is_read_by_all_in_the_room_with_its_time_and_mood()
    {
        await using var alice = new Chat("ROOM", Options("alice"));
        await using var bob = new Chat("ROOM", Options("bob"));
        await alice.EnterAsync();
        await bob.EnterAsync();
        await _loop.SettleAsync();
        Assert.Equal(["alice"], await bob.WhoAsync());
        Assert.Equal(1, await alice.SayAsync("Hello\n\u001b[31m"));
        await alice.FeelAsync(ChatMsg.MoodSad);
        await alice.SayAsync("No one answers.");
        Assert.True(await alice.WhisperAsync("bob", "Or do you?"));
        Assert.False(await alice.WhisperAsync("carol", "Or you?"));
        await alice.DisposeAsync();
        Assert.Equal(
            ["alice comes in", "09:05 alice says: Hello  [31m", "09:05 alice is sad", "09:05 alice says, sad: No one answers.", "09:05 alice whispers, sad: Or do you?", "alice goes"],
            await ReadToEndAsync(bob));
    }

    [Fact]
    public async Task Who_is_in_another_room_is_not_here()
    {
        await using var alice = new Chat("ROOM", Options("alice"));
        await using var bob = new Chat("OTHER", Options("bob"));
        await alice.EnterAsync();
        await bob.EnterAsync();
        await _loop.SettleAsync();
        Assert.Empty(await alice.WhoAsync());
        Assert.Equal(0, await bob.SayAsync("Hello"));
        await bob.DisposeAsync();
        Assert.Empty(await ReadToEndAsync(alice));
    }

    [Fact]
    public async Task Any_content_is_read_as_something()
    {
        await using var alice = new Chat("ROOM", Options("alice"));
        await using var node = new ZyreNode(Options("x\ny"));
        await alice.EnterAsync();
        await node.StartAsync();
        await _loop.SettleAsync();
        await node.ShoutAsync("ROOM", "not of this chat");
        await node.ShoutAsync("ROOM", new ZyreMessage());
        await node.ShoutAsync("ROOM", ZyreMessage.From(ChatMsg.CreateSay(ulong.MaxValue, 99, "hm")));
        await node.ShoutAsync("ROOM", ZyreMessage.From(ChatMsg.CreateFeel(0, 99)));
        Assert.Equal(
            ["x y says what is not of this chat", "x y says what is not of this chat", "--:-- x y says, beyond words: hm", "00:00 x y is beyond words"],
            await ReadToEndAsync(alice));
    }

    // Whoever reads ends: so everything has been read.
    private async Task<List<string>> ReadToEndAsync(Chat chat)
    {
        await _loop.SettleAsync();
        await chat.DisposeAsync();
        var lines = new List<string>();
        await foreach (string line in chat.ReadAsync())
            lines.Add(line);
        return lines;
    }

    private ZyreOptions Options(string name)
        => new() { Name = name, Loop = _loop, TimeProvider = _clock, Endpoint = "inproc://*", Discovery = (id, endpoint) => new Finding(this, id, endpoint) };

    /// <summary>All on the loop find each other.</summary>
    private sealed class Finding(ChatTests test, Guid id, string endpoint) : IPeerDiscovery
    {
        public ValueTask StartAsync(IPeerSink sink, CancellationToken cancellationToken)
        {
            foreach ((Guid other, string there) in test._nodes)
                sink.PeerAppeared(PeerKey.From(other), there);
            test._nodes.Add((id, endpoint));
            test._sinks.Add(sink);
            return ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            foreach (IPeerSink sink in test._sinks)
                sink.PeerVanished(PeerKey.From(id));
            return ValueTask.CompletedTask;
        }
    }
}
