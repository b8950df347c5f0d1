using System.Text;
using ZProto.Diagnostics;
using ZProto.Transports;

namespace ZProto.Zyre;

internal sealed partial class ZreMesh
{
    /// <summary>Another node, from its beacon or its first message on.</summary>
    public sealed partial class Peer
    {
        // As JOIN can carry it.
        private const int MaxGroupBytes = 255;

        private static readonly TimeSpan s_pingInterval = TimeSpan.FromSeconds(1);

        private readonly SortedSet<string> _groups = new(StringComparer.Ordinal);
        private Dictionary<string, string> _headers = [];
        private string _name = "";
        private ushort _sent;
        private ushort _received;
        private bool _isEvasive;

        // Whether the user has been told that it is there.
        private bool _isTold;
        private (string Kind, string Text) _fault;

        /// <summary>The groups that the peer is in.</summary>
        public IReadOnlySet<string> Groups => _groups;

        /// <summary>What is known of it.</summary>
        public ZyrePeer Describe() => new(Id, _name, Endpoint ?? "", _headers, [.. _groups], _isEvasive);

        private Guid Id => Key.ToGuid();

        // A peer that was found is greeted at once: its HELLO is the first message of a dialogue in either direction.
        partial void OnInitialize()
        {
            if (Endpoint is not null)
                SetNextEvent(Event.Greet);
        }

        partial void OnTerminate()
        {
            if (_isTold)
                Mesh.Events.Add(new ZyreEvent.Exit(Id, _name));
        }

        private partial void Introduce()
        {
            Message.Endpoint = Mesh.OwnEndpoint;
            Message.Groups.ReplaceWith(Mesh._groups);
            Message.Status = Mesh._status;
            Message.Name = Mesh.Name;
            Message.Headers.ReplaceWith(Mesh.Settings.Headers);
            Number();
        }

        private partial void Number() => Message.Sequence = ++_sent;

        private partial void AcceptGreeting()
        {
            if (FindExcess() is { } excess)
            {
                Fail("greeting", excess);
                return;
            }
            _received = Message.Sequence;
            _name = Message.Name;
            LogPrefix = $"{Mesh.Options.Name} peer {_name}";
            _headers = new Dictionary<string, string>(Message.Headers, StringComparer.Ordinal);
            HearFrom();
            foreach (string group in Message.Groups)
                _groups.Add(group);
            if (Endpoint is null)
                Connect(Message.Endpoint);
        }

        // Of a greeting, before anything of it is kept.
        private string? FindExcess()
        {
            if (IsTooMany(Message.Groups.Count))
                return TooManyGroups(Message.Groups.Count);
            if (Message.Groups.Any(static group => Encoding.UTF8.GetByteCount(group) > MaxGroupBytes))
                return $"a group's name has more than {MaxGroupBytes} bytes";
            long limit = Mesh.Settings.MaxHeaderBytesPerPeer;
            long bytes = Message.Headers.Sum(static header => (long)Encoding.UTF8.GetByteCount(header.Key) + Encoding.UTF8.GetByteCount(header.Value));
            return limit > 0 && bytes > limit ? $"its headers have {bytes} bytes, more than MaxHeaderBytesPerPeer allows" : null;
        }

        // To whoever has greeted first. The group's changes in the meantime are told after it.
        private partial void AnswerGreeting()
        {
            if (_sent > 0)
                return;
            Introduce();
            Send(ZreMsg.MessageId.Hello);
        }

        private partial void TellOfJoinedGroups()
        {
            _isTold = Tell(new ZyreEvent.Enter(Id, _name, Endpoint ?? "", _headers));
            if (_isTold)
                _ = _groups.All(group => Tell(new ZyreEvent.Join(Id, _name, group)));
        }

        // What comes after a gap is not of the dialogue any more.
        private partial void TakeSequence()
        {
            HearFrom();
            ushort expected = (ushort)(_received + 1);
            if (Message.Sequence == expected)
            {
                _received = expected;
                return;
            }
            Fail("gap", $"message {expected} was expected, and {Message.Sequence} came");
        }

        private partial void DeliverWhisper() => Tell(new ZyreEvent.Whisper(Id, _name, new ZyreMessage(Message.Content)));

        private partial void DeliverShout() => Tell(new ZyreEvent.Shout(Id, _name, Message.Group, new ZyreMessage(Message.Content)));

        private partial void AddGroup()
        {
            if (!_groups.Contains(Message.Group) && IsTooMany(_groups.Count + 1))
                Fail("groups", TooManyGroups(_groups.Count + 1));
            else if (_groups.Add(Message.Group))
                Tell(new ZyreEvent.Join(Id, _name, Message.Group));
        }

        private partial void RemoveGroup()
        {
            if (_groups.Remove(Message.Group))
                Tell(new ZyreEvent.Leave(Id, _name, Message.Group));
        }

        // Raised again after each further silence, of which the first is told.
        private partial void BecomeEvasive()
        {
            if (_isEvasive)
                return;
            _isEvasive = true;
            SetTimer(Mesh.Settings.UntilGone, Event.Gone);
            SetNextEvent(Event.PingTime);
            if (_isTold)
                Tell(new ZyreEvent.Evasive(Id, _name));
        }

        private partial void PingAgain() => SetTimer(s_pingInterval, Event.PingTime);

        private partial void FillContent()
        {
            var content = (Content)Argument!;
            Message.Group = content.Group;
            content.Message.CopyTo(Message.Content);
        }

        private partial void FillGroup()
        {
            Message.Group = (string)Argument!;
            Message.Status = Mesh._status;
        }

        private partial void LogFault()
        {
            if (Mesh.Lines.IsDue(_fault.Kind, out string more))
                Mesh.Logger.PeerEnded(LogName, Id, _fault.Text, more);
        }

        private bool IsTooMany(int groups) => Mesh.Settings.MaxGroupsPerPeer > 0 && groups > Mesh.Settings.MaxGroupsPerPeer;

        private static string TooManyGroups(int count) => $"it is in {count} groups, more than MaxGroupsPerPeer allows";

        // What no one reads ends the peer that it comes from: its end is told, so that the user's view stays right.
        private bool Tell(ZyreEvent item)
        {
            bool isTold = Mesh.Events.TryAdd(item);
            if (!isTold)
                Fail("queue", "more of its events are waiting to be read than EventQueueCapacity and MaxQueuedEventBytes allow");
            return isTold;
        }

        private void Fail(string kind, string text)
        {
            _fault = (kind, text);
            SetException(Event.Fault);
        }

        // Only what comes to the mailbox is a sign of life.
        private void HearFrom()
        {
            if (!_isEvasive)
                return;
            _isEvasive = false;
            CancelTimer(Event.PingTime);
            CancelTimer(Event.Gone);
        }

        private void Connect(string endpoint)
        {
            try
            {
                SetEndpoint(endpoint);
            }
            catch (TransportException exception)
            {
                Fail("endpoint", $"it cannot be connected to at '{LogText.Escape(endpoint)}': {LogText.Escape(exception.Message)}");
            }
        }
    }
}
