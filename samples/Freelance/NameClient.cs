using ZProto;
using ZProto.Transports;

namespace Freelance;

/// <summary>A client of several name servers: its look-ups go in turn to those that are there.</summary>
public sealed partial class NameClient
{
    // Less than the model gives a look-up before it tries again, so that it does so elsewhere.
    private static readonly TimeSpan s_patience = TimeSpan.FromMilliseconds(500);

    private readonly Queue<Peer> _present = new();

    /// <summary>Creates the client.</summary>
    public NameClient()
    {
        HeartbeatInterval = TimeSpan.FromSeconds(1);
        PeerTimeout = TimeSpan.FromSeconds(3);
        // What waits for a server that is away is of no use to anyone later.
        Options.Socket = new SocketOptions { SendHighWatermark = 1_000 };
    }

    /// <summary>Adds servers, each by where it is bound, now or later.</summary>
    /// <param name="endpoints">Their endpoints.</param>
    public Task AddServersAsync(IEnumerable<string> endpoints) => InvokeAsync(() =>
    {
        foreach (string endpoint in endpoints)
            AddPeer(PeerKey.From(endpoint), endpoint);
    });

    /// <summary>How many servers are there now. On the loop only.</summary>
    public int Present => _present.Count;

    // Also each time that a look-up is tried again.
    private partial void LookUp(string name)
    {
        if (_present.TryDequeue(out Peer? next))
        {
            _present.Enqueue(next);
            SendEvent(next, Event.Request, name);
        }
        else
        {
            BroadcastEvent(Event.Request, name);
        }
    }

    private void Leave(Peer server)
    {
        for (int i = _present.Count; i > 0; i--)
        {
            if (_present.Dequeue() is { } other && other != server)
                _present.Enqueue(other);
        }
    }

    public sealed partial class Peer
    {
        private bool _isExpected;

        partial void OnInitialize() => SetNextEvent(Event.Greet);

        partial void OnTerminate() => Mesh.Leave(this);

        private partial void FillInTheName() => Message.Name = (string)Argument!;

        // Not again for each look-up, or a server that hangs would be given time without end.
        private partial void ExpectAnAnswer()
        {
            if (_isExpected)
                return;
            _isExpected = true;
            SetTimer(s_patience, Event.Unanswered);
        }

        private partial void NoteASignOfLife()
        {
            _isExpected = false;
            CancelTimer(Event.Unanswered);
        }

        private partial void TakeWhatWasFound()
        {
            NoteASignOfLife();
            ReplyFound(Message.Endpoint);
        }

        private partial void TakeThatThereIsNone()
        {
            NoteASignOfLife();
            ReplyNotFound();
        }

        private partial void JoinIn() => Mesh._present.Enqueue(this);

        private partial void DropOut()
        {
            NoteASignOfLife();
            Mesh.Leave(this);
        }
    }
}
