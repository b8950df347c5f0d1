namespace ZProto.Transports.InProcess;

/// <summary>A PUB or XPUB: sends each message to those who subscribed to what it begins with.</summary>
internal sealed class InProcessPublisher : InProcessSocket, ITransportSocket
{
    private readonly PrefixTable<HashSet<InProcessPipe>> _subscriptions = new();
    private readonly MultipartMessage _outgoing = new();

    // What is sent to itself for its user to receive, on an XPUB: notices, in order with what subscribers send otherwise.
    private readonly InProcessPipe? _notices;

    // Those of one message, kept for the next.
    private readonly List<HashSet<InProcessPipe>> _matches = [];
    private readonly HashSet<InProcessPipe> _receivers = [];

    public InProcessPublisher(InProcessLoop loop, InProcessEndpoints endpoints, SocketType type, SocketOptions options)
        : base(loop, endpoints, type, options)
    {
        if (type == SocketType.XPub)
            _notices = OpenLoopback();
    }

    public long DroppedMessages { get; private set; }

    protected override SendResult SendCore(ReadOnlySpan<byte> routingId, MultipartMessage frames)
    {
        _subscriptions.CopyMatches(frames[0].Span, _matches);
        foreach (HashSet<InProcessPipe> subscribers in _matches)
            _receivers.UnionWith(subscribers);
        foreach (InProcessPipe end in _receivers)
        {
            SendResult result = end.Other.Send(frames);
            if (result == SendResult.QueueFull)
                DroppedMessages++;
            else if (result == SendResult.PeerUnreachable)
                Lose(end);
        }
        _matches.Clear();
        _receivers.Clear();
        return SendResult.Sent;
    }

    // Subscriptions count from when they come, whether or not the user receives.
    protected override void OnReadable(InProcessPipe end)
    {
        if (ReferenceEquals(end, _notices))
        {
            base.OnReadable(end);
            return;
        }
        bool hasMore = true;
        while (hasMore && end.Take(out hasMore) is { } message)
        {
            // Heard no more, not cut off: it would connect again, and send the same, without end.
            if (IsTooLarge(message))
            {
                Mute(end);
                OnLost(end);
                return;
            }
            if (SubscriptionFrame.TryRead(message, out bool isSubscribe, out ReadOnlySpan<byte> prefix))
                Apply(end, isSubscribe, prefix);
            else
                PassOn(message);
            end.Return(message);
        }
    }

    protected override void OnConnecting(InProcessPipe end) => Open(end);

    protected override void OnAttached(InProcessPipe end) => Open(end);

    protected override void OnLost(InProcessPipe end)
    {
        foreach (byte[] prefix in _subscriptions.Prefixes.ToArray())
            Apply(end, isSubscribe: false, prefix);
    }

    protected override void OnForgotten(InProcessPipe end)
    {
    }

    private void Apply(InProcessPipe end, bool isSubscribe, ReadOnlySpan<byte> prefix)
    {
        HashSet<InProcessPipe>? subscribers = _subscriptions.Find(prefix);
        if (isSubscribe)
        {
            if (subscribers is null)
            {
                _subscriptions.Add(prefix, [end]);
                Notify(isSubscribe, prefix);
            }
            else
            {
                subscribers.Add(end);
            }
        }
        else if (subscribers is not null && subscribers.Remove(end) && subscribers.Count == 0)
        {
            _subscriptions.Remove(prefix);
            Notify(isSubscribe, prefix);
        }
    }

    private void Notify(bool isSubscribe, ReadOnlySpan<byte> prefix) => _notices?.Send(SubscriptionFrame.Create(_outgoing, isSubscribe, prefix));

    private void PassOn(InProcessMessage message)
    {
        if (_notices is null)
            return;
        _outgoing.Clear();
        for (int i = 0; i < message.Count; i++)
            _outgoing.Add(message.GetFrame(i).ToArray());
        _notices.Send(_outgoing);
    }
}
