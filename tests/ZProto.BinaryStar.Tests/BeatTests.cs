using StateId = BinaryStar.CounterServer.StarMachine.StateId;

namespace ZProto.BinaryStar.Tests;

/// <summary>The beat is one second, and a peer is dead after two.</summary>
public sealed class BeatTests
{
    [Theory]
    [InlineData(Role.Primary)]
    [InlineData(Role.Backup)]
    public async Task Each_second_a_server_publishes_its_state(Role role)
    {
        await using var pair = new Pair();
        await pair.StartAsync(role);
        RawSocket<StarMsg> ear = await RawSocket<StarMsg>.ConnectAsync(pair.Loop, SocketType.Sub, Pair.StateEndpoint(role));
        StarMsg.MessageId waiting = role == Role.Primary ? StarMsg.MessageId.Primary : StarMsg.MessageId.Backup;
        await pair.AdvanceAsync(0.9);
        Assert.Empty(await ear.TakeAsync());
        await pair.AdvanceAsync(0.1);
        for (int second = 1; second <= 5; second++)
        {
            Assert.Equal(waiting, Assert.Single(await ear.TakeAsync()).Id);
            await pair.AdvanceAsync(1);
        }
        await ear.TakeAsync();
        await pair.StartAsync(Pair.PeerOf(role));
        await pair.AdvanceAsync(3);
        await ear.TakeAsync();
        await pair.AdvanceAsync(1);
        Assert.Equal(role == Role.Primary ? StarMsg.MessageId.Active : StarMsg.MessageId.Passive, Assert.Single(await ear.TakeAsync()).Id);
        await ear.CloseAsync();
    }

    [Fact]
    public async Task A_peer_is_dead_after_two_beats_of_silence_and_not_before()
    {
        await using var pair = new Pair();
        RawSocket<StarMsg> peer = await RawSocket<StarMsg>.BindAsync(pair.Loop, SocketType.Pub, Pair.StateEndpoint(Role.Primary));
        await pair.StartAsync(Role.Backup);
        for (int i = 0; i < 5; i++)
        {
            await peer.SendAsync(StarMsg.CreateActive());
            Assert.Equal(StateId.Passive, pair.State(Role.Backup));
            await pair.AdvanceAsync(1.9);
            Assert.False(await pair.AskAsync(Role.Backup));
        }
        await pair.AdvanceAsync(0.1);
        Assert.True(await pair.AskAsync(Role.Backup));
        await peer.CloseAsync();
    }

    [Fact]
    public async Task What_is_no_state_is_no_sign_of_life()
    {
        await using var pair = new Pair();
        RawSocket<StarMsg> peer = await RawSocket<StarMsg>.BindAsync(pair.Loop, SocketType.Pub, Pair.StateEndpoint(Role.Primary));
        await pair.StartAsync(Role.Backup);
        await peer.SendAsync(StarMsg.CreateActive());
        await pair.AdvanceAsync(1);
        await peer.SendAsync("ACTIVE"u8.ToArray());
        await peer.SendAsync([0xAA, 0xAC, 99]);
        await peer.SendAsync([], []);
        await pair.AdvanceAsync(1);
        Assert.True(await pair.AskAsync(Role.Backup));
        await peer.CloseAsync();
    }

    [Fact]
    public async Task A_server_that_was_kept_from_running_hears_its_peer_before_it_takes_it_for_dead()
    {
        await using var pair = new Pair();
        RawSocket<StarMsg> peer = await RawSocket<StarMsg>.BindAsync(pair.Loop, SocketType.Pub, Pair.StateEndpoint(Role.Primary));
        await pair.StartAsync(Role.Backup);
        await peer.SendAsync(StarMsg.CreateActive());
        // Both became due while nothing ran: the beat that came, and the end of the time.
        await pair.StallAsync(5, () => peer.SendOnLoop(StarMsg.CreateActive().ToFrames()));
        Assert.False(await pair.AskAsync(Role.Backup));
        await peer.CloseAsync();
    }
}
