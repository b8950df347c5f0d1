using ZProto.Transports;

namespace ZProto.Testing.Tests;

public sealed class ScriptedServerTests
{
    [Fact]
    public async Task A_client_is_answered_by_the_script()
    {
        await using var client = new CaveClient();
        using var server = new ScriptedServer<CaveMsg>(client);
        await client.OpenAsync(server.Endpoint);
        Task opened = client.AskAsync();
        await server.ExpectAsync(CaveMsg.MessageId.Ask);
        server.Send(CaveMsg.CreateOpen(1));
        await opened;
        Task refused = client.AskAsync();
        await server.ExpectAsync(CaveMsg.MessageId.Ask);
        server.Send(CaveMsg.CreateShut(1, "late"));
        Assert.Equal("late", (await Assert.ThrowsAsync<CaveClient.RefusedException>(() => refused)).Reason);
    }

    [Fact]
    public async Task The_clients_clock_is_advanced_from_timer_to_timer()
    {
        await using var client = new CaveClient();
        using var server = new ScriptedServer<CaveMsg>(client);
        await client.OpenAsync(server.Endpoint);
        Task refused = client.AskAsync();
        await server.ExpectAsync(CaveMsg.MessageId.Ask);
        server.Send(CaveMsg.CreateShut(1, "late"));
        await Assert.ThrowsAsync<CaveClient.RefusedException>(() => refused);
        await server.AdvanceAsync(TimeSpan.FromSeconds(5));
        for (int i = 0; i < 5; i++)
            await server.ExpectAsync(CaveMsg.MessageId.Ask);
        await server.ExpectNothingAsync();
    }

    [Fact]
    public async Task A_server_that_stops_loses_the_connection_and_one_that_starts_again_is_found()
    {
        await using var client = new CaveClient();
        using var server = new ScriptedServer<CaveMsg>(client);
        await client.OpenAsync(server.Endpoint);
        Task lost = client.AskAsync();
        await server.ExpectAsync(CaveMsg.MessageId.Ask);
        server.Stop();
        await Assert.ThrowsAsync<ConnectionLostException>(() => lost);
        server.Start();
        Task opened = client.AskAsync();
        await server.ExpectAsync(CaveMsg.MessageId.Ask);
        server.Send(CaveMsg.CreateOpen(1));
        await opened;
    }

    [Fact]
    public async Task There_is_no_one_to_answer_before_the_client_has_spoken()
    {
        await using var client = new CaveClient();
        using var server = new ScriptedServer<CaveMsg>(client);
        await client.OpenAsync(server.Endpoint);
        Assert.Throws<InvalidOperationException>(() => server.Send(CaveMsg.CreateOpen(1)));
        server.Stop();
        await Assert.ThrowsAsync<InvalidOperationException>(() => server.ReceiveAsync());
    }

    [Fact]
    public async Task A_client_that_shares_a_loop_is_refused()
    {
        await using var loop = new EventLoop(new InProcessTransport());
        await using var client = new CaveClient { Options = { Loop = loop } };
        Assert.Throws<InvalidOperationException>(() => new ScriptedServer<CaveMsg>(client));
    }
}
