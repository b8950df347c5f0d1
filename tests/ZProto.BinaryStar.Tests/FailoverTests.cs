using StateId = BinaryStar.CounterServer.StarMachine.StateId;

namespace ZProto.BinaryStar.Tests;

/// <summary>The active server is killed, and the other takes over; the operator brings back what was.</summary>
public sealed class FailoverTests
{
    [Fact]
    public async Task Only_the_active_one_answers()
    {
        await using Pair pair = await Pair.StartBothAsync();
        for (int i = 0; i < 100; i++)
        {
            Assert.True(await pair.AskAsync(Role.Primary));
            Assert.False(await pair.AskAsync(Role.Backup));
            await pair.AdvanceAsync(0.3);
        }
    }

    [Fact]
    public async Task A_clients_request_is_the_vote()
    {
        await using Pair pair = await Pair.StartBothAsync();
        await pair.KillAsync(Role.Primary);
        // Dead alone is not enough, however long.
        await pair.AdvanceAsync(60);
        Assert.Equal(StateId.Passive, pair.State(Role.Backup));
        Assert.True(await pair.AskAsync(Role.Backup));
        Assert.Equal(StateId.Active, pair.State(Role.Backup));
    }

    [Fact]
    public async Task A_request_before_the_peer_is_dead_is_no_vote_and_counts_for_nothing_later()
    {
        await using Pair pair = await Pair.StartBothAsync();
        await pair.KillAsync(Role.Primary);
        Assert.False(await pair.AskAsync(Role.Backup));
        await pair.AdvanceAsync(10);
        Assert.Equal(StateId.Passive, pair.State(Role.Backup));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.4)]
    [InlineData(0.9)]
    public async Task A_primary_that_was_killed_and_is_restarted_stays_passive(double sinceBeat)
    {
        await using Pair pair = await Pair.StartBothAsync();
        await pair.KillAsync(Role.Primary);
        await pair.AdvanceAsync(2);
        Assert.True(await pair.AskAsync(Role.Backup));
        await pair.AdvanceAsync(sinceBeat);
        await pair.StartAsync(Role.Primary);
        for (int i = 0; i < 30; i++)
        {
            Assert.False(await pair.AskAsync(Role.Primary));
            Assert.True(await pair.AskAsync(Role.Backup));
            await pair.AdvanceAsync(0.5);
        }
        Assert.Equal((StateId.Passive, StateId.Active), pair.States);
    }

    [Fact]
    public async Task When_the_backup_is_killed_the_primary_is_back()
    {
        await using Pair pair = await FailOverAsync();
        await pair.KillAsync(Role.Backup);
        await pair.AdvanceAsync(2);
        Assert.True(await pair.AskAsync(Role.Primary));
        await pair.StartAsync(Role.Backup);
        await pair.AdvanceAsync(2);
        Assert.Equal((StateId.Active, StateId.Passive), pair.States);
    }

    [Theory]
    [InlineData(Role.Primary)]
    [InlineData(Role.Backup)]
    public async Task A_passive_server_takes_over_at_once_from_an_active_one_that_starts_again(Role active)
    {
        await using Pair pair = active == Role.Primary ? await Pair.StartBothAsync() : await FailOverAsync();
        await pair.KillAsync(active);
        await pair.StartAsync(active);
        await pair.AdvanceAsync(1);
        Assert.Equal(StateId.Active, pair.State(Pair.PeerOf(active)));
        await pair.AdvanceAsync(1);
        Assert.Equal(StateId.Passive, pair.State(active));
    }

    [Fact]
    public async Task A_passive_server_may_come_and_go()
    {
        await using Pair pair = await Pair.StartBothAsync();
        for (int i = 0; i < 5; i++)
        {
            await pair.KillAsync(Role.Backup);
            Assert.True(await pair.AskAsync(Role.Primary));
            await pair.AdvanceAsync(i);
            await pair.StartAsync(Role.Backup);
            await pair.AdvanceAsync(2);
            Assert.Equal((StateId.Active, StateId.Passive), pair.States);
        }
    }

    [Fact]
    public async Task The_pair_is_told_of_in_states()
    {
        List<string> told = [];
        await using var pair = new Pair { StateChanged = (role, state) => told.Add($"{role}: {state}") };
        await pair.StartAsync(Role.Primary);
        await pair.StartAsync(Role.Backup);
        await pair.AdvanceAsync(2);
        await pair.KillAsync(Role.Primary);
        await pair.AdvanceAsync(2);
        await pair.AskAsync(Role.Backup);
        await pair.StartAsync(Role.Primary);
        await pair.AdvanceAsync(2);
        Assert.Equal(["Primary: Active", "Backup: Passive", "Backup: Active", "Primary: Passive"], told);
    }

    // The primary was killed and is back, and the backup is active.
    private static async Task<Pair> FailOverAsync()
    {
        Pair pair = await Pair.StartBothAsync();
        await pair.KillAsync(Role.Primary);
        await pair.AdvanceAsync(2);
        Assert.True(await pair.AskAsync(Role.Backup));
        await pair.StartAsync(Role.Primary);
        await pair.AdvanceAsync(2);
        Assert.Equal((StateId.Passive, StateId.Active), pair.States);
        return pair;
    }
}
