namespace Clone;

public sealed partial class CloneServer
{
    /// <summary>Whether the server has ended because both of the pair were active, or both passive.</summary>
    internal bool IsAborted { get; private set; }

    // Which of the two is right no one knows: it is for the operator to see.
    private void Abort()
    {
        IsAborted = true;
        _ = DisposeAsync().AsTask();
    }

    public sealed partial class StarMachine
    {
        private static readonly TimeSpan s_beat = TimeSpan.FromSeconds(1);

        private bool _isPeerDead;

        /// <summary>Whether this server answers questions.</summary>
        public bool IsActive => IsAlive && State == StateId.Active;

        /// <summary>A client asks.</summary>
        internal void Vote()
        {
            if (_isPeerDead)
                Raise(Event.Vote);
        }

        // The time of a peer that is never heard of begins here too.
        partial void OnInitialize()
        {
            if (Server._peer is null)
            {
                SetNextEvent(Event.StartAlone);
                return;
            }
            HearThePeer();
            WaitForBeat();
            if (Server._role == Role.Backup)
                SetNextEvent(Event.StartAsBackup);
        }

        private partial void WaitForBeat() => SetTimer(s_beat, Event.Beat);

        // A timer, not a time to compare with: timers come after all messages that wait, so that a server which was kept from running hears
        // its peer first.
        private partial void HearThePeer()
        {
            _isPeerDead = false;
            SetTimer(2 * s_beat, Event.PeerIsSilent);
        }

        private partial void TakeThePeerForDead() => _isPeerDead = true;

        private partial void FollowThePeer()
        {
            Server.Follow();
            Server.StateChanged?.Invoke(StateId.Passive);
        }

        private partial void TakeOver()
        {
            Server.TakeOver();
            Server.StateChanged?.Invoke(StateId.Active);
        }

        private partial void Abort() => Server.Abort();
    }
}
