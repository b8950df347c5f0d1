using Steady;

namespace ZProto.Transport.Tests;

/// <summary>Meshes over TCP, of which one has a process of its own, that is killed in the middle of its words and comes back under its key.</summary>
public abstract class MeshKillConformance
{
    private const int Words = 100;

    private static readonly PeerKey s_key = PeerKey.From("the one that is killed");

    private readonly ITransport _transport;

    protected MeshKillConformance(ITransport transport) => _transport = transport;

    [TransportFact]
    public async Task Others_go_on_however_often_a_mesh_is_killed_amid_traffic_and_it_comes_back_under_its_key()
    {
        int lives = LongRun.Scale(3, most: 50);
        using var counts = new Counts();
        await using CircleMesh center = Create("center", counts);
        await using CircleMesh steady = Create("steady", counts);
        string endpoint = await center.BindAsync("tcp://127.0.0.1:*");
        await steady.BindAsync("tcp://127.0.0.1:*");
        await steady.InvokeAsync(() => steady.AddPeer(center.Options.Key, endpoint));
        await Deadline.Until(async () => await center.CountReadyAsync() == 1 && await steady.CountReadyAsync() == 1);

        using var stop = new CancellationTokenSource();
        Task talk = Task.WhenAll(TalkAsync(center, "center", stop.Token), TalkAsync(steady, "steady", stop.Token));
        long lastId = 0;
        for (int life = 1; life <= lives; life++)
        {
            using MeshProcess mesh = MeshProcess.Start(_transport, GetType().Assembly, s_key, $"life {life}", TimeSpan.Zero, center, steady);
            string last = $"life {life}: {Words}";
            await UntilAsync(mesh, () => center.Heard.Contains(last) && steady.Heard.Contains(last));
            long id = await center.InvokeAsync(() => center.GetPeers().Single(peer => peer.Key == s_key).UniqueId);
            Assert.True(id > lastId, $"The machine of life {life} is number {id}, and that of the one before was {lastId}.");
            lastId = id;
            mesh.Kill();
        }
        int said = center.Heard.Count;
        await Deadline.Until(() => center.Heard.Count > said + Words);
        await stop.CancelAsync();
        await talk;
        center.PeerTimeout = TimeSpan.FromMilliseconds(200);
        await Deadline.Until(async () => !await center.HasPeerAsync(s_key));

        Assert.False(center.Completion.IsCompleted || steady.Completion.IsCompleted);
        Assert.Equal((0, 0, 0), (counts["zproto.exceptions"], counts["zproto.messages.malformed"], counts["zproto.sends.full"]));
        AssertHeard(center, lives, "steady");
        AssertHeard(steady, lives, "center");
    }

    // What each has said came in order and without a gap, and of a life nothing after the next has begun.
    private static void AssertHeard(CircleMesh mesh, int lives, string other)
    {
        var next = new Dictionary<string, int>();
        string life = "";
        foreach (string word in mesh.Heard)
        {
            string[] parts = word.Split(": ");
            int expected = next.GetValueOrDefault(parts[0]);
            Assert.Equal($"{parts[0]}: {expected}", word);
            next[parts[0]] = expected + 1;
            if (parts[0] == other)
                continue;
            Assert.True(parts[0] == life || expected == 0, $"'{word}' came after '{life}' had begun.");
            life = parts[0];
        }
        Assert.Equal(lives + 1, next.Count);
    }

    private static async Task TalkAsync(CircleMesh mesh, string name, CancellationToken stop)
    {
        for (int i = 0; !stop.IsCancellationRequested; i++)
        {
            await mesh.WhisperAsync($"{name}: {i}", CancellationToken.None);
            await Task.Delay(1, CancellationToken.None);
        }
    }

    private static async Task UntilAsync(MeshProcess mesh, Func<bool> condition)
    {
        await Deadline.Until(() => condition() || mesh.HasExited);
        Assert.True(condition(), mesh.HasExited ? await mesh.Errors : "");
    }

    private CircleMesh Create(string key, Counts counts) => new() { Options = { Transport = _transport, Key = PeerKey.From(key), MeterFactory = counts } };
}

public sealed class SocketsMeshKillConformance() : MeshKillConformance(new SocketsTransport());

[SkipUnlessLibZmqInstalled]
public sealed class LibZmqMeshKillConformance() : MeshKillConformance(new LibZmqTransport());
