using Microsoft.Extensions.Logging;
using ZProto.Diagnostics;
using ZProto.Transports;

namespace ZProto.Zyre;

internal sealed partial class ZreMesh
{
    /// <summary>Another node, from its beacon or its first message on.</summary>
    public sealed partial class Peer
    {
        private static readonly TimeSpan s_pingInterval = TimeSpan.FromSeconds(1);

        private readonly SortedSet<string> _groups = new(StringComparer.Ordinal);
        private Dictionary<string, string> _headers = [];
        private string _name = "";
        private ushort _sent;
        private ushort _received;
        private ushort _lost;
        private bool _isEvasive;

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
            if (State == State.Ready)
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
            Mesh.Events.Add(new ZyreEvent.Enter(Id, _name, Endpoint ?? "", _headers));
            foreach (string group in _groups)
                Mesh.Events.Add(new ZyreEvent.Join(Id, _name, group));
            if (IsTooMany)
                SetException(Event.TooManyGroups);
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
            _lost = Message.Sequence;
            SetException(Event.Gap);
        }

        private partial void DeliverWhisper() => Mesh.Events.Add(new ZyreEvent.Whisper(Id, _name, new ZyreMessage(Message.Content)));

        private partial void DeliverShout() => Mesh.Events.Add(new ZyreEvent.Shout(Id, _name, Message.Group, new ZyreMessage(Message.Content)));

        private partial void AddGroup()
        {
            if (!_groups.Add(Message.Group))
                return;
            Mesh.Events.Add(new ZyreEvent.Join(Id, _name, Message.Group));
            if (IsTooMany)
                SetException(Event.TooManyGroups);
        }

        private partial void RemoveGroup()
        {
            if (_groups.Remove(Message.Group))
                Mesh.Events.Add(new ZyreEvent.Leave(Id, _name, Message.Group));
        }

        // Raised again after each further silence, of which the first is told.
        private partial void BecomeEvasive()
        {
            if (_isEvasive)
                return;
            _isEvasive = true;
            if (State == State.Ready)
                Mesh.Events.Add(new ZyreEvent.Evasive(Id, _name));
            SetTimer(Mesh.Settings.UntilGone, Event.Gone);
            SetNextEvent(Event.PingTime);
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

        private partial void LogGap() => Mesh.Logger.SequenceGap(LogName, Id, (ushort)(_received + 1), _lost);

        private partial void LogGroups() => Mesh.Logger.TooManyGroups(LogName, Id, _groups.Count);

        private bool IsTooMany => Mesh.Settings.MaxGroupsPerPeer > 0 && _groups.Count > Mesh.Settings.MaxGroupsPerPeer;

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
                Mesh.Logger.EndpointNotValid(LogName, Id, LogText.Escape(endpoint), LogText.Escape(exception.Message));
                Terminate();
            }
        }
    }
}
