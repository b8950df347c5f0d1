using Event = BinaryStar.CounterServer.StarMachine.Event;
using StateId = BinaryStar.CounterServer.StarMachine.StateId;

namespace ZProto.BinaryStar.Tests;

/// <summary>The Guide's figure, "Binary Star Finite State Machine", and its code where the figure is silent: each state with each event.</summary>
public sealed class StateMachineTests
{
    public enum Outcome
    {
        Primary,
        Backup,
        Active,
        Passive,
        Abort,
    }

    [Theory]
    // Primary: waits for its peer, or a vote.
    [InlineData(StateId.Primary, Event.Primary, Outcome.Primary)]
    [InlineData(StateId.Primary, Event.Backup, Outcome.Active)]
    [InlineData(StateId.Primary, Event.Active, Outcome.Passive)]
    [InlineData(StateId.Primary, Event.Passive, Outcome.Primary)]
    [InlineData(StateId.Primary, Event.ClientRequest, Outcome.Primary)]
    [InlineData(StateId.Primary, Event.ClientVote, Outcome.Active)]
    // Backup: waits for an active peer, and for nothing else.
    [InlineData(StateId.Backup, Event.Primary, Outcome.Backup)]
    [InlineData(StateId.Backup, Event.Backup, Outcome.Backup)]
    [InlineData(StateId.Backup, Event.Active, Outcome.Passive)]
    [InlineData(StateId.Backup, Event.Passive, Outcome.Backup)]
    [InlineData(StateId.Backup, Event.ClientRequest, Outcome.Backup)]
    [InlineData(StateId.Backup, Event.ClientVote, Outcome.Backup)]
    // Active: for good.
    [InlineData(StateId.Active, Event.Primary, Outcome.Active)]
    [InlineData(StateId.Active, Event.Backup, Outcome.Active)]
    [InlineData(StateId.Active, Event.Active, Outcome.Abort)]
    [InlineData(StateId.Active, Event.Passive, Outcome.Active)]
    [InlineData(StateId.Active, Event.ClientRequest, Outcome.Active)]
    [InlineData(StateId.Active, Event.ClientVote, Outcome.Active)]
    // Passive: takes over from a peer that starts again, or by a vote.
    [InlineData(StateId.Passive, Event.Primary, Outcome.Active)]
    [InlineData(StateId.Passive, Event.Backup, Outcome.Active)]
    [InlineData(StateId.Passive, Event.Active, Outcome.Passive)]
    [InlineData(StateId.Passive, Event.Passive, Outcome.Abort)]
    [InlineData(StateId.Passive, Event.ClientRequest, Outcome.Passive)]
    [InlineData(StateId.Passive, Event.ClientVote, Outcome.Active)]
    public async Task A_state_and_an_event_lead_to(StateId state, Event @event, Outcome outcome)
    {
        await using var pair = new Pair();
        Role role = state == StateId.Backup ? Role.Backup : Role.Primary;
        RawSocket<StarMsg> peer = await RawSocket<StarMsg>.BindAsync(pair.Loop, SocketType.Pub, Pair.StateEndpoint(Pair.PeerOf(role)));
        await pair.StartAsync(role);
        if (state is StateId.Active or StateId.Passive)
            await peer.SendAsync(state == StateId.Active ? StarMsg.CreateBackup() : StarMsg.CreateActive());
        Assert.Equal(state, pair.State(role));

        if (@event is Event.ClientRequest or Event.ClientVote)
        {
            await pair.AdvanceAsync(@event == Event.ClientVote ? 2 : 1);
            Assert.Equal(outcome == Outcome.Active, await pair.AskAsync(role));
        }
        else
        {
            await peer.SendAsync(@event switch
            {
                Event.Primary => StarMsg.CreatePrimary(),
                Event.Backup => StarMsg.CreateBackup(),
                Event.Active => StarMsg.CreateActive(),
                _ => StarMsg.CreatePassive(),
            });
        }

        Assert.Equal(outcome == Outcome.Abort, pair[role].IsAborted);
        if (outcome == Outcome.Abort)
            await pair[role].Completion;
        else
            Assert.Equal(outcome.ToString(), pair.State(role).ToString());
        await peer.CloseAsync();
    }

    [Theory]
    [InlineData(StateId.Primary)]
    [InlineData(StateId.Backup)]
    [InlineData(StateId.Active)]
    [InlineData(StateId.Passive)]
    public async Task Whatever_the_peer_says_it_is_alive(StateId said)
    {
        await using var pair = new Pair();
        RawSocket<StarMsg> peer = await RawSocket<StarMsg>.BindAsync(pair.Loop, SocketType.Pub, Pair.StateEndpoint(Role.Primary));
        await pair.StartAsync(Role.Backup);
        StarMsg message = said switch
        {
            StateId.Primary => StarMsg.CreatePrimary(),
            StateId.Backup => StarMsg.CreateBackup(),
            StateId.Active => StarMsg.CreateActive(),
            _ => StarMsg.CreatePassive(),
        };
        bool isDead = false;
        for (int i = 0; i < 4; i++)
        {
            await pair.AdvanceAsync(1.5);
            await peer.SendAsync(message);
            isDead |= await pair[Role.Backup].InvokeAsync(() => pair[Role.Backup].Star.IsPeerDead);
        }
        Assert.False(isDead);
        await pair.AdvanceAsync(2);
        Assert.True(await pair[Role.Backup].InvokeAsync(() => pair[Role.Backup].Star.IsPeerDead));
        await peer.CloseAsync();
    }
}
