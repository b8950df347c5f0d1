using ZProto.Transports;

namespace ZProto.Testing.Tests;

/// <summary>Meshes in a test, in both modes.</summary>
public sealed class TestMeshTests
{
    [Fact]
    public async Task A_peer_greets_sends_and_expects()
    {
        await using var test = await TestMesh.StartAsync(new StreetMesh());
        TestMeshPeer<StreetMsg> shop = test.Connect("inproc://shop");
        shop.Send(StreetMsg.CreateHello(shop.Endpoint));
        await shop.ExpectAsync(StreetMsg.CreateHello(test.Endpoint));
        shop.Send(StreetMsg.CreateNeed("tea"));
        Assert.Equal("tea", (await shop.ExpectAsync(StreetMsg.MessageId.Have)).Article);
        await shop.ExpectNothingAsync();
        Assert.Equal([shop.Key], await test.Mesh.InvokeAsync(() => test.Mesh.GetPeers().Select(peer => peer.Key).ToList()));
    }

    [Fact]
    public async Task A_peer_that_is_added_is_greeted_and_known_by_its_own_key()
    {
        await using var test = await TestMesh.StartAsync(new StreetMesh());
        var id = Guid.NewGuid();
        TestMeshPeer<StreetMsg> shop = test.Connect("inproc://shop", PeerKey.From(id));
        await test.AddPeerAsync(shop);
        await shop.ExpectAsync(StreetMsg.MessageId.Hello);
        shop.Send(StreetMsg.CreateHello(shop.Endpoint));
        shop.Send(StreetMsg.CreateNeed("cups"));
        await shop.ExpectAsync(StreetMsg.CreateHave("cups"));
        Assert.Equal(id, await test.Mesh.InvokeAsync(() => Assert.Single(test.Mesh.GetPeers()).Key.ToGuid()));
    }

    [Fact]
    public async Task What_comes_before_the_greeting_is_not_read()
    {
        await using var test = await TestMesh.StartAsync(new StreetMesh());
        TestMeshPeer<StreetMsg> shop = test.Connect("inproc://shop");
        shop.Send(StreetMsg.CreateNeed("tea"));
        await shop.ExpectNothingAsync();
        Assert.Empty(await test.Mesh.InvokeAsync(test.Mesh.GetPeers));
    }

    [Fact]
    public async Task The_clock_brings_heartbeats_and_the_end_of_who_is_silent()
    {
        await using var test = await TestMesh.StartAsync(new StreetMesh { HeartbeatInterval = TimeSpan.FromSeconds(10), PeerTimeout = TimeSpan.FromSeconds(30) });
        TestMeshPeer<StreetMsg> shop = test.Connect("inproc://shop");
        shop.Send(StreetMsg.CreateHello(shop.Endpoint));
        await shop.ExpectAsync(StreetMsg.MessageId.Hello);
        await test.AdvanceAsync(TimeSpan.FromSeconds(25));
        shop.Send(StreetMsg.CreatePing());
        await test.AdvanceAsync(TimeSpan.FromSeconds(29));
        for (int i = 0; i < 5; i++)
            await shop.ExpectAsync(StreetMsg.MessageId.Ping);
        Assert.Single(await test.Mesh.InvokeAsync(test.Mesh.GetPeers));
        await test.AdvanceAsync(TimeSpan.FromSeconds(2));
        await shop.ExpectNothingAsync();
        Assert.Empty(await test.Mesh.InvokeAsync(test.Mesh.GetPeers));
    }

    [Fact]
    public async Task A_peer_that_ends_can_come_back_at_its_endpoint_under_its_key()
    {
        await using var test = await TestMesh.StartAsync(new StreetMesh());
        for (int i = 0; i < 3; i++)
        {
            using TestMeshPeer<StreetMsg> shop = test.Connect("inproc://shop");
            shop.Send(StreetMsg.CreateHello(shop.Endpoint));
            await shop.ExpectAsync(StreetMsg.MessageId.Hello);
            Assert.Single(await test.Mesh.InvokeAsync(test.Mesh.GetPeers));
        }
    }

    [Fact]
    public async Task Frames_of_no_message_are_malformed()
    {
        await using var test = await TestMesh.StartAsync(new StreetMesh());
        TestMeshPeer<StreetMsg> shop = test.Connect("inproc://shop");
        shop.Send(StreetMsg.CreateHello(shop.Endpoint));
        await shop.ExpectAsync(StreetMsg.MessageId.Hello);
        shop.SendFrames([1, 2, 3]);
        await test.SettleAsync();
        Assert.Empty(await test.Mesh.InvokeAsync(test.Mesh.GetPeers));
    }

    [Fact]
    public async Task A_mesh_in_client_mode_has_servers_that_the_test_plays()
    {
        var mesh = new ShoppingMesh();
        await using var test = await TestMesh.StartAsync(mesh);
        Assert.Equal("", test.Endpoint);
        TestMeshPeer<StreetMsg> one = test.Connect("inproc://one");
        TestMeshPeer<StreetMsg> other = test.Connect("inproc://other");
        await test.AddPeerAsync(one);
        await test.AddPeerAsync(other);
        Task<string> found = mesh.FindAsync("tea");
        await one.ExpectAsync(StreetMsg.CreateNeed("tea"));
        await other.ExpectAsync(StreetMsg.MessageId.Need);
        other.Send(StreetMsg.CreateHave("tea"));
        Assert.Equal("inproc://other", await found);
        await one.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_call_that_no_server_answers_times_out_on_the_tests_clock()
    {
        var mesh = new ShoppingMesh();
        await using var test = await TestMesh.StartAsync(mesh);
        TestMeshPeer<StreetMsg> shop = test.Connect("inproc://shop");
        await test.AddPeerAsync(shop);
        Task<string> found = mesh.FindAsync("tea");
        await shop.ExpectAsync(StreetMsg.MessageId.Need);
        await test.AdvanceAsync(TimeSpan.FromSeconds(30));
        await Assert.ThrowsAsync<TimeoutException>(() => found);
    }

    [Fact]
    public async Task A_server_has_no_one_to_send_to_before_the_mesh_has_sent()
    {
        await using var test = await TestMesh.StartAsync(new ShoppingMesh());
        TestMeshPeer<StreetMsg> shop = test.Connect("inproc://shop");
        await test.AddPeerAsync(shop);
        TestFailedException failed = Assert.Throws<TestFailedException>(() => shop.Send(StreetMsg.CreateHave("tea")));
        Assert.StartsWith("The message could not be sent: PeerUnreachable.", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_does_not_come_fails_with_what_the_mesh_has_logged()
    {
        await using var test = await TestMesh.StartAsync(new StreetMesh());
        test.Patience = TimeSpan.FromMilliseconds(50);
        TestMeshPeer<StreetMsg> shop = test.Connect("inproc://shop");
        test.Mesh.Post(() => throw new InvalidOperationException("Broken on purpose."));
        await test.SettleAsync();
        TestFailedException failed = await Assert.ThrowsAsync<TestFailedException>(() => shop.ExpectAsync(StreetMsg.MessageId.Hello));
        Assert.StartsWith("Expected Hello, and nothing came in 0.05 seconds.\nThe mesh's log:\n", failed.Message, StringComparison.Ordinal);
        Assert.Contains("Broken on purpose.", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_peers_are_not_at_one_endpoint()
    {
        await using var test = await TestMesh.StartAsync(new StreetMesh());
        test.Connect("inproc://shop");
        Assert.Throws<TransportException>(() => test.Connect("inproc://shop"));
        Assert.Throws<TransportException>(() => test.Connect(test.Endpoint));
        Assert.Throws<ArgumentNullException>(() => test.Connect(null!));
    }

    [Fact]
    public async Task A_mesh_that_has_started_or_shares_a_loop_is_refused()
    {
        await using var loop = new EventLoop(new InProcessTransport());
        await using var shared = new StreetMesh { Options = { Loop = loop } };
        await Assert.ThrowsAsync<InvalidOperationException>(() => TestMesh.StartAsync(shared));
        await using var started = new StreetMesh { Options = { Transport = new InProcessTransport() } };
        await started.BindAsync("inproc://here");
        await Assert.ThrowsAsync<InvalidOperationException>(() => TestMesh.StartAsync(started));
    }
}
