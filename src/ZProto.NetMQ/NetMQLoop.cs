using NetMQ;
using ZProto.Shared;
using ZProto.Transports;
using SocketOptions = ZProto.Transports.SocketOptions;

namespace ZProto;

/// <summary>A loop that sleeps in a <see cref="NetMQSelector"/>, on its sockets and on one that other threads wake it by.</summary>
internal sealed class NetMQLoop(SocketWakeUp wakeUp) : PollingLoop<NetMQLoopSocket>(wakeUp)
{
    private readonly SocketWakeUp _wakeUp = wakeUp;
    private readonly NetMQSelector _selector = new();
    private readonly NetMQSelector.Item _wakeUpItem = new(wakeUp.Readable, PollEvents.PollIn);
    private NetMQSelector.Item[]? _items;

    // The next select takes them up.
    public override void UpdatePollSet() => _items = null;

    protected override NetMQLoopSocket Create(SocketType kind, SocketOptions options) => new(this, kind, options);

    protected override void Poll(int milliseconds)
    {
        _items ??= [_wakeUpItem, .. Polled.Select(socket => socket.Item)];
        try
        {
            _selector.Select(_items, _items.Length, milliseconds);
        }
        catch (NetMQException exception)
        {
            throw Failure.Of("wait for messages", exception);
        }
    }

    protected override void OnPolled()
    {
        if (_wakeUpItem.ResultEvent.HasIn())
            _wakeUp.Clear();
    }
}
