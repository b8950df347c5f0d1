using System.ComponentModel;
using ZProto.Engines.Client;

namespace ZProto;

/// <summary>A client: a state machine on a DEALER socket to one server. Generated clients derive from its generic form.</summary>
public abstract class ClientEngine : Engine
{
    private readonly object _gate = new();
    private TaskCompletionSource _whenConnected = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private ClientClosedException? _closed;
    private volatile bool _connected;

    private protected ClientEngine()
        : base(new ClientOptions())
    {
    }

    /// <summary>What the client runs on. Fixed when it starts.</summary>
    public new ClientOptions Options => (ClientOptions)base.Options;

    /// <summary>Whether the machine is traced: state, event, each action and next state go to the log. A change applies at once.</summary>
    public bool Verbose
    {
        get => IsVerbose;
        set => IsVerbose = value;
    }

    /// <summary>Whether the client is connected to its server, as its actions see it.</summary>
    public bool IsConnected => _connected;

    /// <summary>Waits until the client is connected to its server, as its actions see it. It does not connect by itself.</summary>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <exception cref="ClientClosedException">The client has ended.</exception>
    public Task WaitForConnectionAsync(CancellationToken cancellationToken = default)
    {
        lock (_gate)
            return _closed is not null ? Task.FromException(Closed()) : _whenConnected.Task.WaitAsync(cancellationToken);
    }

    /// <summary>The socket, for actions to connect.</summary>
    /// <exception cref="InvalidOperationException">The caller is not on the client's loop.</exception>
    [LoopOnly]
    protected ClientConnection Dealer => OnLoop().Dealer;

    /// <summary>What the event at work was raised with, or null.</summary>
    [LoopOnly]
    protected object? Argument => OnLoop().Machine.Argument;

    /// <summary>What stands before the client's lines in the log; null for the model's name.</summary>
    [LoopOnly]
    protected string? LogPrefix
    {
        get => OnLoop().Machine.LogPrefix;
        set => OnLoop().Machine.LogPrefix = value;
    }

    /// <summary>Whether the machine has not ended.</summary>
    [LoopOnly]
    protected bool IsAlive => OnLoop().Machine.IsAlive;

    /// <summary>Sets how often <c>heartbeat</c> is raised, whatever the traffic.</summary>
    /// <param name="interval">The time between two; zero for never.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the client's loop.</exception>
    [LoopOnly]
    protected void SetHeartbeat(TimeSpan interval) => OnLoop().SetHeartbeat(interval);

    /// <summary>Sets how long nothing may come from the server before <c>expired</c> is raised; again and again, until zero is set.</summary>
    /// <param name="interval">The time, from now on; zero for no limit.</param>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    /// <exception cref="InvalidOperationException">The caller is not on the client's loop.</exception>
    [LoopOnly]
    protected void SetExpiry(TimeSpan interval) => OnLoop().SetExpiry(interval);

    /// <summary>Says whether the client is connected to its server, for <see cref="IsConnected"/> and <see cref="WaitForConnectionAsync"/>.</summary>
    /// <remarks>
    /// False says that the connection is lost. Calls that wait for a reply fail with a <see cref="ConnectionLostException"/>, unless the
    /// model's <c>correlation</c> tells replies apart, and the DEALER is replaced by a new one with the same endpoints, so that no
    /// request or reply of before is taken for one of after. Nothing of that happens where no connection was there yet.
    /// </remarks>
    /// <param name="connected">Whether it is.</param>
    /// <exception cref="InvalidOperationException">The caller is not on the client's loop.</exception>
    [LoopOnly]
    protected void SetConnected(bool connected)
    {
        ClientRuntime host = OnLoop();
        bool isLost;
        lock (_gate)
        {
            // What a transport tells of has not been there before it told so.
            isLost = !connected && (_connected || host.Link.IsConnected || !host.Link.IsTold(host.Dealer.Endpoints));
            if (_connected && !connected)
                _whenConnected = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _connected = connected;
            if (connected)
                _whenConnected.TrySetResult();
        }
        if (isLost)
            host.LoseConnection();
    }

    /// <summary>Ends the client when the event at work, or the next one, is done: calls that are open fail.</summary>
    /// <exception cref="InvalidOperationException">The caller is not on the client's loop.</exception>
    [LoopOnly]
    protected void Terminate() => OnLoop().Machine.Terminate();

    /// <summary>The row for an event in a state, superstates included; 0 for none.</summary>
    /// <param name="state">The state.</param>
    /// <param name="eventId">The event.</param>
    /// <param name="isExternal">Whether it came from the peer or a timer, so that a wildcard catches it.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract int FindTransition_(int state, int eventId, bool isExternal);

    /// <summary>Runs the actions of a row, until one sets an exception.</summary>
    /// <param name="transition">The row.</param>
    /// <returns>The state that the row moves to; 0 to stay. After an exception it does not count.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract int RunActions_(int transition);

    /// <summary>Runs the actions for entering a state, until one sets an exception.</summary>
    /// <param name="state">The state.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void Before_(int state)
    {
    }

    /// <summary>Runs the actions for leaving a state, until one sets an exception.</summary>
    /// <param name="state">The state.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void After_(int state)
    {
    }

    /// <summary>A state's name, as the model's author wrote it.</summary>
    /// <param name="state">The state.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract string StateName_(int state);

    /// <summary>An event's name, as the model's author wrote it.</summary>
    /// <param name="eventId">The event.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract string EventName_(int eventId);

    /// <summary>A reply's name, as the model's author wrote it.</summary>
    /// <param name="reply">The reply.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual string ReplyName_(int reply) => "?";

    /// <summary>Called on the loop with each reply that a call gets, before the call ends.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="values">What it carries.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void OnReply_(int reply, object? values)
    {
    }

    /// <summary>Called on the loop when the client starts, before its first event.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void OnInitialize_()
    {
    }

    /// <summary>Called on the loop when the client ends.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void OnTerminate_()
    {
    }

    /// <summary>Whether the machine is traced.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected bool IsVerbose_ => IsVerbose;

    /// <summary>Says in the log which action comes next.</summary>
    /// <param name="action">The action, as the model's author wrote it.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void Trace_(string action) => OnLoop().Machine.Trace(action);

    /// <summary>The state that the machine is in.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected int State_ => OnLoop().Machine.StateNumber;

    /// <summary>Whether an action of the event at work has set an exception, so that no further one runs.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected bool HasException_ => OnLoop().Machine.ExceptionNumber != 0;

    /// <summary>Sets the event to go on with.</summary>
    /// <param name="eventId">The event.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void SetNextEvent_(int eventId) => OnLoop().Machine.SetNext(eventId);

    /// <summary>Sets the event that interrupts the one at work.</summary>
    /// <param name="eventId">The event.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void SetException_(int eventId) => OnLoop().Machine.SetException(eventId);

    /// <summary>Sets the event that is raised once, after a time in which no other came.</summary>
    /// <param name="delay">The time; zero or more.</param>
    /// <param name="eventId">The event.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void SetWakeup_(TimeSpan delay, int eventId) => OnLoop().Machine.SetWakeup(delay, eventId);

    /// <summary>Sets a timer that raises an event once after a time, whatever comes before. Each event has one timer: setting it again starts it again.</summary>
    /// <param name="delay">The time; zero or more.</param>
    /// <param name="eventId">The event.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void SetTimer_(TimeSpan delay, int eventId) => OnLoop().Machine.SetTimer(delay, eventId);

    /// <summary>Cancels the timer of an event, if one is set.</summary>
    /// <param name="eventId">The event.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void CancelTimer_(int eventId) => OnLoop().Machine.CancelTimer(eventId);

    /// <summary>Executes an event: at once if the machine is idle, else when it has done its work.</summary>
    /// <param name="eventId">The event.</param>
    /// <param name="argument">What the actions read as <see cref="Argument"/>.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void SendEvent_(int eventId, object? argument) => OnLoop().SendEvent(eventId, argument);

    /// <summary>Gives a reply to the oldest open call that accepts it.</summary>
    /// <param name="reply">The reply.</param>
    /// <param name="values">What it carries.</param>
    /// <returns>Whether there was such a call.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected bool Reply_(int reply, object? values) => OnLoop().Calls.Reply(reply, values);

    /// <summary>Makes a call.</summary>
    /// <typeparam name="T">What it gives.</typeparam>
    /// <param name="name">The method, as the model's author wrote it.</param>
    /// <param name="eventId">The event that it raises; 0 for one that only waits for a reply.</param>
    /// <param name="accepts">The replies that it waits for; none where it is done when its event has run.</param>
    /// <param name="setArguments">Puts its arguments where the actions read them, or null.</param>
    /// <param name="result">What the call gives, from the reply and what that carries.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    /// <param name="timeout">Milliseconds that it may take; 0 for what the options say, -1 for as long as it takes.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected Task<T> Call_<T>(string name, int eventId, IReadOnlyList<int> accepts, Action? setArguments, Func<int, object?, T> result, CancellationToken cancellationToken, int timeout = 0)
    {
        // What only waits may wait for what never comes.
        TimeSpan longest = timeout != 0 ? TimeSpan.FromMilliseconds(timeout) : eventId == 0 ? Timeout.InfiniteTimeSpan : Options.CallTimeout;
        var call = new ClientCall<T>(name, eventId, accepts, setArguments, result) { Timeout = longest };
        call.CancelBy(cancellationToken, OnCancelled);
        Begin(() => OnLoop().Calls.Submit(call), exception => call.Fail(AsClosed(exception)));
        return call.Task;
    }

    internal int FindTransition(int state, int eventId, bool isExternal) => FindTransition_(state, eventId, isExternal);

    internal int RunActions(int transition) => RunActions_(transition);

    internal void Before(int state) => Before_(state);

    internal void After(int state) => After_(state);

    internal string StateName(int state) => StateName_(state);

    internal string EventName(int eventId) => EventName_(eventId);

    internal string ReplyName(int reply) => ReplyName_(reply);

    internal void OnReply(int reply, object? values) => OnReply_(reply, values);

    /// <summary>The machine has ended, and the client ends with it. On the loop, once.</summary>
    internal void OnMachineEnded(ClientClosedException closed)
    {
        OnEnded(closed);
        RunGuarded(static client => client.OnTerminate_(), this, "OnTerminate of the client");
        _ = DisposeAsync().AsTask();
    }

    /// <summary>The client at work, on the loop.</summary>
    private protected abstract ClientRuntime? Host { get; }

    private protected ClientRuntime OnLoop()
    {
        if (Host is not { } host || !IsOnLoop)
            throw new InvalidOperationException("This member belongs to the client's loop: use it from actions and handlers, or through InvokeAsync.");
        return host;
    }

    /// <summary>From now on it has ended, for all who ask. From any thread.</summary>
    internal void OnEnded(ClientClosedException closed)
    {
        lock (_gate)
        {
            _closed ??= closed;
            _connected = false;
            // Those who wait for a connection from now on are told at once.
            _whenConnected.TrySetException(closed);
            _ = _whenConnected.Task.Exception;
        }
    }

    /// <summary>An engine that has ended, in a client's words.</summary>
    private protected Exception AsClosed(Exception exception) => exception is ObjectDisposedException ? Closed() : exception;

    private protected ClientClosedException Closed() => new(_closed?.Message ?? $"The client '{GetType().Name}' has ended.", _closed?.InnerException);

    private void OnCancelled(ClientCall call) => Apply(() => Host?.Calls.Abandoned(call));
}
