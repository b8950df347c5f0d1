using System.Diagnostics;
using ZProto.Runtime.Tests.Engines;
using ZProto.Transports;
using static ZProto.Runtime.Tests.MeshMsg;

namespace ZProto.Runtime.Tests.Mesh;

/// <summary>What loggers, listeners, tracers and hooks of a mesh throw ends at most the peer that they were called for.</summary>
[Collection(nameof(ActivityTests))]
public sealed class MeshListenersTests : TestMeshTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_logger_that_throws_ends_nothing(bool isFactory)
    {
        Mesh.Options.LoggerFactory = new ThrowingLoggers(isFactory);
        Mesh.Options.MaxPeers = 3;
        Mesh.Verbose = true;
        Mesh.On(Start, MessageId.PingOk, 0, _ => throw new InvalidOperationException("on purpose"));
        await using Peer<MeshMsg> bad = await GreetedAsync("bad");
        await bad.SendAsync(new byte[] { 1 });
        await TellAsync(bad, CreatePingOk(), CreatePing());
        await Mesh.InvokeAsync(() => Mesh.AddPeer(PeerKey.From("b"), "inproc://b"));
        await Mesh.InvokeAsync(() => Mesh.AddPeer(PeerKey.From("c"), "inproc://c"));
        await using Peer<MeshMsg> tooMany = await GreetedAsync("too many");
        await AssertHearsAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_meter_listener_that_throws_ends_nothing(bool atOnce)
    {
        using var meters = new ThrowingMeters(atOnce);
        Mesh.Options.MeterFactory = meters;
        await AssertHearsAsync();
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task An_activity_listener_that_throws_ends_nothing(bool atStart)
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "ZProto",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStarted = _ => ThrowIf(atStart),
            ActivityStopped = _ => ThrowIf(!atStart),
        };
        ActivitySource.AddActivityListener(listener);
        await AssertHearsAsync();
    }

    [Fact]
    public async Task A_tracer_that_throws_ends_nothing()
    {
        await using var mesh = new TestMesh
        {
            Options = { Transport = Transport, LoggerFactory = Book },
            Tracer = message => throw new InvalidTimeZoneException($"No {message.Id}."),
        };
        await using RouterPeer<MeshMsg> receiver = await ReceiverAsync();
        mesh.On(Start, MessageId.Hello, 0, peer => peer.SetEndpoint(peer.Message.Endpoint)).On(Start, MessageId.Ping, 0, peer => peer.Send(MessageId.PingOk));
        await using Peer<MeshMsg> peer = await Peer<MeshMsg>.ConnectAsync(Transport, await mesh.BindAsync("inproc://*"), new RoutingId("a"u8));
        await peer.SendAsync(CreateHello(receiver.Endpoint));
        await peer.SendAsync(CreatePing());
        Assert.Equal(MessageId.PingOk, receiver.Receive().Id);
        Assert.Contains(Book.Lines, line => line.Contains("receive tracer", StringComparison.Ordinal));
        Assert.Contains(Book.Lines, line => line.Contains("send tracer", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_GetKey_and_GetRoutingId_throw_ends_at_most_the_peer_whose_message_it_is()
    {
        await using Peer<MeshMsg> a = await GreetedAsync("a");
        await using Peer<MeshMsg> b = await GreetedAsync("b");
        Mesh.OnMapping = () => throw new InvalidTimeZoneException("No mapping.");
        await using Peer<MeshMsg> stranger = await GreetedAsync("c");
        Assert.Equal(["a", "b"], await KeysAsync());
        // It begins again, and what is to become of it is not known.
        await TellAsync(b, CreateHello(""));
        Assert.Equal(["a"], await KeysAsync());
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => AddAsync("d", "inproc://d"));
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Mesh.InvokeAsync(() => Mesh.TryGetPeer(PeerKey.From("a"), out _)));
        Mesh.OnMapping = null;
        await AssertHearsAsync();
        Assert.Equal(["a", "good"], await KeysAsync());
    }

    [Fact]
    public async Task What_GetRoutingId_throws_at_the_start_goes_to_who_started_and_a_later_start_can_succeed()
    {
        Mesh.OnMapping = () => throw new InvalidTimeZoneException("No key.");
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Mesh.BindAsync("inproc://*"));
        Mesh.OnMapping = null;
        await AssertHearsAsync();
    }

    [Fact]
    public async Task What_a_peer_throws_when_it_is_made_ends_nothing_else()
    {
        Mesh.OnConstructing = () => throw new InvalidTimeZoneException("No peer.");
        await using Peer<MeshMsg> a = await GreetedAsync("a");
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => AddAsync("b", "inproc://b"));
        Mesh.OnConstructing = null;
        await AssertHearsAsync();
        Assert.Equal(["good"], await KeysAsync());
    }

    [Fact]
    public async Task An_action_that_throws_when_a_connection_comes_or_goes_ends_its_own_peer_alone()
    {
        var transport = new CountingTransport(Transport) { Tells = true };
        ClientMesh.Options.Transport = transport;
        ClientMesh.ConnectedEvent = Connected;
        ClientMesh.DisconnectedEvent = Disconnected;
        ClientMesh.On(Start, Connected, 0, Note("connected")).On(Start, Disconnected, 0, _ => throw new InvalidTimeZoneException("No end."));
        await ClientMesh.InvokeAsync(() => { });
        await AddAsync("a", "inproc://a");
        transport.Events.Enqueue(new ConnectionEvent(ConnectionEventKind.Connected, default));
        await SettleAsync();
        await SettleAsync();
        Assert.Equal(["connected of 1 in 1"], Log);
        transport.Events.Enqueue(new ConnectionEvent(ConnectionEventKind.Disconnected, default));
        await SettleAsync();
        await SettleAsync();
        Assert.Empty(await KeysAsync());
        await AddAsync("b", "inproc://b");
        Assert.Equal(["b"], await KeysAsync());
    }

    // A peer comes, and what it says is heard.
    private async Task AssertHearsAsync()
    {
        int heard = 0;
        Mesh.On(Start, MessageId.Hello, 0).On(Start, MessageId.Ping, 0, _ => heard++);
        if (Mesh.Options.MaxPeers == 3)
            await Mesh.InvokeAsync(() => Mesh.RemovePeer(PeerKey.From("b")));
        await using Peer<MeshMsg> good = await GreetedAsync("good");
        await TellAsync(good, CreatePing());
        Assert.Equal(1, heard);
        Assert.False(Mesh.Completion.IsCompleted);
    }

    private static void ThrowIf(bool throws)
    {
        if (throws)
            throw new InvalidOperationException("on purpose");
    }
}
