using ZProto;

namespace Clone;

public sealed partial class CloneClient
{
    public sealed partial class FollowerMachine
    {
        // To avoid storms, no server is asked more often in a row.
        private const int QuestionsPerServer = 2;

        private static readonly TimeSpan s_sign = TimeSpan.FromSeconds(1.5);
        private static readonly TimeSpan s_answer = TimeSpan.FromSeconds(2);
        private static readonly TimeSpan s_silence = TimeSpan.FromSeconds(3);
        private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
        private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(32);
        private static readonly TimeSpan s_calm = TimeSpan.FromMinutes(1);

        private readonly List<ChpUpdate> _kept = [];
        private TimeSpan _pause = s_firstPause;
        private string? _connectedTo;
        private int _server;
        private int _asked;

        private ServerAddress Server => Mesh._servers[_server];

        private PeerKey Question => PeerKey.From(Server.Snapshots);

        /// <summary>A part of the snapshot has come, and the rest may take its time.</summary>
        internal void WaitForMore() => SetTimer(s_answer, Event.Silence);

        private partial void Connect()
        {
            _asked = 0;
            CancelTimer(Event.TryAgain);
            CancelTimer(Event.NoHoleForLong);
            if (_connectedTo == Server.Updates)
                return;
            if (_connectedTo is not null)
                Mesh.Updates.Disconnect(_connectedTo);
            _connectedTo = Server.Updates;
            Mesh.Updates.Connect(_connectedTo);
        }

        private partial void WaitForASign() => SetTimer(s_sign, Event.Silence);

        // What came before the question is in the answer.
        private partial void Ask()
        {
            _asked++;
            _kept.Clear();
            Mesh.RemovePeer(Question);
            Mesh.AddPeer(Question, Server.Snapshots);
            SetTimer(s_answer, Event.Silence);
        }

        private partial void AskOnceMore()
        {
            if (_asked < QuestionsPerServer)
                Ask();
            else
                SetException(Event.NoAnswer);
        }

        private partial void TurnToTheNextServer()
        {
            Mesh.RemovePeer(Question);
            _server = (_server + 1) % Mesh._servers.Count;
        }

        private partial void KeepTheUpdate() => _kept.Add(Message.Clone());

        private partial void TakeTheSnapshot()
        {
            _asked = 0;
            Mesh.Replace((Snapshot)Argument!);
            SetTimer(s_calm, Event.NoHoleForLong);
            Mesh.Replaced?.Invoke(Server);
            if (!_kept.TrueForAll(Mesh.TryApply))
                SetNextEvent(Event.Hole);
            _kept.Clear();
        }

        private partial void ApplyTheUpdate()
        {
            if (!Mesh.TryApply(Message))
                SetNextEvent(Event.Hole);
        }

        private partial void Listen() => SetTimer(s_silence, Event.Silence);

        private partial void NoteThatTheServerLives() => Mesh.ServerLives?.Invoke();

        private partial void Pause()
        {
            CancelTimer(Event.NoHoleForLong);
            SetTimer(_pause, Event.TryAgain);
            _pause = _pause * 2 < s_longestPause ? _pause * 2 : s_longestPause;
        }

        private partial void CalmDown() => _pause = s_firstPause;

        private partial void PublishWhatIsUnconfirmed() => Mesh._unconfirmed.Publish(Mesh.Publisher, all: true);

        private partial void PublishWhatIsOverdue() => Mesh._unconfirmed.Publish(Mesh.Publisher, all: false);
    }
}
