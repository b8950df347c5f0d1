using StateId = BinaryStar.CounterServer.StarMachine.StateId;

namespace ZProto.BinaryStar.Tests;

/// <summary>The servers of a pair start, in any order, together or alone.</summary>
public sealed class StartTests
{
    [Theory]
    [InlineData(Role.Primary, 0)]
    [InlineData(Role.Primary, 0.5)]
    [InlineData(Role.Primary, 1.5)]
    [InlineData(Role.Primary, 60)]
    [InlineData(Role.Backup, 0)]
    [InlineData(Role.Backup, 0.5)]
    [InlineData(Role.Backup, 1.5)]
    [InlineData(Role.Backup, 60)]
    public async Task In_any_order_the_primary_becomes_active_and_the_backup_passive(Role first, double secondsBetween)
    {
        await using var pair = new Pair();
        await pair.StartAsync(first);
        await pair.AdvanceAsync(secondsBetween);
        await pair.StartAsync(Pair.PeerOf(first));
        await pair.AdvanceAsync(2);
        Assert.Equal((StateId.Active, StateId.Passive), pair.States);
        Assert.True(await pair.AskAsync(Role.Primary));
        Assert.False(await pair.AskAsync(Role.Backup));
    }

    [Fact]
    public async Task A_backup_that_waits_for_its_peer_refuses_requests_however_long()
    {
        await using var pair = new Pair();
        await pair.StartAsync(Role.Backup);
        for (int i = 0; i < 10; i++)
        {
            Assert.False(await pair.AskAsync(Role.Backup));
            Assert.Equal(StateId.Backup, pair.State(Role.Backup));
            await pair.AdvanceAsync(1);
        }
    }

    [Fact]
    public async Task The_time_of_a_peer_that_is_not_there_begins_at_launch()
    {
        await using var pair = new Pair();
        await pair.StartAsync(Role.Primary);
        Assert.False(await pair.AskAsync(Role.Primary));
        await pair.AdvanceAsync(1.9);
        Assert.False(await pair.AskAsync(Role.Primary));
        Assert.Equal(StateId.Primary, pair.State(Role.Primary));
        await pair.AdvanceAsync(0.1);
        Assert.True(await pair.AskAsync(Role.Primary));
        Assert.Equal(StateId.Active, pair.State(Role.Primary));
    }

    [Fact]
    public async Task A_primary_alone_waits_until_a_client_asks()
    {
        await using var pair = new Pair();
        await pair.StartAsync(Role.Primary);
        await pair.AdvanceAsync(60);
        Assert.Equal(StateId.Primary, pair.State(Role.Primary));
        Assert.True(await pair.AskAsync(Role.Primary));
    }

    [Fact]
    public async Task A_client_may_be_the_first_to_start()
    {
        await using var pair = new Pair();
        await using CounterClient client = await pair.OpenClientAsync();
        Task<ulong> call = client.NextAsync();
        await pair.AdvanceAsync(3);
        await pair.StartAsync(Role.Backup);
        await pair.StartAsync(Role.Primary);
        await pair.AdvanceUntilAsync(call);
        Assert.Equal(1UL, await call);
    }

    [Fact]
    public async Task A_server_that_cannot_publish_its_state_does_not_start()
    {
        await using var pair = new Pair();
        await pair.StartAsync(Role.Primary);
        await using var second = new CounterServer(Role.Primary, Pair.StateEndpoint(Role.Primary), Pair.StateEndpoint(Role.Backup)) { Options = { Loop = pair.Loop, LoggerFactory = pair.Log } };
        await Assert.ThrowsAsync<TransportException>(() => second.BindAsync("inproc://elsewhere"));
    }
}
