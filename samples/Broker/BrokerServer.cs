using System.Text;

namespace Broker;

public partial class BrokerServer
{
    // That of a key in OPEN.
    private const int MaxName = 255;
    private const string NoName = "A name has 1 to 255 bytes, in UTF-8.";

    private readonly Dictionary<string, BrokerStream> _streams = [];
    private readonly Dictionary<string, Mailbox> _mailboxes = [];
    private readonly Dictionary<string, Service> _services = [];

    // From the time on, so that a number of an earlier broker confirms nothing of this one.
    private ulong _lastNumber = (ulong)DateTime.UtcNow.Ticks;

    private int _maxPublications = 10_000;
    private int _maxLetters = 10_000;
    private int _maxJobs = 10_000;
    private bool _isEnding;

    /// <summary>Makes a broker whose clients may be silent for ten seconds.</summary>
    public BrokerServer() => ClientTimeout = TimeSpan.FromSeconds(10);

    private partial void ShutDown()
    {
        _isEnding = true;
        BroadcastEvent(Event.ShutDown);
    }

    private partial void SetLimits(int publications, int letters, int jobs)
        => (_maxPublications, _maxLetters, _maxJobs) = (publications, letters, jobs);

    private BrokerStream Stream(string name) => Find(_streams, name, static _ => new BrokerStream());

    private Mailbox Mailbox(string address) => Find(_mailboxes, address, static name => new Mailbox(name));

    private Service Service(string name) => Find(_services, name, static _ => new Service());

    private static T Find<T>(Dictionary<string, T> items, string name, Func<string, T> make)
    {
        if (!items.TryGetValue(name, out T? item))
            items.Add(name, item = make(name));
        return item;
    }

    public sealed partial class Client
    {
        private readonly HashSet<string> _streams = [];
        private readonly HashSet<string> _services = [];
        private readonly SortedDictionary<ulong, BrokerMsg> _jobs = [];
        private readonly Queue<BrokerMsg> _backlog = new();
        private Mailbox? _mailbox;
        private Guid _instance;
        private uint _session;
        private long _credit;
        private ulong _missed;

        /// <summary>What others call the client; empty until it has said so.</summary>
        public string Address => _mailbox?.Address ?? "";

        partial void OnTerminate() => Leave();

        private partial void SettleWhoHasTheAddress()
        {
            if (!IsName(Message.Address))
                Refuse(NoName, Event.BadOpen);
            else if (UserId is { Length: > 0 } user && user != Message.Address)
                Refuse("A user's address is the user's name.", Event.BadOpen);
            else if (Server._isEnding)
                SetException(Event.Outdated);
            else if (Server._mailboxes.GetValueOrDefault(Message.Address)?.Owner is not { } other || other == this)
                return;
            else if (other._instance != Message.Instance)
                Server.SendEvent(other, Event.Replaced);
            else if (other._session < Message.Session)
                other.Terminate();
            else
                SetException(Event.Outdated);
        }

        // What this sends comes after OPEN-OK, as events of a machine that is at work wait until it is done.
        private partial void TakeUpTheAddress()
        {
            Leave();
            (_instance, _session, _credit) = (Message.Instance, Message.Session, Message.Amount);
            _mailbox = Server.Mailbox(Message.Address);
            foreach ((string stream, string pattern) in Message.Subscriptions)
                Subscribe(stream, pattern, Event.BadOpen);
            foreach ((string service, string pattern) in Message.Offers)
                Offer(service, pattern, Event.BadOpen);
            _mailbox.Open(this);
        }

        private partial void Subscribe() => Subscribe(Message.Stream, Message.Pattern, Event.BadRequest);

        private void Subscribe(string stream, string text, Event otherwise)
        {
            if (TryTake(stream, text, otherwise) is not { } pattern)
                return;
            _streams.Add(stream);
            Server.Stream(stream).Subscribe(this, pattern);
        }

        private partial void Unsubscribe() => Unsubscribe(Message.Stream);

        private void Unsubscribe(string stream)
        {
            if (_streams.Remove(stream) && Server._streams[stream].Unsubscribe(this))
                Server._streams.Remove(stream);
        }

        private partial void Publish()
        {
            if (Server._streams.TryGetValue(Message.Stream, out BrokerStream? stream))
                stream.Publish(Message, Address);
        }

        private partial void SpendCredit()
        {
            if (_credit == 0)
                SetException(Event.NoCredit);
            else
                _credit--;
        }

        private partial void KeepForLater()
        {
            _backlog.Enqueue((BrokerMsg)Argument!);
            if (_backlog.Count <= Server._maxPublications)
                return;
            _backlog.Dequeue();
            _missed++;
        }

        private partial void GrantCredit()
        {
            _credit += Message.Amount;
            if (_missed > 0)
                SetNextEvent(Event.Loss);
            for (long i = Math.Min(_credit, _backlog.Count); i > 0; i--)
                Server.SendEvent(this, Event.Published, _backlog.Dequeue());
        }

        private partial void CountLoss() => (Message.Count, _missed) = (_missed, 0);

        private partial void Mail()
        {
            string recipient = Message.Recipient;
            if (!IsName(recipient))
                Refuse(NoName, Event.BadRequest);
            else if (Server._mailboxes.GetValueOrDefault(recipient)?.Count >= Server._maxLetters)
                Refuse("The mailbox is full.", Event.BadRequest);
            else
                Server.Mailbox(recipient).Put(Numbered(BrokerMsg.MessageId.Letter));
        }

        private partial void Offer() => Offer(Message.Service, Message.Pattern, Event.BadRequest);

        private void Offer(string service, string text, Event otherwise)
        {
            if (TryTake(service, text, otherwise) is not { } pattern)
                return;
            _services.Add(service);
            Server.Service(service).Offer(this, pattern);
        }

        private partial void Withdraw() => Withdraw(Message.Service);

        private void Withdraw(string service)
        {
            if (_services.Remove(service) && Server._services[service].Withdraw(this))
                Server._services.Remove(service);
        }

        private partial void Request()
        {
            string service = Message.Service;
            if (!IsName(service))
                Refuse(NoName, Event.BadRequest);
            else if (Server._services.GetValueOrDefault(service)?.Waiting >= Server._maxJobs)
                Refuse("Too many requests wait for the service.", Event.BadRequest);
            else
                Server.Service(service).Request(Numbered(BrokerMsg.MessageId.Job));
        }

        /// <summary>Gives the client a job, which is its own until it is confirmed or the client leaves.</summary>
        internal void Assign(BrokerMsg job)
        {
            _jobs.Add(job.Number, job);
            Server.SendEvent(this, Event.Assigned, job);
        }

        private partial void Confirm()
        {
            BrokerMsg? confirmed = _jobs.Remove(Message.Number, out BrokerMsg? job) ? job : _mailbox!.Confirm(Message.Number);
            if (confirmed is { Tracker.Length: > 0 } && Server._mailboxes.GetValueOrDefault(confirmed.Sender)?.Owner is { } sender)
                Server.SendEvent(sender, Event.Confirmed, BrokerMsg.CreateConfirmed(Address, confirmed.Tracker));
        }

        private partial void HandOver() => Server.SendTo(RoutingId, (BrokerMsg)Argument!);

        private void Leave()
        {
            foreach (string stream in _streams.ToList())
                Unsubscribe(stream);
            foreach (string service in _services.ToList())
                Withdraw(service);
            List<BrokerMsg> jobs = [.. _jobs.Values];
            _jobs.Clear();
            foreach (IGrouping<string, BrokerMsg> ofService in jobs.GroupBy(job => job.Service))
                Server.Service(ofService.Key).Return([.. ofService]);
            if (_mailbox is { Count: 0 })
                Server._mailboxes.Remove(Address);
            _mailbox?.Close();
            _mailbox = null;
            _backlog.Clear();
            _missed = 0;
        }

        // What is kept, or handed to others, outlives the message at work.
        private BrokerMsg Numbered(BrokerMsg.MessageId id)
        {
            BrokerMsg copy = Message.Clone();
            (copy.Id, copy.Number, copy.Sender) = (id, ++Server._lastNumber, Address);
            return copy;
        }

        /// <summary>The pattern for a stream or service; null, and a refusal, where one or the other is none.</summary>
        private Pattern? TryTake(string name, string text, Event otherwise)
        {
            string? reason = NoName;
            if (IsName(name) && Pattern.TryMake(text, out Pattern? pattern, out reason))
                return pattern;
            Refuse(reason, otherwise);
            return null;
        }

        // U+FFFD stands for bytes that are no UTF-8: two such names would read the same.
        private static bool IsName(string name) => Encoding.UTF8.GetByteCount(name) is > 0 and <= MaxName && !name.Contains('\uFFFD');

        private void Refuse(string reason, Event otherwise)
        {
            Message.Reason = reason;
            SetException(otherwise);
        }
    }
}
