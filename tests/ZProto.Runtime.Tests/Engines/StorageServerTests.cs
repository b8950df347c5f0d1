using ZProto.Configuration;
using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>What a server's model can have beside states.</summary>
public sealed class StorageServerTests : IAsyncLifetime
{
    private const string Owner = "0f1e2d3c-0000-4000-8000-000000000001";

    private readonly RecordingLogger _book = new();
    private readonly StorageServer _server = new();
    private readonly string _file = Path.GetTempFileName();

    public StorageServerTests()
    {
        _server.Options.Transport = new InProcessTransport();
        _server.Options.LoggerFactory = _book;
        // Files of tests are written at once.
        _server.WaitBetweenLooks = static _ => Task.CompletedTask;
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        File.Delete(_file);
    }

    [Fact]
    public void Defines_are_constants() => Assert.Equal((32, "Nothing is lost"), (StorageServer.Shelves, StorageServer.Motto));

    [Fact]
    public async Task A_configuration_calls_a_method_with_arguments_of_every_type()
    {
        await LoadConfigurationAsync($"""
            store
                digest = abcd
                owner = {Owner}
                title = Größe
                remarks = "long and longer"
                tags = red
                tags = blue
                labels
                    author = A
                    year = 1999
                    author = B
                content = chunk
                cover = frame
                pages = one
                pages = two
                size = 18446744073709551615

            """);
        Assert.Equal(
            [
                $"digest abcd, owner {Owner}, title Größe, remarks long and longer",
                "tags red+blue, labels author=B+year=1999",
                "content chunk, cover frame, pages one+two, size 18446744073709551615",
            ],
            _server.Log);
    }

    [Fact]
    public async Task Missing_keys_are_empty_or_zero_whatever_their_type()
    {
        await LoadConfigurationAsync("store\n");
        Assert.Equal([$"digest , owner {Guid.Empty}, title , remarks ", "tags , labels ", "content , cover , pages , size 0"], _server.Log);
        Assert.Equal(10, _book.Lines.Count(line => line.StartsWith("Warning: line 1: section 'store' has no '", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("owner = no one", "line 2: The value of 'owner' is 'no one', which is not a UUID.")]
    [InlineData("size = -1", "line 2: The value of 'size' is '-1', which is not a whole number from 0 to 18446744073709551615.")]
    [InlineData("digest = abcde", "line 2: The value of 'digest' is 5 bytes in UTF-8, not 4.")]
    public async Task A_value_that_is_none_of_its_type_is_an_error_with_its_line(string value, string expected)
    {
        ZplException problem = await Assert.ThrowsAsync<ZplException>(() => LoadConfigurationAsync($"store\n    {value}\n"));
        Assert.Equal($"{_file}: {expected}", problem.Message);
        Assert.Empty(_server.Log);
    }

    [Fact]
    public async Task A_method_gets_what_its_caller_gives()
    {
        var pages = new FrameList();
        pages.Add("one"u8.ToArray());
        await _server.StoreAsync("abcd"u8.ToArray(), new Guid(Owner), "a", "b", ["c"], new Dictionary<string, string> { ["d"] = "e" }, "f"u8.ToArray(), "g"u8.ToArray(), pages, 7);
        Assert.Equal([$"digest abcd, owner {Owner}, title a, remarks b", "tags c, labels d=e", "content f, cover g, pages one, size 7"], _server.Log);
    }

    [Fact]
    public async Task Tracers_see_each_message_that_came_and_each_that_was_sent()
    {
        await using Peer<HelloMsg> peer = await PeerAsync();
        await peer.SendAsync(HelloMsg.CreatePing(1));
        peer.Receive();
        await peer.SendAsync(HelloMsg.CreateHello(2, "you"));
        peer.Receive();
        await _server.InvokeAsync(() => _server.SendTo(new RoutingId("no one"u8), HelloMsg.CreateWait(3)));
        Assert.Equal(["PING 1 received from me", "PING-OK 1 sent to me", "HELLO 2 received from me", "WORLD 2 sent to me"], _server.Log);
    }

    [Fact]
    public async Task The_message_that_a_receive_tracer_sees_says_whom_it_came_from()
    {
        var from = new List<RoutingId>();
        _server.OnMessage = message =>
        {
            if (message.Id == HelloMsg.MessageId.Ping)
                from.Add(message.RoutingId);
        };
        string endpoint = await _server.BindAsync("inproc://*");
        foreach (string name in (string[])["one", "two", "one"])
        {
            await using Peer<HelloMsg> peer = await Peer<HelloMsg>.ConnectAsync(_server.Options.Transport!, endpoint, new RoutingId(System.Text.Encoding.UTF8.GetBytes(name)));
            await peer.SendAsync(HelloMsg.CreatePing(1));
            peer.Receive();
        }
        Assert.Equal([new RoutingId("one"u8), new RoutingId("two"u8), new RoutingId("one"u8)], from);
    }

    [Fact]
    public async Task What_a_receive_tracer_does_to_the_message_does_not_change_who_the_client_is()
    {
        _server.OnMessage = message => message.RoutingId = new RoutingId("somebody"u8);
        await using Peer<HelloMsg> peer = await PeerAsync();
        await peer.SendAsync(HelloMsg.CreatePing(1));
        Assert.Equal("PING-OK", peer.Receive().Command);
        Assert.Equal(new RoutingId("me"u8), await _server.InvokeAsync(() => Assert.Single(_server.GetClients()).RoutingId));
    }

    [Fact]
    public async Task What_a_tracer_throws_is_logged_and_ends_nothing()
    {
        _server.OnMessage = _ => throw new InvalidOperationException("on purpose");
        await using Peer<HelloMsg> peer = await PeerAsync();
        await peer.SendAsync(HelloMsg.CreatePing(1));
        Assert.Equal("PING-OK", peer.Receive().Command);
        // The send tracer sees the message when it is already on its way.
        await _server.InvokeAsync(() => { });
        Assert.Equal(["Error: The receive tracer threw; the engine goes on [on purpose]", "Error: The send tracer threw; the engine goes on [on purpose]"], _book.Lines);
    }

    [Fact]
    public async Task An_event_that_a_tracer_raises_leaves_the_message_it_sees_alone()
    {
        await using Peer<HelloMsg> peer = await PeerAsync();
        await peer.SendAsync(HelloMsg.CreatePing(1));
        peer.Receive();
        _server.OnMessage = message =>
        {
            _server.OnMessage = null;
            _server.BroadcastEvent(StorageServer.Event.Ping);
        };
        await peer.SendAsync(HelloMsg.CreateHello(2, "you"));
        Assert.Equal(0u, peer.Receive().Sequence);
        HelloMsg answer = peer.Receive();
        Assert.Equal(("WORLD", 2u, "you"), (answer.Command, answer.Sequence, answer.Name));
    }

    private async Task<Peer<HelloMsg>> PeerAsync()
        => await Peer<HelloMsg>.ConnectAsync(_server.Options.Transport!, await _server.BindAsync("inproc://*"), new RoutingId("me"u8));

    private async Task LoadConfigurationAsync(string text)
    {
        await File.WriteAllTextAsync(_file, text);
        await _server.LoadConfigurationAsync(_file);
    }
}
