using System.Collections.Concurrent;

namespace ZProto.Runtime.Tests;

/// <summary>One server of a pair of which one serves: its machine decides.</summary>
public sealed partial class StarServer(bool isPrimary, string endpoint, string endpointOfPeer)
{
    private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(1);

    private readonly bool _isPrimary = isPrimary;
    private readonly string _endpoint = endpoint;
    private readonly string _endpointOfPeer = endpointOfPeer;

    /// <summary>Each state that the machine has come to.</summary>
    public BlockingCollection<StarMachine.StateId> States { get; } = [];

    /// <summary>The next of them. The wait ends only where a test fails.</summary>
    public StarMachine.StateId NextState()
    {
        Assert.True(States.TryTake(out StarMachine.StateId state, TimeSpan.FromSeconds(30)), "The state stays.");
        return state;
    }

    public sealed partial class StarMachine
    {
        private bool _isPeerThere = true;

        partial void OnInitialize()
        {
            Server.Statepub.Bind(Server._endpoint);
            Server.Statesub.Subscribe([]);
            Server.Statesub.Connect(Server._endpointOfPeer);
            // The peer's silence counts from here.
            SetTimer(2 * s_beat, Event.PeerIsDead);
            SetTimer(s_beat, Event.Beat);
            if (!Server._isPrimary)
                SetNextEvent(Event.BeBackup);
        }

        private partial void GoOnBeating() => SetTimer(s_beat, Event.Beat);

        private partial void HearPeer()
        {
            _isPeerThere = true;
            SetTimer(2 * s_beat, Event.PeerIsDead);
        }

        private partial void ForgetPeer() => _isPeerThere = false;

        private partial void WaitForPeer()
        {
            if (_isPeerThere && State == StateId.Passive)
                SetException(Event.Refused);
        }

        private partial void NoteState() => Server.States.Add(State);

        private partial void Abort() => throw new InvalidOperationException($"both servers are {State}");
    }

    public sealed partial class Client
    {
        private partial void AskForAVote()
        {
            if (Server.Star.Raise(StarMachine.Event.ClientRequest))
                SetException(Event.Refused);
        }

        private partial void SayRefused() => Message.Number = 0;
    }
}
