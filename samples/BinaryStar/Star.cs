namespace BinaryStar;

public sealed partial class CounterServer
{
    public sealed partial class StarMachine
    {
        private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(1);

        /// <summary>Whether this server answers requests.</summary>
        public bool IsActive => IsAlive && State == StateId.Active;

        /// <summary>Whether nothing was heard of the peer for two beats.</summary>
        public bool IsPeerDead { get; private set; }

        // The time of a peer that is never heard of begins here too.
        partial void OnInitialize()
        {
            HearPeer();
            WaitForBeat();
            if (Server._role == Role.Backup)
                SetNextEvent(Event.StartAsBackup);
        }

        /// <summary>A client asks.</summary>
        public void Vote() => Raise(IsPeerDead ? Event.ClientVote : Event.ClientRequest);

        private partial void WaitForBeat() => SetTimer(s_beat, Event.Beat);

        // A timer, not a time to compare with: timers come after all messages that wait, so that a server which was kept from running hears
        // its peer first.
        private partial void HearPeer()
        {
            IsPeerDead = false;
            SetTimer(2 * s_beat, Event.PeerIsSilent);
        }

        private partial void TakePeerForDead() => IsPeerDead = true;

        private partial void TellTheState() => Server.StateChanged?.Invoke(State);

        // Which of the two is right, no one knows: it is for the operator to see. The exception is logged, and ends the machine at once.
        private partial void Abort()
        {
            Server.Abort();
            throw new InvalidOperationException($"both servers are {State.ToString().ToLowerInvariant()}");
        }
    }
}
