using ZProto.Transports;

namespace ZProto.Testing.Tests;

public sealed class TestServerTests
{
    [Fact]
    public async Task A_peer_sends_and_expects()
    {
        await using var test = await TestServer.StartAsync(new CaveServer());
        TestPeer<CaveMsg> peer = test.Connect();
        peer.Send(CaveMsg.CreateAsk(1, "barley"u8, ""));
        await peer.ExpectAsync(CaveMsg.CreateShut(1, ""));
        peer.Send(CaveMsg.CreateAsk(2, "sesame"u8, ""));
        Assert.Equal(2, (await peer.ExpectAsync(CaveMsg.MessageId.Open)).Sequence);
        await peer.ExpectNothingAsync();
    }

    [Fact]
    public async Task The_clock_is_advanced_once_what_was_sent_is_done()
    {
        await using var test = await TestServer.StartAsync(new CaveServer());
        TestPeer<CaveMsg> peer = test.Connect();
        for (int i = 0; i < 50; i++)
        {
            peer.Send(CaveMsg.CreateAsk(1, "sesame"u8, ""));
            // The door has opened by then, and its 90 seconds have begun.
            await test.AdvanceAsync(TimeSpan.FromSeconds(89.999));
            await peer.ExpectAsync(CaveMsg.MessageId.Open);
            await peer.ExpectNothingAsync();
            await test.AdvanceAsync(TimeSpan.FromMilliseconds(1));
            await peer.ExpectAsync(CaveMsg.MessageId.Shut);
        }
    }

    [Fact]
    public async Task What_happens_repeatedly_happens_each_time_that_the_clock_comes_by()
    {
        var server = new BeatingServer { HeartbeatInterval = TimeSpan.FromSeconds(1) };
        await using var test = await TestServer.StartAsync(server);
        TestPeer<CaveMsg> peer = test.Connect();
        peer.Send(CaveMsg.CreateAsk(1, ""u8, ""));
        await peer.ExpectAsync(CaveMsg.MessageId.Open);
        DateTimeOffset before = test.Clock.GetUtcNow();
        await test.AdvanceAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(TimeSpan.FromMinutes(1), test.Clock.GetUtcNow() - before);
        for (int i = 0; i < 60; i++)
            await peer.ExpectAsync(CaveMsg.MessageId.Shut);
        await peer.ExpectNothingAsync();
    }

    [Fact]
    public async Task All_that_many_peers_have_sent_is_done_when_the_server_has_settled()
    {
        var server = new BeatingServer();
        await using var test = await TestServer.StartAsync(server);
        TestPeer<CaveMsg>[] peers = [.. Enumerable.Range(0, 20).Select(_ => test.Connect())];
        foreach (TestPeer<CaveMsg> peer in peers)
        {
            // More than the server reads in a round.
            for (int i = 0; i < 300; i++)
                peer.Send(CaveMsg.CreateAsk((ushort)i, ""u8, ""));
        }
        await test.SettleAsync();
        foreach (TestPeer<CaveMsg> peer in peers)
        {
            for (int i = 0; i < 300; i++)
                Assert.Equal(i, (await peer.ExpectAsync(CaveMsg.MessageId.Open)).Sequence);
        }
        Assert.Equal(20, await server.InvokeAsync(() => server.GetClients().Count));
    }

    [Fact]
    public async Task A_peer_that_is_disposed_has_lost_its_connection_and_one_with_its_routing_id_is_the_same_client()
    {
        var server = new CaveServer();
        await using var test = await TestServer.StartAsync(server);
        var options = new SocketOptions { RoutingId = new RoutingId("ada"u8) };
        using (TestPeer<CaveMsg> peer = test.Connect(options))
        {
            peer.Send(CaveMsg.CreateAsk(1, "sesame"u8, ""));
            await peer.ExpectAsync(CaveMsg.MessageId.Open);
        }
        TestPeer<CaveMsg> again = test.Connect(options);
        await test.AdvanceAsync(TimeSpan.FromSeconds(1));
        // In the state "open" the question waits until the door is shut.
        again.Send(CaveMsg.CreateAsk(2, "sesame"u8, ""));
        await again.ExpectNothingAsync();
        Assert.Equal(1, await server.InvokeAsync(() => server.GetClients().Count));
    }

    [Fact]
    public async Task Another_message_than_expected_fails_and_is_told()
    {
        await using var test = await TestServer.StartAsync(new CaveServer());
        TestPeer<CaveMsg> peer = test.Connect();
        peer.Send(CaveMsg.CreateAsk(7, "barley"u8, ""));
        var failed = await Assert.ThrowsAsync<TestFailedException>(() => peer.ExpectAsync(CaveMsg.MessageId.Open));
        Assert.Equal("Expected Open, and SHUT sequence=7 reason='' came.", failed.Message);
        peer.Send(CaveMsg.CreateAsk(8, "barley"u8, ""));
        failed = await Assert.ThrowsAsync<TestFailedException>(() => peer.ExpectAsync(CaveMsg.CreateShut(9, "")));
        Assert.Equal("Expected SHUT sequence=9 reason='', and SHUT sequence=8 reason='' came.", failed.Message);
        peer.Send(CaveMsg.CreateAsk(9, "barley"u8, ""));
        failed = await Assert.ThrowsAsync<TestFailedException>(peer.ExpectNothingAsync);
        Assert.Equal("Expected nothing, and SHUT sequence=9 reason='' came.", failed.Message);
    }

    [Fact]
    public async Task A_message_that_does_not_come_fails_with_what_the_server_has_logged()
    {
        await using var test = await TestServer.StartAsync(new BeatingServer());
        test.Patience = TimeSpan.FromMilliseconds(50);
        TestPeer<CaveMsg> peer = test.Connect();
        peer.Send(CaveMsg.CreateShut(1, ""));
        await test.SettleAsync();
        var failed = await Assert.ThrowsAsync<TestFailedException>(() => peer.ExpectAsync(CaveMsg.MessageId.Open));
        Assert.StartsWith("Expected Open, and nothing came in 0.05 seconds.\nThe server's log:\n", failed.Message, StringComparison.Ordinal);
        Assert.Contains("The rock fell.", failed.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Frames_that_are_no_message_can_be_sent_and_end_nothing()
    {
        await using var test = await TestServer.StartAsync(new CaveServer());
        TestPeer<CaveMsg> peer = test.Connect();
        peer.SendFrames([1, 2, 3], []);
        await peer.ExpectNothingAsync();
        peer.Send(CaveMsg.CreateAsk(1, "barley"u8, ""));
        await peer.ExpectAsync(CaveMsg.MessageId.Shut);
    }

    [Fact]
    public async Task An_id_of_another_protocol_is_refused()
    {
        await using var test = await TestServer.StartAsync(new CaveServer());
        TestPeer<CaveMsg> peer = test.Connect();
        await Assert.ThrowsAsync<ArgumentException>(() => peer.ExpectAsync(DayOfWeek.Monday));
    }

    [Fact]
    public async Task A_server_that_shares_a_loop_is_refused()
    {
        await using var loop = new EventLoop(new InProcessTransport());
        await Assert.ThrowsAsync<InvalidOperationException>(() => TestServer.StartAsync(new CaveServer { Options = { Loop = loop } }));
    }

    [Fact]
    public async Task A_server_ends_with_its_test()
    {
        var server = new CaveServer();
        await using (await TestServer.StartAsync(server))
        {
        }
        await server.Completion.WaitAsync(TimeSpan.FromSeconds(60));
    }
}
