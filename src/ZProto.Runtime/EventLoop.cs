using System.Collections.Concurrent;
using ZProto.Engines.Execution;
using ZProto.Timing;
using ZProto.Transports;

namespace ZProto;

/// <summary>
/// A thread that runs engines: their sockets, machines and timers belong to it. An engine creates its own unless it is given one;
/// several engines may share one.
/// </summary>
/// <remarks>A round of the loop: posted work, then messages, at most 1,000 or 10 ms of them per socket, then timers.</remarks>
public sealed partial class EventLoop : IAsyncDisposable
{
    // What one socket may have in a round.
    private const int MaxMessages = 1_000;
    private const int MaxMilliseconds = 10;
    private const int MessagesPerLookAtTheClock = 16;

    // What a machine that is merely busy does not keep a loop from its time for.
    private const long StallMilliseconds = 250;

    private readonly ConcurrentQueue<Action> _posted = new();
    private readonly List<IEventLoopParticipant> _members = [];
    private readonly List<IEventLoopEngine> _engines = [];
    private readonly TaskCompletionSource _ended = new(Platform.CompletionOptions);
    private readonly Simulator? _simulator = Platform.Simulator;
    private readonly object _gate = new();
    private readonly string _name;
    private readonly long _start;
    private readonly bool _hasRoughClock;
    private long _cachedNow;
    private long _roughly;
    private ITransportLoop? _sockets;
    private TimerWheel? _timers;
    private Exception? _fault;
    private bool _isStarted;
    private bool _closing;

    /// <summary>Creates a loop. Its thread starts with the first engine on it.</summary>
    /// <param name="transport">What carries the frames of its engines.</param>
    /// <param name="time">The clock; null for the system's.</param>
    /// <param name="name">The thread's name.</param>
    /// <exception cref="ArgumentNullException"><paramref name="transport"/> is null.</exception>
    public EventLoop(ITransport transport, TimeProvider? time = null, string name = "ZProto loop")
    {
        ArgumentNullException.ThrowIfNull(transport);
        Transport = transport;
        TimeProvider = time ?? _simulator?.GetClock(transport) ?? TimeProvider.System;
        _name = name;
        _start = TimeProvider.GetTimestamp();
        // The system's has one that is some milliseconds rough, and read in a third of the time.
        _hasRoughClock = ReferenceEquals(TimeProvider, TimeProvider.System);
    }

    /// <summary>What carries the frames of its engines.</summary>
    public ITransport Transport { get; }

    /// <summary>The clock.</summary>
    public TimeProvider TimeProvider { get; }

    /// <summary>Whether the caller runs on the loop: on its thread, or in a simulation within its step.</summary>
    public bool IsCurrentThread
        => ReferenceEquals(Thread.CurrentThread, _thread)
            || (_simulator is { IsObserving: true } && ReferenceEquals(_simulator, Platform.Simulator));

    /// <summary>Completes when the loop has ended; faulted if the loop failed.</summary>
    public Task Completion => _ended.Task;

    /// <summary>Milliseconds since the loop was made.</summary>
    internal long Now => _cachedNow = (long)TimeProvider.GetElapsedTime(_start).TotalMilliseconds;

    /// <summary>
    /// What <see cref="Now"/> said last, where time is the system's: asking again takes as long as decoding a small message. Any other
    /// clock may be turned at any moment, and is asked.
    /// </summary>
    internal long CachedNow => _hasRoughClock ? _cachedNow : Now;

    /// <summary>How long the round before this one kept what had come waiting.</summary>
    internal TimeSpan Lag { get; private set; }

    /// <summary>
    /// When the loop last came back from being kept from running, as in a process that was stopped; zero at first. What was sent to it
    /// in the meantime may be on its way through the transport still, so that no one has been silent before.
    /// </summary>
    internal long LastStall { get; private set; }

    /// <summary>The machine that was at work last, with the event that it is at; null at first. Whether it is so still, it says itself.</summary>
    internal StateMachine? AtWork { get; set; }

    internal TimerWheel Timers => _timers!;

    internal ITransportLoop Sockets
        => _sockets ?? throw new TransportException($"The {Transport.Name} transport did not start.", _fault!);

    /// <summary>Ends the loop after its current work. Dispose of its engines first. May be called more than once, and on the loop itself.</summary>
    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            if (!_closing)
            {
                _closing = true;
                if (!_isStarted)
                    _ended.TrySetResult();
                else
                    _sockets?.Wake();
            }
        }
        // On the loop itself there is nothing to wait for but the loop itself.
        return IsCurrentThread ? ValueTask.CompletedTask : new ValueTask(_ended.Task);
    }

    /// <summary>Hands work to the loop.</summary>
    /// <returns>False where the loop has ended, or is ending.</returns>
    internal bool Post(Action work)
    {
        if (_simulator is not null && !ReferenceEquals(_simulator, Platform.Simulator))
            _simulator.OnForeignThread();
        lock (_gate)
        {
            // Together, so that no work comes after the loop has seen that there is none.
            if (!Start())
                return false;
            _posted.Enqueue(work);
        }
        // Until the thread has made it there is nothing to wake.
        Volatile.Read(ref _sockets)?.Wake();
        return true;
    }

    /// <summary>Runs work on the loop: at once when called there, else in the next round.</summary>
    internal Task<T> InvokeAsync<T>(Func<T> work, CancellationToken cancellationToken = default)
    {
        var call = new TaskCompletionSource<T>(Platform.CompletionOptions);
        if (IsCurrentThread)
            Run();
        else if (cancellationToken.IsCancellationRequested)
            call.TrySetCanceled(cancellationToken);
        else if (!Post(Run))
            call.TrySetException(new ObjectDisposedException(_name));
        return cancellationToken.CanBeCanceled ? call.Task.WaitAsync(cancellationToken) : call.Task;

        void Run()
        {
            if (cancellationToken.IsCancellationRequested)
            {
                call.TrySetCanceled(cancellationToken);
                return;
            }
            try
            {
                call.TrySetResult(work());
            }
            catch (Exception exception)
            {
                call.TrySetException(exception);
            }
        }
    }

    /// <summary>Completes when the loop has done what there was to do by now: after a whole round that has found nothing.</summary>
    internal Task SettleAsync()
    {
        var settled = new TaskCompletionSource(Platform.CompletionOptions);
        bool isFirst = true;
        Look();
        return settled.Task;

        void Look()
        {
            if (!Post(LookAgain))
                settled.TrySetException(new ObjectDisposedException(_name));
        }

        void LookAgain()
        {
            // Of the round at work nothing is known yet, and what was known of the one before is old at the first look.
            if (!isFirst && _wasIdle)
            {
                settled.TrySetResult();
                return;
            }
            isFirst = false;
            Look();
        }
    }

    /// <summary>The time to some milliseconds, which is what <see cref="CachedNow"/> says from then on.</summary>
    internal long RefreshClock()
    {
        if (!_hasRoughClock)
            return Now;
        long roughly = Environment.TickCount64;
        if (roughly == _roughly)
            return _cachedNow;
        _roughly = roughly;
        return Now;
    }

    /// <summary>Whether a socket may read on in this round.</summary>
    /// <param name="started">When it began.</param>
    /// <param name="count">How many messages it has read.</param>
    internal bool HasBudget(long started, int count)
        => count < MaxMessages && (count % MessagesPerLookAtTheClock != 0 || Now - started < MaxMilliseconds);

    /// <summary>Restarts every silence: see <see cref="LastStall"/>.</summary>
    internal void Stalled() => LastStall = Now;

    /// <summary>Makes an engine hear of the loop's faults, and of its end.</summary>
    internal void Add(IEventLoopEngine engine)
    {
        // For the watch, which is another thread.
        lock (_engines)
            _engines.Add(engine);
    }

    internal void Remove(IEventLoopEngine engine)
    {
        lock (_engines)
            _engines.Remove(engine);
    }

    internal void Add(IEventLoopParticipant member) => _members.Add(member);

    internal void Remove(IEventLoopParticipant member) => _members.Remove(member);
}
