using Steady;

namespace ZProto.Transport.Tests;

/// <summary>Generated meshes on every transport.</summary>
public abstract class MeshConformance : IAsyncLifetime
{
    private readonly List<IAsyncDisposable> _engines = [];

    /// <summary>An endpoint to bind to that no one has.</summary>
    protected abstract string AnyEndpoint { get; }

    /// <summary>The transport of all engines of a test.</summary>
    protected abstract ITransport Transport { get; }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (IAsyncDisposable engine in _engines)
            await engine.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [TransportFact]
    public async Task Three_equals_greet_each_other_and_what_one_whispers_the_others_hear()
    {
        CircleMesh[] meshes = await CreateCircleAsync();
        for (int i = 0; i < meshes.Length; i++)
            await meshes[i].WhisperAsync($"I am {i}");
        for (int i = 0; i < meshes.Length; i++)
        {
            string[] others = [.. Enumerable.Range(0, meshes.Length).Where(other => other != i).Select(other => $"I am {other}")];
            await Deadline.Until(() => meshes[i].Heard.Count == others.Length);
            Assert.Equal(others, meshes[i].Heard.Order(StringComparer.Ordinal));
        }
    }

    [TransportFact]
    public async Task Two_equals_that_add_each_other_at_once_are_one_peer_at_each()
    {
        CircleMesh first = CreateEqual(), second = CreateEqual();
        string firstEndpoint = await first.BindAsync(AnyEndpoint), secondEndpoint = await second.BindAsync(AnyEndpoint);
        await Task.WhenAll(
            first.InvokeAsync(() => first.AddPeer(second.Options.Key, secondEndpoint)),
            second.InvokeAsync(() => second.AddPeer(first.Options.Key, firstEndpoint)));
        await Deadline.Until(async () => await first.CountReadyAsync() == 1 && await second.CountReadyAsync() == 1);
        Assert.Single(await first.InvokeAsync(first.GetPeers));
        Assert.Single(await second.InvokeAsync(second.GetPeers));
    }

    [TransportFact]
    public async Task Equals_whose_keys_begin_with_0_as_a_uuid_may_are_peers()
    {
        CircleMesh first = CreateEqual(), second = CreateEqual();
        first.Options.Key = PeerKey.From([0, 1]);
        second.Options.Key = PeerKey.From([0, 2]);
        string endpoint = await first.BindAsync(AnyEndpoint);
        await second.BindAsync(AnyEndpoint);
        await second.InvokeAsync(() => second.AddPeer(first.Options.Key, endpoint));
        await Deadline.Until(async () => await first.CountReadyAsync() == 1 && await second.CountReadyAsync() == 1);
    }

    [TransportFact]
    public async Task An_equal_that_ends_expires_at_the_others_and_begins_again_under_its_key()
    {
        CircleMesh[] meshes = await CreateCircleAsync();
        foreach (CircleMesh mesh in meshes)
            mesh.HeartbeatInterval = TimeSpan.FromMilliseconds(20);
        await Deadline.Until(() => meshes.All(mesh => mesh.Pings > 0));

        CircleMesh gone = meshes[2];
        await gone.DisposeAsync();
        meshes[0].PeerTimeout = TimeSpan.FromMilliseconds(200);
        await Deadline.Until(async () => !await meshes[0].HasPeerAsync(gone.Options.Key));
        // The other may have been silent too, as far as a busy machine tells; it is not what this is about.
        meshes[0].PeerTimeout = TimeSpan.Zero;

        CircleMesh again = CreateEqual();
        again.Options.Key = gone.Options.Key;
        await again.BindAsync(AnyEndpoint);
        string endpoint = meshes[0].Endpoints[0];
        await again.InvokeAsync(() => again.AddPeer(meshes[0].Options.Key, endpoint));
        await Deadline.Until(async () => await meshes[0].HasPeerAsync(gone.Options.Key) && await again.CountReadyAsync() == 1);
        await again.WhisperAsync("I am back");
        await Deadline.Until(() => meshes[0].Heard.Contains("I am back"));
    }

    [TransportFact]
    public async Task Equals_end_amid_traffic_and_others_go_on()
    {
        CircleMesh center = CreateEqual();
        string endpoint = await center.BindAsync(AnyEndpoint);
        for (int round = 0; round < 20; round++)
        {
            CircleMesh passing = CreateEqual();
            await passing.BindAsync(AnyEndpoint);
            await passing.InvokeAsync(() => passing.AddPeer(center.Options.Key, endpoint));
            await Deadline.Until(async () => await passing.CountReadyAsync() == 1);
            for (int i = 0; i < 50; i++)
                await passing.WhisperAsync($"{round}");
            await Deadline.Until(() => center.Heard.Contains($"{round}"));
            await passing.DisposeAsync();
            Assert.True(passing.Completion.IsCompletedSuccessfully);
        }
        Assert.False(center.Completion.IsCompleted);
    }

    [TransportFact]
    public async Task A_client_of_two_servers_gets_the_answers_of_both()
    {
        PollingMesh mesh = Add(new PollingMesh { Options = { Transport = Transport } });
        for (int life = 1; life <= 2; life++)
        {
            SteadyServer server = Add(new SteadyServer { Life = life, Options = { Transport = Transport } });
            string endpoint = await server.BindAsync(AnyEndpoint);
            await mesh.InvokeAsync(() => mesh.AddPeer(PeerKey.From(endpoint), endpoint));
        }
        await Deadline.Until(() => mesh.Heard.Count == 2);
        await mesh.AskAsync("who");
        await Deadline.Until(() => mesh.Heard.Count == 4);
        Assert.Equal(["1: who", "2: who", "known", "known"], mesh.Heard.Order(StringComparer.Ordinal));
    }

    /// <summary>Three meshes, each of which was told of those before it.</summary>
    private async Task<CircleMesh[]> CreateCircleAsync()
    {
        CircleMesh[] meshes = [CreateEqual(), CreateEqual(), CreateEqual()];
        foreach (CircleMesh mesh in meshes)
            await mesh.BindAsync(AnyEndpoint);
        for (int i = 1; i < meshes.Length; i++)
        {
            foreach (CircleMesh earlier in meshes.Take(i))
                await meshes[i].InvokeAsync(() => meshes[i].AddPeer(earlier.Options.Key, earlier.Endpoints[0]));
        }
        await Deadline.Until(async () => (await Task.WhenAll(meshes.Select(mesh => mesh.CountReadyAsync()))).All(ready => ready == meshes.Length - 1));
        return meshes;
    }

    private CircleMesh CreateEqual() => Add(new CircleMesh { Options = { Transport = Transport } });

    private TEngine Add<TEngine>(TEngine engine)
        where TEngine : IAsyncDisposable
    {
        _engines.Add(engine);
        return engine;
    }
}

public sealed class InProcessMeshConformance : MeshConformance
{
    protected override string AnyEndpoint => "inproc://*";

    protected override ITransport Transport { get; } = new InProcessTransport();
}

public sealed class SocketsMeshConformance : MeshConformance
{
    protected override string AnyEndpoint => "tcp://127.0.0.1:*";

    protected override ITransport Transport { get; } = new SocketsTransport();
}

[SkipUnlessLibZmqInstalled]
public sealed class LibZmqMeshConformance : MeshConformance
{
    protected override string AnyEndpoint => "tcp://127.0.0.1:*";

    protected override ITransport Transport { get; } = new LibZmqTransport();
}
