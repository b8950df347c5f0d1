using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ZProto.Hosting.Tests;

/// <summary>Meshes in a host: how they are created, bound, find their peers, and stop.</summary>
public sealed class HostedMeshTests
{
    private const string Section = "ZProto:Meshes:RingMesh";

    [Fact]
    public async Task Meshes_in_harmony_start_with_the_host_and_do_jobs_for_each_other()
    {
        await using var test = new TestHost(("ZProto:Meshes:right:Peers:0", "inproc://left"));
        Add(test, "left");
        Add(test, "right");
        await test.StartAsync();
        test.Workshop.Open();
        Assert.Equal("tables: done", await Mesh(test, "right").WorkAsync("tables", test.Timeout));
        Assert.Contains("Information: The mesh 'left' is bound to inproc://left", test.Log.Lines);
        Assert.Equal(1, await Mesh(test, "left").InvokeAsync(() => Mesh(test, "left").GetPeers().Count, test.Timeout));
    }

    [Fact]
    public async Task A_mesh_in_client_mode_has_the_servers_of_the_configuration_as_peers()
    {
        await using var test = new TestHost(("ZProto:Meshes:AskingMesh:Peers:0", "inproc://one"), ("ZProto:Meshes:AskingMesh:Peers:1", "inproc://two"));
        test.Services.AddZProtoServer<JobsServer>("inproc://one", name: "one");
        test.Services.AddZProtoServer<JobsServer>("inproc://two", name: "two");
        test.Services.AddZProtoMesh<AskingMesh>();
        await test.StartAsync();
        AskingMesh mesh = test.Host.Services.GetRequiredService<AskingMesh>();
        await mesh.WelcomedByTwo.WaitAsync(test.Timeout);
        Assert.Equal(HealthStatus.Healthy, (await test.CheckAsync("zproto.mesh.AskingMesh.ready")).Status);
        Assert.Empty(mesh.Endpoints);
    }

    [Fact]
    public async Task A_discovery_is_created_once_the_mesh_is_bound_and_ends_with_it()
    {
        await using var test = new TestHost();
        var discovery = new RecordingDiscovery();
        test.Services.AddZProtoMesh<RingMesh>("inproc://ring", (mesh, services) =>
        {
            Assert.Same(test.Workshop, services.GetRequiredService<IWorkshop>());
            discovery.Found = [.. mesh.Endpoints];
            return discovery;
        });
        await test.StartAsync();
        Assert.Equal((true, false), (discovery.HasStarted, discovery.HasEnded));
        Assert.Equal(["inproc://ring"], discovery.Found);
        await test.StopAsync();
        Assert.True(discovery.HasEnded);
    }

    [Fact]
    public async Task The_section_of_a_mesh_sets_its_options_its_endpoints_and_its_times()
    {
        await using var test = new TestHost(
            ($"{Section}:MaxPeers", "7"), ($"{Section}:Endpoints:0", "inproc://one"), ($"{Section}:Endpoints:1", "inproc://two"), ($"{Section}:PeerTimeout", "00:00:05"),
            ($"{Section}:HeartbeatInterval", "00:00:02"), ($"{Section}:Verbose", "true"), ($"{Section}:PeerTimeot", "1"));
        test.Services.AddZProtoMesh<RingMesh>("inproc://ring", configure: options => options.Key = PeerKey.From("me"));
        await test.StartAsync();
        RingMesh mesh = test.Host.Services.GetRequiredService<RingMesh>();
        Assert.Equal((7, PeerKey.From("me")), (mesh.Options.MaxPeers, mesh.Options.Key));
        Assert.Equal(["inproc://one", "inproc://two"], mesh.Endpoints);
        Assert.Equal((TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(2), true), (mesh.PeerTimeout, mesh.HeartbeatInterval, mesh.Verbose));
        Assert.Contains(test.Log.Lines, line => line.EndsWith("did you mean 'PeerTimeout'?", StringComparison.Ordinal));
        ConfigurationTests.Change(test, ($"{Section}:PeerTimeout", "00:00:06"), ($"{Section}:Verbose", "false"));
        Assert.Equal((TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(2), false), (mesh.PeerTimeout, mesh.HeartbeatInterval, mesh.Verbose));
    }

    [Fact]
    public async Task An_endpoint_that_cannot_be_bound_fails_the_start_and_says_which_mesh()
    {
        await using var test = new TestHost();
        Add(test, "same");
        test.Services.AddZProtoMesh<RingMesh>("inproc://same", name: "other");
        ZProtoException exception = await Assert.ThrowsAsync<ZProtoException>(test.StartAsync);
        Assert.StartsWith("The mesh 'other' did not start:", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_mesh_in_client_mode_with_an_endpoint_fails_the_start()
    {
        await using var test = new TestHost();
        test.Services.AddZProtoMesh<AskingMesh>("inproc://nowhere");
        Assert.StartsWith("The mesh 'AskingMesh' did not start:", (await Assert.ThrowsAsync<ZProtoException>(test.StartAsync)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_discovery_that_cannot_start_fails_the_start_and_is_ended()
    {
        await using var test = new TestHost();
        var discovery = new RecordingDiscovery { Fails = true };
        test.Services.AddZProtoMesh<RingMesh>("inproc://ring", (_, _) => discovery);
        await Assert.ThrowsAsync<ZProtoException>(test.StartAsync);
        Assert.True(discovery.HasEnded);
    }

    [Fact]
    public async Task A_job_under_way_is_answered_before_the_mesh_ends_and_it_is_not_ready_from_the_beginning_of_the_stop()
    {
        await using var test = new TestHost();
        Add(test, "worker");
        await test.StartAsync();
        Assert.Equal(HealthStatus.Healthy, (await test.CheckAsync("zproto.mesh.worker.ready")).Status);
        Assert.Equal(HealthStatus.Healthy, (await test.CheckAsync("zproto.mesh.worker.loop")).Status);
        await using var asker = new RingMesh(test.Workshop) { Options = { Transport = test.Host.Services.GetRequiredService<ITransport>(), LoggerFactory = test.Log } };
        await asker.BindAsync("inproc://asker", test.Timeout);
        await asker.DiscoverAsync(new StaticPeers("inproc://worker"), test.Timeout);
        Task<string> job = asker.WorkAsync("tables", test.Timeout);
        await test.Workshop.WhenBegunAsync();

        Task stop = test.StopAsync();
        while ((await test.CheckAsync("zproto.mesh.worker.ready")).Status == HealthStatus.Healthy)
            await Task.Yield();
        Assert.False(stop.IsCompleted);
        test.Workshop.Open();
        Assert.Equal("tables: done", await job);
        await stop;
        Assert.True(Mesh(test, "worker").Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task Before_the_start_a_mesh_is_alive_and_not_ready()
    {
        await using var test = new TestHost();
        test.Services.AddZProtoMesh<RingMesh>("inproc://ring");
        Assert.Equal(HealthStatus.Healthy, (await test.CheckAsync("zproto.mesh.RingMesh.loop")).Status);
        Assert.Equal(HealthStatus.Unhealthy, (await test.CheckAsync("zproto.mesh.RingMesh.ready")).Status);
    }

    [Fact]
    public void A_name_that_is_taken_is_refused()
    {
        var services = new ServiceCollection();
        services.AddZProtoMesh<AskingMesh>();
        Assert.StartsWith("There is a mesh 'AskingMesh' already.", Assert.Throws<ArgumentException>(() => services.AddZProtoMesh<AskingMesh>()).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentNullException>(() => ((IServiceCollection)null!).AddZProtoMesh<AskingMesh>());
    }

    private static void Add(TestHost test, string name)
        => test.Services.AddZProtoMesh<RingMesh>($"inproc://{name}", configure: options => options.Key = PeerKey.From($"inproc://{name}"), name: name);

    private static RingMesh Mesh(TestHost test, string name) => test.Host.Services.GetRequiredKeyedService<RingMesh>(name);

    private sealed class RecordingDiscovery : IPeerDiscovery
    {
        public bool Fails { get; init; }

        public bool HasStarted { get; private set; }

        public bool HasEnded { get; private set; }

        public IReadOnlyList<string> Found { get; set; } = [];

        public ValueTask StartAsync(IPeerSink sink, CancellationToken cancellationToken)
        {
            HasStarted = true;
            return Fails ? throw new TransportException("no network") : ValueTask.CompletedTask;
        }

        public ValueTask DisposeAsync()
        {
            HasEnded = true;
            return ValueTask.CompletedTask;
        }
    }
}
