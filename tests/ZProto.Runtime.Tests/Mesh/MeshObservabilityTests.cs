using System.Collections.Concurrent;
using System.Diagnostics;
using ZProto.Runtime.Tests.Engines;
using ZProto.Transport.Tests;
using static ZProto.Runtime.Tests.MeshMsg;

namespace ZProto.Runtime.Tests.Mesh;

/// <summary>ENGINE.md, "Seeing it work", for meshes: traces, counts and activities as of servers.</summary>
[Collection(nameof(ActivityTests))]
public sealed class MeshObservabilityTests : TestMeshTests
{
    private readonly Counts _counts = new();

    public MeshObservabilityTests()
    {
        Mesh.Options.MeterFactory = _counts;
        Mesh.On(Start, MessageId.Hello, Second, peer => peer.SetEndpoint(peer.Message.Endpoint)).On(Second, MessageId.Ping, 0, peer => peer.Send(MessageId.PingOk));
    }

    [Fact]
    public async Task Verbose_traces_the_events_of_each_peer_and_off_it_says_nothing()
    {
        await using RouterPeer<MeshMsg> receiver = await ReceiverAsync();
        await using Peer<MeshMsg> a = await GreetedAsync("a", receiver.Endpoint);
        Assert.Empty(Book.Lines);
        Mesh.Verbose = true;
        await TellAsync(a, CreatePing());
        await AdvanceAsync(TimeSpan.FromSeconds(2));
        Assert.Contains(Book.Lines, line => line.StartsWith("Debug: TestMesh peer 1:", StringComparison.Ordinal) || line.StartsWith("Information: TestMesh peer 1:", StringComparison.Ordinal));
        Assert.All(Book.Lines, line => Assert.Contains("TestMesh peer 1", line, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Messages_expiry_and_what_is_malformed_are_counted()
    {
        Mesh.ExpiredEvent = Expired;
        Mesh.PeerTimeout = TimeSpan.FromSeconds(5);
        Mesh.On(Second, Expired, 0, peer => peer.Terminate());
        await using RouterPeer<MeshMsg> receiver = await ReceiverAsync();
        await using Peer<MeshMsg> a = await GreetedAsync("a", receiver.Endpoint);
        await TellAsync(a, CreatePing(), CreateWhisper("no state handles it"));
        await a.SendAsync([1, 2, 3]);
        await AdvanceAsync(TimeSpan.FromSeconds(6));
        Assert.Equal(
            (3, 1, 1, 1),
            (_counts["zproto.messages.received"], _counts["zproto.messages.sent"], _counts["zproto.messages.malformed"], _counts["zproto.clients.expired"]));
    }

    [Fact]
    public async Task An_execution_of_a_peer_is_an_activity()
    {
        var stopped = new ConcurrentQueue<string>();
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == "ZProto",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = activity => stopped.Enqueue(string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Value}"))),
        };
        ActivitySource.AddActivityListener(listener);
        await using RouterPeer<MeshMsg> receiver = await ReceiverAsync();
        await using Peer<MeshMsg> a = await GreetedAsync("a", receiver.Endpoint);
        Assert.Contains(stopped, tags => tags.Contains("TestMesh", StringComparison.Ordinal));
    }
}
