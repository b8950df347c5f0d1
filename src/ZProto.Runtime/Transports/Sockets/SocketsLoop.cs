using System.Collections.Concurrent;
using System.Net.Sockets;
using ZProto.Shared;
using ZProto.Timing;
using ZProto.Transports.Sockets.Polling;

namespace ZProto.Transports.Sockets;

/// <summary>A loop that waits for its connections themselves: what they bring is read, and what they are to send is sent, on its thread.</summary>
internal sealed class SocketsLoop : ITransportLoop
{
    private readonly Poller _poller;
    private readonly WakeUpItem _wakeUp;
    private readonly LoopSleep _sleep;
    private readonly TimeSpan _spinTime;
    private readonly TimeProvider _time;
    private readonly long _start;
    private readonly List<SocketsSocket> _sockets = [];
    private readonly ConcurrentQueue<Action> _posted = new();

    // Connections with something to send, told once each.
    private List<Connection> _unsent = [];
    private List<Connection> _sending = [];
    private readonly List<SocketsSocket> _unread = [];
    private bool _hasNews;
    private bool _disposed;

    /// <param name="spinTime">How long it looks for news before it sleeps.</param>
    /// <param name="isPortable">Whether it waits by the poller that every system has.</param>
    /// <param name="time">Its clock; null for the system's.</param>
    /// <exception cref="TransportException">The process has no descriptors left.</exception>
    public SocketsLoop(TimeSpan spinTime, bool isPortable, TimeProvider? time = null)
    {
        _spinTime = spinTime;
        _time = time ?? TimeProvider.System;
        _start = _time.GetTimestamp();
        _poller = Poller.Create(isPortable);
        try
        {
            WakeUp wakeUp = EventWakeUp.CreateBest();
            _wakeUp = new WakeUpItem(wakeUp);
            _sleep = new LoopSleep(wakeUp);
            _poller.Add(_wakeUp, wakeUp.Descriptor, Readiness.Readable);
        }
        catch (SocketException exception)
        {
            _poller.Dispose();
            throw new TransportException($"A loop cannot be made: {exception.Message}", exception);
        }
        Timers = new TimerWheel(Now);
    }

    /// <summary>Milliseconds since the loop was made.</summary>
    public long Now => (long)_time.GetElapsedTime(_start).TotalMilliseconds;

    public TimerWheel Timers { get; }

    public Poller Poller => _poller;

    /// <summary>How often it has looked for news.</summary>
    public long Looks { get; private set; }

    /// <summary>Sockets with something to receive that are not paused.</summary>
    public int ReadableSockets { get; set; }

    /// <summary>Connections of sockets that have ended, which are still sending; the end of the loop waits for them.</summary>
    public int Lingering { get; set; }

    public ITransportSocket CreateSocket(SocketType kind, SocketOptions options)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentNullException.ThrowIfNull(options);
        kind.RequireDialogue();
        SocketsSocket socket = kind == SocketType.Router ? new SocketsRouter(this, options) : new SocketsDealer(this, options);
        _sockets.Add(socket);
        return socket;
    }

    public void Wait(TimeSpan timeout)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        int milliseconds = Milliseconds.RoundUp(timeout);
        try
        {
            bool maySleep = _sleep.TryBegin() && milliseconds != 0 && !HasNews;
            Look(maySleep ? milliseconds : 0);
        }
        finally
        {
            _sleep.End();
        }
        _hasNews = _wakeUp.IsSignalled = false;
    }

    public void Wake() => _sleep.Wake();

    /// <summary>Looks for news without waiting.</summary>
    public void Look() => Look(0);

    /// <summary>Hands over work of another thread, and wakes the loop for it.</summary>
    public void Post(Action work)
    {
        _posted.Enqueue(work);
        _sleep.Wake();
    }

    /// <summary>Ends the wait under way once, or the next.</summary>
    public void TellNews() => _hasNews = true;

    /// <summary>Sends what a connection has to send when the loop looks for news next.</summary>
    public void AddUnsent(Connection connection) => _unsent.Add(connection);

    /// <summary>Has a socket read on once all events are told.</summary>
    public void AddUnread(SocketsSocket socket)
    {
        if (_unread.Count == 0 || !ReferenceEquals(_unread[^1], socket))
            _unread.Add(socket);
    }

    /// <summary>Forgets a socket that has ended.</summary>
    public void Remove(SocketsSocket socket) => _sockets.Remove(socket);

    public void Dispose()
    {
        if (_disposed)
            return;
        while (_sockets.Count > 0)
            _sockets[^1].Dispose();
        while (Lingering > 0)
        {
            Round(_sleep.TryBegin() ? long.MaxValue : 0);
            _sleep.End();
        }
        _disposed = true;
        _poller.Dispose();
        _wakeUp.Dispose();
    }

    private bool HasNews => _hasNews || _wakeUp.IsSignalled || ReadableSockets > 0;

    private void Look(int milliseconds)
    {
        long until = milliseconds switch
        {
            < 0 => long.MaxValue,
            0 => 0,
            _ => Now + milliseconds,
        };
        // What the connections do among themselves, such as handshakes, is no news.
        do
        {
            if (until == 0 || !Spin())
                Round(until);
        }
        while (!HasNews && Now < until);
        SendUnsent();
    }

    /// <summary>Sends, waits, and does what is to be done.</summary>
    /// <param name="until">When the wait ends at the latest; 0 for no wait.</param>
    private void Round(long until)
    {
        SendUnsent();
        Looks++;
        if (until == 0)
            _poller.Poll(0);
        else
            Sleep(until);
        Timers.Advance(Now);
        RunPosted();
        ReadOn();
    }

    private void ReadOn()
    {
        foreach (SocketsSocket socket in _unread)
            socket.ReadOn();
        _unread.Clear();
    }

    private void Sleep(long until)
    {
        long stop = Math.Min(until, Timers.NextStop());
        _poller.Poll(stop == long.MaxValue ? -1 : (int)Math.Clamp(stop - Now, 0, int.MaxValue));
    }

    // For as long as asked, and until there is news.
    private bool Spin()
    {
        if (_spinTime == TimeSpan.Zero)
            return false;
        long began = _time.GetTimestamp();
        do
            Round(0);
        while (!HasNews && _time.GetElapsedTime(began) < _spinTime);
        return HasNews;
    }

    private void SendUnsent()
    {
        if (_unsent.Count == 0)
            return;
        // Sending may tell of more to send.
        (_sending, _unsent) = (_unsent, _sending);
        foreach (Connection connection in _sending)
            connection.SendUnsent();
        _sending.Clear();
    }

    private void RunPosted()
    {
        while (_posted.TryDequeue(out Action? work))
            work();
    }

    private sealed class WakeUpItem(WakeUp wakeUp) : Pollable, IDisposable
    {
        public bool IsSignalled { get; set; }

        public override void OnReady(Readiness readiness)
        {
            wakeUp.Clear();
            IsSignalled = true;
        }

        public override void Fire()
        {
        }

        public void Dispose() => wakeUp.Dispose();
    }
}
