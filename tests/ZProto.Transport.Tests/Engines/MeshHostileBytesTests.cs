using Steady;

namespace ZProto.Transport.Tests;

/// <summary>What no peer would send, to the ROUTER of a mesh over TCP: it hears its peers in the meantime, and no one becomes a peer by it.</summary>
public sealed class MeshHostileBytesTests : IAsyncLifetime
{
    private const int Rounds = 5;

    private readonly CircleMesh _mesh = new() { Options = { Transport = new SocketsTransport() } };
    private readonly CircleMesh _peer = new() { Options = { Transport = new SocketsTransport() } };

    public static TheoryData<string> Names => [.. HostileBytes.All.Keys];

    public async Task InitializeAsync()
    {
        string endpoint = await _mesh.BindAsync("tcp://127.0.0.1:*");
        await _peer.BindAsync("tcp://127.0.0.1:*");
        await _peer.InvokeAsync(() => _peer.AddPeer(_mesh.Options.Key, endpoint));
        await Deadline.Until(async () => await _peer.CountReadyAsync() == 1 && await _mesh.CountReadyAsync() == 1);
    }

    public async Task DisposeAsync()
    {
        await _peer.DisposeAsync();
        await _mesh.DisposeAsync();
    }

    [Theory]
    [MemberData(nameof(Names))]
    public async Task A_mesh_that_is_sent_what_no_peer_would_send_hears_its_peers(string name)
    {
        byte[] bytes = HostileBytes.All[name]();
        for (int round = 0; round < Rounds; round++)
        {
            using RawPeer bad = await RawPeer.Connect(_mesh.Endpoints[0]);
            await bad.TrySend(bytes);
            await _peer.WhisperAsync($"{round}");
            await Deadline.Until(() => _mesh.Heard.Count == round + 1);
            if (round % 2 == 0)
                bad.Reset();
        }
        Assert.Equal(["0", "1", "2", "3", "4"], _mesh.Heard);
        Assert.Single(await _mesh.InvokeAsync(_mesh.GetPeers));
        Assert.False(_mesh.Completion.IsCompleted);
    }
}
