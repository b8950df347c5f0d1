using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>What the loop of a client outlives: its peer's bytes and its user's code.</summary>
public sealed class ClientRobustnessTests : ClientFixture
{
    [Fact]
    public async Task Ten_thousand_random_messages_neither_end_nor_confuse_it()
    {
        await OpenAsync();
        var random = new Random(4);
        for (int i = 0; i < 10_000; i++)
        {
            byte[][] frames = [.. Enumerable.Range(0, random.Next(1, 4)).Select(_ => Bytes(random, random.Next(0, 40)))];
            // Half of them begin as if they were messages, though none with an answer's number.
            if (random.Next(2) == 0 && frames[0].Length > 2)
                (frames[0][0], frames[0][1], frames[0][2]) = (0xAA, 0xA6, (byte)random.Next(5, 256));
            await Server.SendAsync(Id, frames);
        }
        await AssertAliveAsync();
        Assert.Contains(Book.Lines, line => line.StartsWith("Warning: Malformed message from the server of talk_client: ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Messages_of_another_protocol_are_no_messages()
    {
        await OpenAsync();
        await Server.SendAsync(Id, HelloMsg.CreatePing(1).ToFrames());
        await Book.WaitForAsync("Malformed message from the server of ");
        await AssertAliveAsync();
    }

    [Fact]
    public async Task A_message_of_more_frames_than_allowed_is_dropped_and_said_so()
    {
        Client.Options.Socket = new SocketOptions { MaxFrames = 3 };
        await OpenAsync();
        await Server.SendAsync(Id, TalkMsg.CreateOpenOk().ToFrames()[0], [], [], []);
        Assert.EndsWith(": it has more frames than MaxFrames allows", await Book.WaitForAsync("A message from the server of talk_client is dropped"), StringComparison.Ordinal);
        await AssertAliveAsync();
    }

    [Fact]
    public async Task A_message_that_cannot_be_handled_ends_its_client_and_nothing_else_on_the_loop()
    {
        await using var loop = new EventLoop(Transport, Clock);
        Client.Options.Loop = loop;
        await OpenAsync();
        Transport.FrameFault = new InvalidTimeZoneException("odd frame");
        await SendAsync(TalkMsg.CreateOpenOk());
        await Book.WaitForAsync("Error: A message from the server of talk_client could not be handled");
        Transport.FrameFault = null;
        Exception said = await Assert.ThrowsAsync<ClientClosedException>(() => Client.DoAsync());
        Assert.Contains("odd frame", said.Message, StringComparison.Ordinal);
        await using var other = new TalkClient();
        SetUp(other.Options);
        other.Options.Loop = loop;
        Task<TalkClient> opened = other.OpenAsync(Endpoint);
        await Server.SendAsync(Server.Receive().RoutingId, TalkMsg.CreateOpenOk());
        await opened;
    }

    [Fact]
    public async Task Posted_code_and_handlers_that_throw_end_nothing()
    {
        await OpenAsync();
        Client.Post(() => throw new InvalidTimeZoneException("posted"));
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Client.InvokeAsync(() => throw new InvalidTimeZoneException("invoked")));
        using IDisposable monitor = Client.Monitor(TimeSpan.FromSeconds(1), () => throw new InvalidTimeZoneException("monitor"));
        await SettleAsync();
        await TurnAsync(1_000);
        await Book.WaitForAsync("[posted]");
        await Book.WaitForAsync("[monitor]");
        await AssertAliveAsync();
    }

    [Fact]
    public async Task A_first_hook_that_throws_fails_the_call_that_started_the_client()
    {
        Client.Starting = () => throw new InvalidTimeZoneException("not today");
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Client.OpenAsync(Endpoint));
        await Client.DisposeAsync();
        await Assert.ThrowsAsync<ClientClosedException>(() => Client.OpenAsync(Endpoint));
    }

    [Fact]
    public async Task A_last_hook_that_throws_is_logged_and_the_end_goes_on()
    {
        await OpenAsync();
        Client.Ending = () => throw new InvalidTimeZoneException("not yet");
        await Client.DisposeAsync();
        await Client.Completion;
        await Book.WaitForAsync("[not yet]");
    }

    [Fact]
    public async Task An_action_that_throws_ends_its_client_and_no_other_on_the_loop()
    {
        await using var loop = new EventLoop(Transport, Clock);
        await using var first = new TalkClient { Options = { Loop = loop, DisposeTimeout = TimeSpan.Zero } };
        await using var second = new TalkClient { Options = { Loop = loop, DisposeTimeout = TimeSpan.Zero } };
        var ids = new List<RoutingId>();
        foreach (TalkClient client in new[] { first, second })
        {
            Task<TalkClient> opened = client.OpenAsync(Endpoint);
            ids.Add(Server.Receive().RoutingId);
            await Server.SendAsync(ids[^1], TalkMsg.CreateOpenOk());
            await opened;
        }
        await Assert.ThrowsAsync<ClientClosedException>(() => first.CrashAsync());
        await first.Completion;
        Task<string> ask = second.AskAsync("alive?");
        await Server.SendAsync(ids[1], TalkMsg.CreateAnswer("yes", 0));
        Assert.Equal("yes", await ask);
    }

    [Fact]
    public async Task A_machine_that_hands_itself_events_without_end_is_stopped()
    {
        await OpenAsync();
        ClientClosedException thrown = await Assert.ThrowsAsync<ClientClosedException>(() => ActAsync(client => client.DoAgain()).ContinueWith(_ => Client.AskAsync("a")).Unwrap());
        Assert.Contains("event loop", thrown.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wildcard_catches_messages_and_timers_but_neither_calls_nor_internal_events()
    {
        await using WildClient client = await OpenWildAsync();
        await Server.SendAsync(Id, TalkMsg.CreatePoke());
        await SettleAsync(client);
        Assert.Equal(1, client.Caught);
        foreach ((int wakeup, int heartbeat, int expiry) in new[] { (1, 0, 0), (0, 1, 0), (0, 0, 1) })
        {
            int before = client.Caught;
            await client.InvokeAsync(() => client.SetTimers(TimeSpan.FromSeconds(wakeup), TimeSpan.FromSeconds(heartbeat), TimeSpan.FromSeconds(expiry)));
            Clock.Advance(TimeSpan.FromSeconds(1));
            await SettleAsync(client);
            Assert.Equal(before + 1, client.Caught);
        }
        await Assert.ThrowsAsync<InvalidClientStateException>(() => client.OnlyWhenStrictAsync());
        await client.InvokeAsync(client.WakeByHand);
        await client.InvokeAsync(client.WakeByHand);
        Assert.Equal(4, client.Caught);
        await Book.WaitForAsync("Warning: talk_client: event woken is not handled in state wild");
        await Book.WaitForAsync("Debug: talk_client: event woken is not handled in state wild");
    }

    [Fact]
    public async Task A_message_that_the_state_does_not_name_ends_the_client_where_the_model_says_so()
    {
        await using WildClient client = await OpenWildAsync();
        await client.BeStrictAsync();
        await Server.SendAsync(Id, TalkMsg.CreateAnswer("", 0));
        await client.OnlyWhenStrictAsync();
        await Server.SendAsync(Id, TalkMsg.CreatePoke());
        await client.Completion;
        await Assert.ThrowsAsync<ClientClosedException>(() => client.OnlyWhenStrictAsync());
    }

    [Fact]
    public async Task A_message_that_the_state_does_not_name_is_ignored_by_default()
    {
        await OpenAsync();
        await SendAsync(TalkMsg.CreateByeOk());
        await AssertAliveAsync();
    }

    private async Task AssertAliveAsync()
    {
        Task<string> ask = Client.AskAsync("alive?");
        TalkMsg asked;
        do
            asked = Server.Receive();
        while (asked.Id != TalkMsg.MessageId.Ask);
        await SendAsync(TalkMsg.CreateAnswer("yes", 0));
        Assert.Equal("yes", await ask);
    }

    private async Task<WildClient> OpenWildAsync()
    {
        var client = new WildClient();
        SetUp(client.Options);
        Task<WildClient> opened = client.OpenAsync(Endpoint);
        Id = Server.Receive().RoutingId;
        await Server.SendAsync(Id, TalkMsg.CreateOpenOk());
        return await opened;
    }

    private static byte[] Bytes(Random random, int count)
    {
        byte[] bytes = new byte[count];
        random.NextBytes(bytes);
        return bytes;
    }
}
