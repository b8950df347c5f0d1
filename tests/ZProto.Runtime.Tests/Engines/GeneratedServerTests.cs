using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>A server from an XML model and its action methods, at work.</summary>
public sealed class GeneratedServerTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _clock = new();
    private readonly HelloServer _server = new();
    private Peer<HelloMsg> _peer = null!;

    public async Task InitializeAsync()
    {
        _server.Options.TimeProvider = _clock;
        _server.Options.Transport = new InProcessTransport();
        string endpoint = await _server.BindAsync("inproc://hello");
        _peer = await Peer<HelloMsg>.ConnectAsync(_server.Options.Transport, endpoint);
    }

    public async Task DisposeAsync()
    {
        await _peer.DisposeAsync();
        await _server.DisposeAsync();
    }

    [Fact]
    public async Task A_request_is_answered_with_its_header()
    {
        await _peer.SendAsync(HelloMsg.CreateHello(42, "World"));
        HelloMsg answer = _peer.Receive();
        Assert.Equal(HelloMsg.MessageId.World, answer.Id);
        Assert.Equal(42u, answer.Sequence);
        Assert.Equal("Hello, World! You are number 1.", answer.Name);
    }

    [Fact]
    public async Task What_comes_of_background_work_answers_the_message_that_began_it_with_its_header()
    {
        await _peer.SendAsync(HelloMsg.CreateLookUp(42, "Ada"));
        HelloMsg answer = _peer.Receive();
        Assert.Equal(("WORLD", 42u, "ADA"), (answer.Command, answer.Sequence, answer.Name));
    }

    [Fact]
    public async Task Background_work_begun_without_a_message_comes_back_with_an_empty_one()
    {
        await _peer.SendAsync(HelloMsg.CreateHello(42, "World"));
        _peer.Receive();
        await _server.InvokeAsync(() => _server.GetClients()[0].RunInBackground(_ => Task.FromResult("no one"), HelloServer.Event.Found, HelloServer.Event.Terminate));
        HelloMsg answer = _peer.Receive();
        Assert.Equal(("WORLD", 0u, "no one"), (answer.Command, answer.Sequence, answer.Name));
    }

    [Fact]
    public async Task A_hook_is_told_of_each_message_that_could_not_be_sent()
    {
        SendResult result = await _server.InvokeAsync(() => _server.SendTo(new RoutingId([1, 2, 3]), HelloMsg.CreatePingOk(1)));
        Assert.Equal(SendResult.PeerUnreachable, result);
        Assert.Equal(["PING-OK PeerUnreachable"], _server.Unsent);
    }

    [Fact]
    public async Task A_hook_is_told_of_each_configuration_that_was_taken_over()
    {
        await _server.SetConfigurationAsync("server/timeout", "1000");
        await Assert.ThrowsAsync<ZProto.Configuration.ZplException>(() => _server.SetConfigurationAsync("server/timeout", "never"));
        await _server.SetConfigurationAsync("server/timeout", "2000");
        await _server.InvokeAsync(() => { });
        Assert.Equal(["1000", "2000"], _server.Configurations);
    }

    [Fact]
    public async Task Events_of_superstates_are_inherited_all_the_way_up()
    {
        await _peer.SendAsync(HelloMsg.CreatePing(1));
        Assert.Equal("PING-OK", _peer.Receive().Command);
        await _peer.SendAsync(HelloMsg.CreateWait(2));
        await _peer.SendAsync(HelloMsg.CreatePing(3));
        Assert.Equal(3u, _peer.Receive().Sequence);

        _clock.Advance(TimeSpan.FromSeconds(2));
        Assert.Single(await _server.InvokeAsync(() => _server.GetClients()));
    }

    [Fact]
    public async Task A_client_can_pipeline_and_gets_its_answers_in_order()
    {
        await _peer.SendAsync(HelloMsg.CreateWait(1));
        await _peer.SendAsync(HelloMsg.CreateHello(2, "a"));
        await _peer.SendAsync(HelloMsg.CreateHello(3, "b"));
        await _peer.SendAsync(HelloMsg.CreatePing(4));
        Assert.Equal(4u, _peer.Receive().Sequence);
        await _peer.SendAsync(HelloMsg.CreateGoOn(5));
        Assert.Equal(2u, _peer.Receive().Sequence);
        Assert.Equal(3u, _peer.Receive().Sequence);
        Assert.Equal(["starts in Thinking", "stops in Thinking"], _server.Log);
    }

    [Fact]
    public async Task An_action_can_send_what_it_decides_on_in_code()
    {
        _server.OnGreet = client =>
        {
            client.Send(HelloMsg.MessageId.PingOk);
            client.Message.Name = "and";
            client.Send(HelloMsg.MessageId.World);
        };
        await _peer.SendAsync(HelloMsg.CreateHello(7, "you"));
        HelloMsg first = _peer.Receive(), second = _peer.Receive();
        Assert.Equal((HelloMsg.MessageId.PingOk, 7u), (first.Id, first.Sequence));
        Assert.Equal((HelloMsg.MessageId.World, 7u, "and"), (second.Id, second.Sequence, second.Name));
    }

    [Fact]
    public async Task A_wakeup_runs_an_action_whose_body_stands_in_the_model()
    {
        await _peer.SendAsync(HelloMsg.CreateWait(1));
        await SettleAsync();
        _clock.Advance(TimeSpan.FromSeconds(3.1));
        Assert.Equal("tired of Thinking", _peer.Receive().Name);
    }

    [Fact]
    public async Task Work_off_the_loop_comes_back_as_an_event()
    {
        await _peer.SendAsync(HelloMsg.CreateLookUp(1, "word"));
        Assert.Equal("WORD", _peer.Receive().Name);
    }

    [Fact]
    public async Task Work_without_a_result_comes_back_as_an_event_too()
    {
        _server.OnGreet = client =>
        {
            client.RunInBackground(async end => await Task.Delay(1, end), HelloServer.Event.Rested, HelloServer.Event.Terminate);
            client.SetException(HelloServer.Event.Tired);
        };
        await _peer.SendAsync(HelloMsg.CreateHello(1, "you"));
        Assert.Equal("PING-OK", _peer.Receive().Command);
    }

    [Fact]
    public async Task A_silent_client_expires_as_the_model_says()
    {
        await _peer.SendAsync(HelloMsg.CreatePing(1));
        _peer.Receive();
        _clock.Advance(TimeSpan.FromSeconds(61));
        await SettleAsync();
        Assert.Empty(await _server.InvokeAsync(() => _server.GetClients()));
    }

    /// <summary>Two rounds of the loop: what was there to be done before has been done after.</summary>
    private async Task SettleAsync()
    {
        await _server.InvokeAsync(() => { });
        await _server.InvokeAsync(() => { });
    }
}
