namespace ZProto.Transports.InProcess;

/// <summary>A SUB or XSUB: tells its publishers what it subscribes to, however much that is.</summary>
internal sealed class InProcessSubscriber(InProcessLoop loop, InProcessEndpoints endpoints, SocketType type, SocketOptions options)
    : InProcessSocket(loop, endpoints, type, options with { SendHighWatermark = 0 })
{
    private readonly List<InProcessPipe> _publishers = [];
    private readonly PrefixTable<Count> _subscriptions = new();
    private readonly MultipartMessage _outgoing = new();

    public override void Subscribe(ReadOnlySpan<byte> prefix)
    {
        base.Subscribe(prefix);
        Add(prefix);
    }

    public override void Unsubscribe(ReadOnlySpan<byte> prefix)
    {
        base.Unsubscribe(prefix);
        Remove(prefix);
    }

    protected override SendResult SendCore(ReadOnlySpan<byte> routingId, MultipartMessage frames)
    {
        if (!SubscriptionFrame.TryRead(frames, out bool isSubscribe, out ReadOnlySpan<byte> prefix))
            SendToAll(frames);
        else if (isSubscribe)
            Add(prefix);
        else
            Remove(prefix);
        return SendResult.Sent;
    }

    // An XSUB leaves it to its publishers: it may be the back of a proxy, which passes everything on.
    protected override bool Accepts(InProcessMessage message) => Type == SocketType.XSub || _subscriptions.HasPrefixOf(message.GetFrame(0));

    protected override void OnConnecting(InProcessPipe end)
    {
        foreach (byte[] prefix in _subscriptions.Prefixes)
            end.Other.Send(SubscriptionFrame.Create(_outgoing, isSubscribe: true, prefix));
        _publishers.Add(end);
        Open(end);
    }

    protected override void OnAttached(InProcessPipe end) => OnConnecting(end);

    protected override void OnLost(InProcessPipe end) => _publishers.Remove(end);

    protected override void OnForgotten(InProcessPipe end)
    {
    }

    private void Add(ReadOnlySpan<byte> prefix)
    {
        if (_subscriptions.Find(prefix) is { } count)
        {
            count.Value++;
            return;
        }
        _subscriptions.Add(prefix, new Count { Value = 1 });
        SendToAll(SubscriptionFrame.Create(_outgoing, isSubscribe: true, prefix));
    }

    private void Remove(ReadOnlySpan<byte> prefix)
    {
        if (_subscriptions.Find(prefix) is not { } count || --count.Value > 0)
            return;
        _subscriptions.Remove(prefix);
        SendToAll(SubscriptionFrame.Create(_outgoing, isSubscribe: false, prefix));
    }

    // One that has gone is told of nothing: the news of it are on their way.
    private void SendToAll(MultipartMessage frames)
    {
        foreach (InProcessPipe end in _publishers)
            end.Other.Send(frames);
    }

    private sealed class Count
    {
        public int Value { get; set; }
    }
}
