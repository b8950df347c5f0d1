using NetMQ;
using ZProto.Shared;
using ZProto.Transports;
using SocketOptions = ZProto.Transports.SocketOptions;

namespace ZProto;

/// <summary>A loop that sleeps in a <see cref="NetMQSelector"/>, on its sockets and on one that other threads wake it by.</summary>
internal sealed class NetMQLoop(SocketWakeUp wakeUp) : ITransportLoop
{
    private readonly LoopSleep _sleep = new(wakeUp);
    private readonly NetMQSelector _selector = new();
    private readonly NetMQSelector.Item _wakeUpItem = new(wakeUp.Readable, PollEvents.PollIn);
    private readonly List<NetMQLoopSocket> _sockets = [];
    private NetMQSelector.Item[]? _items;
    private bool _disposed;

    public ITransportSocket CreateSocket(SocketType kind, SocketOptions options)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(options);
        var socket = new NetMQLoopSocket(this, kind, options);
        _sockets.Add(socket);
        _items = null;
        return socket;
    }

    public void Wait(TimeSpan timeout)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        int milliseconds = Milliseconds.RoundUp(timeout);

        // Who only looks gets the sockets' news from their next receive, which reads them as a select does.
        if (_sleep.TryBegin() && milliseconds != 0)
        {
            try
            {
                Select(milliseconds);
            }
            finally
            {
                _sleep.End();
            }
            if (_wakeUpItem.ResultEvent.HasIn())
                wakeUp.Clear();
        }
        else
        {
            _sleep.End();
        }
    }

    public void Wake() => _sleep.Wake();

    public void Dispose()
    {
        if (_disposed)
            return;
        while (_sockets.Count > 0)
            _sockets[^1].Dispose();
        _disposed = true;
        wakeUp.Dispose();
    }

    /// <summary>Has the next select take up which sockets there are, and which of them are paused.</summary>
    internal void UpdatePollSet() => _items = null;

    /// <summary>Forgets a socket that is being closed.</summary>
    internal void Remove(NetMQLoopSocket socket)
    {
        _sockets.Remove(socket);
        UpdatePollSet();
    }

    private void Select(int milliseconds)
    {
        _items ??= [_wakeUpItem, .. _sockets.Where(socket => !socket.IsPaused).Select(socket => socket.Item)];
        try
        {
            _selector.Select(_items, _items.Length, milliseconds);
        }
        catch (NetMQException exception)
        {
            throw Failure.Of("wait for messages", exception);
        }
    }
}
