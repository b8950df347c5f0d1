using StateId = BinaryStar.CounterServer.StarMachine.StateId;

namespace ZProto.BinaryStar.Tests;

/// <summary>Two servers that are active, or passive, at once: outside of what the pattern is for, found and ended.</summary>
public sealed class SplitBrainTests
{
    [Fact]
    public async Task A_partition_between_the_servers_while_clients_see_both_splits_them()
    {
        await using Pair pair = await Pair.StartBothAsync();
        await pair.SetLinkAsync(isUp: false);
        await pair.AdvanceAsync(2);
        Assert.True(await pair.AskAsync(Role.Primary));
        Assert.True(await pair.AskAsync(Role.Backup));
        Assert.Equal((StateId.Active, StateId.Active), pair.States);
    }

    [Fact]
    public async Task A_partition_of_less_than_two_beats_does_not()
    {
        await using Pair pair = await Pair.StartBothAsync();
        await pair.SetLinkAsync(isUp: false);
        await pair.AdvanceAsync(0.9);
        Assert.False(await pair.AskAsync(Role.Backup));
        await pair.SetLinkAsync(isUp: true);
        await pair.AdvanceAsync(5);
        Assert.Equal((StateId.Active, StateId.Passive), pair.States);
    }

    [Fact]
    public async Task Two_actives_abort_as_soon_as_they_hear_of_each_other()
    {
        await using Pair pair = await Pair.StartBothAsync();
        await pair.SetLinkAsync(isUp: false);
        await pair.AdvanceAsync(2);
        Assert.True(await pair.AskAsync(Role.Backup));
        await pair.SetLinkAsync(isUp: true);
        await pair.AdvanceAsync(1);
        Role[] aborted = [.. new[] { Role.Primary, Role.Backup }.Where(role => pair[role].IsAborted)];
        Assert.NotEmpty(aborted);
        await Task.WhenAll(aborted.Select(role => pair[role].Completion));
        Assert.Contains(pair.Log.Lines, line => line.Contains("both servers are active", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Two_passives_abort_too()
    {
        await using var pair = new Pair();
        RawSocket<StarMsg> peer = await RawSocket<StarMsg>.BindAsync(pair.Loop, SocketType.Pub, Pair.StateEndpoint(Role.Primary));
        await pair.StartAsync(Role.Backup);
        await peer.SendAsync(StarMsg.CreateActive());
        Assert.Equal(StateId.Passive, pair.State(Role.Backup));
        await peer.SendAsync(StarMsg.CreatePassive());
        Assert.True(pair[Role.Backup].IsAborted);
        await pair[Role.Backup].Completion;
        Assert.Contains(pair.Log.Lines, line => line.Contains("both servers are passive", StringComparison.Ordinal));
        await peer.CloseAsync();
    }

    [Fact]
    public async Task A_server_that_aborts_answers_nothing_more()
    {
        await using var pair = new Pair();
        RawSocket<StarMsg> peer = await RawSocket<StarMsg>.BindAsync(pair.Loop, SocketType.Pub, Pair.StateEndpoint(Role.Backup));
        await pair.StartAsync(Role.Primary);
        await peer.SendAsync(StarMsg.CreateBackup());
        Assert.True(await pair.AskAsync(Role.Primary));
        RawSocket<CounterMsg> client = await RawSocket<CounterMsg>.ConnectAsync(pair.Loop, SocketType.Dealer, Pair.Endpoint(Role.Primary));
        await peer.SendAsync(StarMsg.CreateActive());
        await client.SendAsync(CounterMsg.CreateNext(0));
        Assert.Empty(await client.TakeAsync());
        await pair[Role.Primary].Completion;
        await client.CloseAsync();
        await peer.CloseAsync();
    }
}
