using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>MODEL.md, "Well-known events": a message named like one has a transition of its own.</summary>
public sealed class EngineEventTests
{
    private const string Endpoint = "inproc://beat";

    private readonly FakeTimeProvider _clock = new();
    private readonly InProcessTransport _transport = new();

    [Fact]
    public async Task In_a_server_a_message_and_the_engines_event_of_its_name_have_transitions_of_their_own()
    {
        await using var server = new BeatServer { Options = { Transport = _transport, TimeProvider = _clock } };
        await server.BindAsync(Endpoint);
        Peer<BeatMsg> peer = await Peer<BeatMsg>.ConnectAsync(_transport, Endpoint);
        await peer.SendAsync(BeatMsg.CreateHeartbeat());
        await peer.SendAsync(BeatMsg.CreateExpired());
        await peer.SendAsync(BeatMsg.CreateMalformed());
        await peer.SendAsync(BeatMsg.CreateDisconnected());
        await peer.SendAsync([1, 2, 3]);
        await SettleAsync(server);
        Assert.Equal(["HEARTBEAT", "EXPIRED", "MALFORMED", "DISCONNECTED", "malformed"], server.Log);

        server.Log.Clear();
        server.HeartbeatInterval = TimeSpan.FromSeconds(1);
        await SettleAsync(server);
        await TurnAsync(server, 1);
        // The timer sends the message; had they one transition, the answer of a peer would raise it again.
        Assert.Equal("HEARTBEAT", peer.Receive().Command);
        Assert.Equal(["timer"], server.Log);
        server.HeartbeatInterval = TimeSpan.Zero;
        await TurnAsync(server, 61);
        Assert.Equal(["timer", "timer"], server.Log);

        await peer.DisposeAsync();
        await SettleAsync(server);
        Assert.Equal(["timer", "timer", "disconnected"], server.Log);
    }

    [Fact]
    public async Task In_a_client_a_message_and_the_engines_event_of_its_name_have_transitions_of_their_own()
    {
        await using RouterPeer<BeatMsg> server = await RouterPeer<BeatMsg>.BindAsync(_transport, Endpoint);
        await using var client = new BeatClient { Options = { Transport = _transport, TimeProvider = _clock, DisposeTimeout = TimeSpan.Zero } };
        await client.OpenAsync(Endpoint);
        RoutingId id = server.Receive().RoutingId;
        await server.SendAsync(id, BeatMsg.CreateHeartbeat());
        await server.SendAsync(id, BeatMsg.CreateExpired());
        await SettleAsync(client);
        Assert.Equal(["HEARTBEAT", "EXPIRED"], client.Log);

        client.Log.Clear();
        await client.InvokeAsync(() => client.SetTimers(TimeSpan.FromSeconds(2), TimeSpan.FromSeconds(3)));
        await TurnAsync(client, 2);
        Assert.Equal(["timer"], client.Log);
        await TurnAsync(client, 1);
        Assert.Equal(["timer", "timer"], client.Log);
        Assert.False(server.HasReceived);
    }

    private async Task TurnAsync(Engine engine, double seconds)
    {
        _clock.Advance(TimeSpan.FromSeconds(seconds));
        await SettleAsync(engine);
    }

    private static async Task SettleAsync(Engine engine)
    {
        // Posted work comes first in a round, so that one whole round lies between the two.
        await engine.InvokeAsync(() => { });
        await engine.InvokeAsync(() => { });
    }
}
