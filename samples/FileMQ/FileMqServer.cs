using ZProto;
using ZProto.Transports;

namespace FileMQ;

public partial class FileMqServer
{
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(250);

    private readonly List<Folder> _folders = [];

    /// <summary>Makes a server whose clients may be silent for ten seconds, and for each of which at most 100 messages wait.</summary>
    public FileMqServer()
    {
        ClientTimeout = TimeSpan.FromSeconds(10);
        Options.Socket = new SocketOptions { SendHighWatermark = 100 };
    }

    partial void OnInitialize() => Monitor(s_interval, Look);

    partial void OnTerminate() => _folders.ForEach(folder => folder.Dispose());

    /// <summary>How many changes have been found in the folders.</summary>
    public int ChangeCount { get; private set; }

    // What finds the queue of a client full is sent again; who is gone expires.
    partial void OnSendFailed(RoutingId peer, FileMqMsg message, SendResult result)
    {
        if (message.Id == FileMqMsg.MessageId.Cheezburger && result == SendResult.QueueFull && TryGetClient(peer, out Client? client))
            client.NoteFullQueue();
    }

    private partial void Publish(string location, string alias)
        => _folders.Add(new Folder(location, alias, Options.TimeProvider ?? Options.Loop?.TimeProvider ?? TimeProvider.System));

    private void Look()
    {
        foreach (Folder folder in _folders)
        {
            if (folder.TryBeginLook())
                _ = LookAsync(folder);
        }
    }

    private async Task LookAsync(Folder folder)
    {
        try
        {
            IReadOnlyList<Change> changes = await Task.Run(folder.Look);
            if (changes.Count > 0)
                Post(() => Tell(changes));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ObjectDisposedException)
        {
            // The folder cannot be read now, or the server has ended.
        }
        finally
        {
            folder.EndLook();
        }
    }

    private void Tell(IReadOnlyList<Change> changes)
    {
        ChangeCount += changes.Count;
        BroadcastEvent(Event.Changed, changes);
    }

    private PublishedFile? Find(string name)
        => _folders.Select(folder => folder.Files.GetValueOrDefault(name)).FirstOrDefault(file => file is not null);

    public sealed partial class Client
    {
        private static readonly TimeSpan s_moment = TimeSpan.FromMilliseconds(10);

        private readonly Outgoing _outgoing = new();
        private byte[]? _buffer;
        private Transfer? _current;
        private string _removed = "";
        private ulong _credit;
        private ulong _sequence;
        private bool _isQueueFull;

        partial void OnTerminate() => _current?.Dispose();

        private partial void CheckTheProtocol()
        {
            if (Message is { Protocol: FileMqMsg.ProtocolName, Version: FileMqMsg.ProtocolVersion })
                return;
            Message.Reason = "This server speaks FILEMQ, version 2.";
            SetException(Event.OtherProtocol);
        }

        private partial void StartOver()
        {
            _outgoing.Clear();
            LeaveTheFile();
            (_credit, _sequence, _removed) = (0, 0, "");
        }

        private partial void Subscribe()
        {
            string path = Message.Path;
            var subscription = new Subscription(Message);
            if (!path.StartsWith('/') || (path.Trim('/') is { Length: > 0 } name && !FileRoot.IsValid(name)))
                Refuse("The path is not that of a folder or file below '/'.");
            else if (!_outgoing.TryAdd(subscription))
                Refuse("There are too many subscriptions.");
            else if (subscription.Resync)
                _outgoing.AddAll(subscription, Server._folders.SelectMany(folder => folder.Files.Keys));
        }

        private void Refuse(string reason)
        {
            Message.Reason = reason;
            SetException(Event.Refused);
        }

        private partial void TakeTheCredit() => _credit += Math.Min(Message.Credit, ulong.MaxValue - _credit);

        private partial void NoteTheChanges()
        {
            foreach (Change change in (IReadOnlyList<Change>)Argument!)
            {
                // What is on its way is out of date.
                if (_outgoing.TryAdd(change) && _current?.Name == change.Name)
                    LeaveTheFile();
            }
        }

        private partial void LookForWork()
        {
            while (_current is null && _removed.Length == 0 && _outgoing.TryTake(out Change change, out string? known, out Part part))
            {
                if (change.Kind == ChangeKind.Deleted)
                    _removed = change.Name;
                else if (Server.Find(change.Name) is { } file)
                    _current = new Transfer(file, known, part, _buffer ??= new byte[ChunkSize]);
            }
            if (_removed.Length > 0)
                SetNextEvent(Event.Removal);
            else
                SetNextEvent(_current is not null && (_credit > 0 || _current.IsRead) ? Event.Work : Event.Rest);
        }

        private partial void StateTheRemoval() => Message.SetCheezburger(_sequence, FileMqMsg.Delete, _removed, 0, 0, null, default);

        private partial void ReadOn()
        {
            Transfer transfer = _current!;
            int most = (int)Math.Min(ChunkSize, _credit);
            Message.Clear();                                 // the work keeps a copy of it
            RunInBackground(_ => Task.FromResult(transfer.Read(most)), Event.Piece, Event.Failed);
        }

        private partial void TakeThePiece()
        {
            var transfer = (Transfer)Argument!;
            if (transfer != _current || transfer.IsOver)
            {
                if (transfer == _current)
                    LeaveTheFile();
                SetException(Event.NoPiece);
                return;
            }
            byte eof = transfer.IsRead ? (byte)1 : (byte)0;
            Message.SetCheezburger(_sequence, FileMqMsg.Create, transfer.Name, (ulong)transfer.Position, eof, null, transfer.Piece);
        }

        internal void NoteFullQueue() => _isQueueFull = true;

        private partial void CheckThatItWasSent()
        {
            if (_isQueueFull)
                SetException(Event.QueueFull);
            else
                _sequence++;
            _isQueueFull = false;
        }

        private partial void WaitAMoment() => SetTimer(s_moment, Event.TryAgain);

        private partial void CountTheRemoval() => _removed = "";

        private partial void CountThePiece()
        {
            _credit -= (ulong)_current!.Piece.Length;
            if (_current.IsRead)
                LeaveTheFile();
            else
                _current.Advance();
        }

        private partial void LeaveTheFile()
        {
            _current?.Dispose();
            _current = null;
        }

        private partial void SayWhatIsWrong() => Message.Reason = $"{Message.Command} is out of place.";
    }
}
