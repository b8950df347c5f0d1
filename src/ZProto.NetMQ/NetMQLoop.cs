using NetMQ;
using ZProto.Transports;
using SocketOptions = ZProto.Transports.SocketOptions;

namespace ZProto;

/// <summary>A loop that sleeps in a <see cref="NetMQSelector"/>, on its sockets and on one that other threads wake it by.</summary>
/// <remarks>
/// <para>The waking socket is written only for a loop that sleeps or is about to. <see cref="_state"/> says which:</para>
/// <list type="bullet">
/// <item>Awake: the loop is at work, and no wake has come since its last wait.</item>
/// <item>Woken: a wake has come; the next wait returns at once.</item>
/// <item>Asleep: the loop is in its select, or has made up its mind to go there.</item>
/// </list>
/// <para>
/// No wake is lost: every change of the state is one interlocked operation, so that all of them have one order. <see cref="Wake"/>
/// exchanges it for Woken. If it was Awake or Woken, the wait that comes next finds Woken, or the one under way is just ending. If it
/// was Asleep, the waker writes, and the select returns because of it: only this loop takes the write away, and only after the exchange
/// that closes its wait. A write that comes late ends a later wait, once, without cause.
/// </para>
/// </remarks>
internal sealed class NetMQLoop(WakeUp wakeUp) : ITransportLoop
{
    private const int Awake = 0;
    private const int Woken = 1;
    private const int Asleep = 2;

    private readonly NetMQSelector _selector = new();
    private readonly NetMQSelector.Item _wakeUpItem = new(wakeUp.Readable, PollEvents.PollIn);
    private readonly List<NetMQLoopSocket> _sockets = [];
    private NetMQSelector.Item[]? _items;
    private int _state = Awake;
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
        if (Interlocked.CompareExchange(ref _state, Asleep, Awake) == Awake && milliseconds != 0)
        {
            try
            {
                Select(milliseconds);
            }
            finally
            {
                Interlocked.Exchange(ref _state, Awake);
            }
            if (_wakeUpItem.ResultEvent.HasIn())
                wakeUp.Clear();
        }
        else
        {
            Interlocked.Exchange(ref _state, Awake);
        }
    }

    public void Wake()
    {
        // Always an exchange: a mere look that finds Woken would let the caller's own writes be seen after the wait.
        if (Interlocked.Exchange(ref _state, Woken) == Asleep)
            wakeUp.Signal();
    }

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
