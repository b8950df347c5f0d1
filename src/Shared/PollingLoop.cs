using ZProto.Transports;

namespace ZProto.Shared;

/// <summary>A loop that sleeps in a library's poll, on its sockets and on a wake-up.</summary>
/// <typeparam name="TSocket">The library's sockets.</typeparam>
/// <param name="wakeUp">What other threads wake it by; the loop's from now on.</param>
internal abstract class PollingLoop<TSocket>(WakeUp wakeUp) : ITransportLoop
    where TSocket : class, ITransportSocket
{
    private readonly List<TSocket> _sockets = [];
    private readonly LoopSleep _sleep = new(wakeUp);
    private bool _disposed;

    /// <summary>The sockets that are polled: those that are not paused.</summary>
    protected IEnumerable<TSocket> Polled => _sockets.Where(socket => !socket.IsPaused);

    /// <summary>The sockets there are.</summary>
    protected IReadOnlyList<TSocket> Sockets => _sockets;

    public ITransportSocket CreateSocket(SocketType kind, SocketOptions options) => Add(kind, options, Create);

    public void Wait(TimeSpan timeout)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        int milliseconds = Milliseconds.RoundUp(timeout);

        // Who only looks gets the sockets' news from their next receive, which reads them as a poll does.
        if (_sleep.TryBegin() && milliseconds != 0)
        {
            try
            {
                Poll(milliseconds);
            }
            finally
            {
                _sleep.End();
            }
            OnPolled();
        }
        else
        {
            _sleep.End();
            OnNotPolled();
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
        OnDisposed();
    }

    /// <summary>Forgets a socket that is being closed.</summary>
    public void Remove(TSocket socket)
    {
        if (_sockets.Remove(socket))
            UpdatePollSet();
    }

    /// <summary>Sets whether a socket is paused.</summary>
    /// <param name="isPaused">The socket's field.</param>
    /// <param name="value">Its new value.</param>
    public void Pause(ref bool isPaused, bool value)
    {
        if (value == isPaused)
            return;
        isPaused = value;
        UpdatePollSet();
    }

    /// <summary>Takes up which sockets there are, and which of them are paused.</summary>
    public abstract void UpdatePollSet();

    /// <summary>Makes a socket in a way of its own.</summary>
    protected TSocket Add(SocketType kind, SocketOptions options, Func<SocketType, SocketOptions, TSocket> create)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(options);
        TSocket socket = create(kind, options);
        _sockets.Add(socket);
        UpdatePollSet();
        return socket;
    }

    /// <summary>Makes a socket.</summary>
    protected abstract TSocket Create(SocketType kind, SocketOptions options);

    /// <summary>Waits until a socket or the wake-up is readable, or the time has passed.</summary>
    /// <param name="milliseconds">How long at most; -1 for as long as it takes.</param>
    /// <exception cref="TransportException">The library has failed.</exception>
    protected abstract void Poll(int milliseconds);

    /// <summary>What comes after a poll, when the loop no longer sleeps: what was signalled is taken away.</summary>
    protected abstract void OnPolled();

    /// <summary>What comes instead where there was no poll.</summary>
    protected virtual void OnNotPolled()
    {
    }

    /// <summary>Lets go of the rest.</summary>
    protected virtual void OnDisposed()
    {
    }
}
