using System.ComponentModel;
using System.Threading.Channels;
using Microsoft.Extensions.Logging;
using ZProto.Diagnostics;
using ZProto.Engines.Execution;
using ZProto.Transports;

namespace ZProto;

/// <summary>
/// What servers and clients have in common: options, a loop, a start and an end. Public members may be called from any thread and hand
/// their work to the loop; on the loop itself they run it at once.
/// </summary>
public abstract class Engine : IAsyncDisposable, IRegistrationOwner
{
    // How soon an endpoint whose socket may take a moment to leave is tried again.
    private static readonly TimeSpan s_untilLeft = TimeSpan.FromMilliseconds(5);

    private readonly object _gate = new();
    private readonly TaskCompletionSource _ended = new(Platform.CompletionOptions);
    private readonly HashSet<EngineRegistration> _registrations = [];
    private readonly CancellationTokenSource _forgetLoop = new();
    private readonly EngineSettings _settings;
    private EngineContext? _context;
    private EventLoop? _loop;
    private EngineName? _name;
    private bool _ownsLoop;
    private Task? _end;

    private protected Engine(EngineSettings settings) => _settings = settings;

    /// <summary>Completes when the engine has ended; faulted if its loop, its own or a shared one, failed.</summary>
    public Task Completion => _ended.Task;

    /// <summary>Whether the engine's machines are traced: state, event, each action and next state go to the log. A change applies at once.</summary>
    /// <remarks>In a server's configuration: <c>server/verbose</c>, 1 or 0.</remarks>
    public bool Verbose
    {
        get => _settings.Verbose;
        set => _settings.Verbose = value;
    }

    /// <summary>Whether the caller runs on the engine's loop.</summary>
    public bool IsOnLoop => _loop?.IsCurrentThread ?? false;

    EventLoop IRegistrationOwner.Loop => Loop;

    EngineContext IRegistrationOwner.Context => _context!;

    internal EventLoop Loop => _loop ?? throw new InvalidOperationException("The engine has not started.");

    /// <summary>Runs code on the engine's loop, where its machines are idle.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="work">The code.</param>
    /// <param name="cancellationToken">Ends the wait for it, and the code itself while it has not begun.</param>
    /// <returns>The result of the code.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="work"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
    public Task<T> InvokeAsync<T>(Func<T> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return RunAsync(work, cancellationToken);
    }

    /// <summary>Runs code on the engine's loop, where its machines are idle.</summary>
    /// <param name="work">The code.</param>
    /// <param name="cancellationToken">Ends the wait for it, and the code itself while it has not begun.</param>
    /// <exception cref="ArgumentNullException"><paramref name="work"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
    public Task InvokeAsync(Action work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return InvokeAsync(
            () =>
            {
                work();
                return true;
            },
            cancellationToken);
    }

    /// <summary>Begins asynchronous code on the engine's loop, where its machines are idle, and waits for its end.</summary>
    /// <param name="work">The code. Up to its first <c>await</c> it runs on the loop, and after that elsewhere: members of the loop throw there.</param>
    /// <param name="cancellationToken">Ends the wait for it, and the code itself while it has not begun.</param>
    /// <exception cref="ArgumentNullException"><paramref name="work"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
    public async Task InvokeAsync(Func<Task> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        Task begun = await RunAsync(work, cancellationToken).ConfigureAwait(Platform.ContinuesOnContext);
        await begun.WaitAsync(cancellationToken).ConfigureAwait(Platform.ContinuesOnContext);
    }

    /// <summary>Begins asynchronous code on the engine's loop, where its machines are idle, and waits for its result.</summary>
    /// <typeparam name="T">The type of the result.</typeparam>
    /// <param name="work">The code. Up to its first <c>await</c> it runs on the loop, and after that elsewhere: members of the loop throw there.</param>
    /// <param name="cancellationToken">Ends the wait for it, and the code itself while it has not begun.</param>
    /// <returns>The result of the code.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="work"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
    public async Task<T> InvokeAsync<T>(Func<Task<T>> work, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        Task<T> begun = await RunAsync(work, cancellationToken).ConfigureAwait(Platform.ContinuesOnContext);
        return await begun.WaitAsync(cancellationToken).ConfigureAwait(Platform.ContinuesOnContext);
    }

    /// <summary>Runs code on the engine's loop, without waiting for it. An exception in it is logged.</summary>
    /// <param name="work">The code. On an engine that ends before its turn comes, it does not run.</param>
    /// <exception cref="ArgumentNullException"><paramref name="work"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
    public void Post(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        EventLoop loop = StartedLoop();
        if (loop.IsCurrentThread)
            RunPosted(work);
        else
            ObjectDisposedException.ThrowIf(!loop.Post(() => RunPosted(work)), this);
    }

    /// <summary>Runs an action on the loop at intervals. An exception in it is logged, and the runs continue.</summary>
    /// <param name="interval">The time between two runs, and before the first; more than zero.</param>
    /// <param name="action">The action.</param>
    /// <returns>Dispose it to end the runs; they end with the engine too.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="action"/> is null.</exception>
    /// <exception cref="ArgumentOutOfRangeException">The interval is not more than zero.</exception>
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
    public IDisposable Monitor(TimeSpan interval, Action action)
    {
        ArgumentNullException.ThrowIfNull(action);
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(interval, TimeSpan.Zero);
        return Attach(new PeriodicCallback(this, interval, action));
    }

    /// <summary>Calls a handler on the loop with the items of a channel, one at a time and in order. An exception in it is logged, and the next item follows.</summary>
    /// <typeparam name="T">The items.</typeparam>
    /// <param name="reader">The reader of the channel, which nothing else should read from.</param>
    /// <param name="handler">The handler.</param>
    /// <returns>Dispose it to end this; it ends with the channel or the engine too.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="reader"/> or <paramref name="handler"/> is null.</exception>
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
    public IDisposable Handle<T>(ChannelReader<T> reader, Action<T> handler)
    {
        ArgumentNullException.ThrowIfNull(reader);
        ArgumentNullException.ThrowIfNull(handler);
        return Attach(new ChannelHandler<T>(this, reader, handler));
    }

    /// <summary>Creates a DEALER that belongs to the engine, to talk to other servers. On the loop only.</summary>
    /// <param name="options">How it is set up; null for the defaults.</param>
    /// <exception cref="InvalidOperationException">The caller is not on the engine's loop.</exception>
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
    /// <exception cref="Transports.TransportException">The transport does not support these options.</exception>
    [LoopOnly]
    public DealerConnection CreateDealer(Transports.SocketOptions? options = null)
    {
        if (!IsOnLoop)
            throw new InvalidOperationException("This member belongs to the engine's loop: use it from actions and handlers, or through InvokeAsync.");
        ObjectDisposedException.ThrowIf(IsClosed, this);
        return new DealerConnection(this, options ?? new Transports.SocketOptions());
    }

    /// <summary>Ends the engine: its machines, timers and socket. May be called more than once, from several threads, and on the loop.</summary>
    public async ValueTask DisposeAsync()
    {
        Task end;
        lock (_gate)
            end = _end ??= EndAsync();
        // On the loop, the rest follows once the action at work is done.
        if (!IsOnLoop)
            await end.ConfigureAwait(Platform.ContinuesOnContext);
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes what the engine owns on the loop. On the loop, once.</summary>
    private protected abstract void OnOpen(EngineContext context);

    /// <summary>What is to be done before an open engine closes, on the loop: a task to wait for.</summary>
    private protected virtual Task OnClosing() => Task.CompletedTask;

    /// <summary>The engine has ended, whether or not it was ever open. From any thread, once.</summary>
    private protected virtual void OnEnded()
    {
    }

    /// <summary>Gives up what it made. On the loop, once, if it was opened.</summary>
    private protected abstract void OnClose();

    /// <summary>What the engine runs on, whatever it is.</summary>
    private protected abstract EngineOptions UntypedOptions { get; }

    /// <summary>The transport that the engine runs on where its options name none.</summary>
    private protected abstract ITransport CreateDefaultTransport();

    /// <summary>Makes a change apply at once where the engine has started; it reads the new value itself where it starts later.</summary>
    internal void Apply(Action change)
    {
        EventLoop? loop;
        lock (_gate)
            loop = _loop;
        if (loop is { IsCurrentThread: true })
            change();
        else
            loop?.Post(change);
    }

    /// <summary>Runs work on the loop, again while an endpoint that it binds is left by the socket that was there before. The loop does not wait for that.</summary>
    private protected async Task<T> InvokeWhenLeftAsync<T>(Func<T> work, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await InvokeAsync(work, cancellationToken).ConfigureAwait(Platform.ContinuesOnContext);
            }
            catch (Transports.TransportException exception) when (exception.IsTransient)
            {
                await Task.Delay(s_untilLeft, cancellationToken).ConfigureAwait(Platform.ContinuesOnContext);
            }
        }
    }

    /// <summary>What the engine's parts share, once it has started.</summary>
    internal EngineContext? Context => _context;

    void IRegistrationOwner.Attach(EngineRegistration registration) => Attach(registration);

    void IRegistrationOwner.Detach(EngineRegistration registration) => Apply(() =>
    {
        if (_registrations.Remove(registration))
            registration.End();
    });

    private EngineRegistration Attach(EngineRegistration registration)
    {
        Post(() =>
        {
            if (!registration.IsEnded && _registrations.Add(registration))
                registration.Begin();
        });
        return registration;
    }

    private Task<T> RunAsync<T>(Func<T> work, CancellationToken cancellationToken)
        => StartedLoop().InvokeAsync(
            () =>
            {
                Open();
                return work();
            },
            cancellationToken);

    private void RunPosted(Action work)
    {
        if (IsClosed)
            return;
        try
        {
            Open();
            work();
        }
        catch (Exception exception)
        {
            _context?.OnUserCodeException("posted code", exception);
        }
    }

    private bool IsOpen { get; set; }

    private bool IsClosed { get; set; }

    private void Open()
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        if (IsOpen)
            return;
        ILogger logger = GuardedLogger.Create(UntypedOptions.LoggerFactory ?? Platform.Simulator?.LoggerFactory ?? StandardErrorLoggers.Shared, GetType().FullName!);
        _context = new EngineContext(_name!.Text, Loop, logger, new EngineMeter(UntypedOptions.MeterFactory, _name.Text), _settings);
        // First, since what the user does on the start may use the engine.
        IsOpen = true;
        Loop.Add(_context);
        try
        {
            OnOpen(_context);
        }
        catch
        {
            IsOpen = false;
            _context.Meter.Close();
            Loop.Remove(_context);
            throw;
        }
    }

    /// <summary>Starts the engine, and runs work on the loop: at once when called there. What goes wrong goes to a handler, also that the engine has ended.</summary>
    private protected void Begin(Action work, Action<Exception> failed)
    {
        try
        {
            EventLoop loop = StartedLoop();
            if (loop.IsCurrentThread)
                Run();
            else
                ObjectDisposedException.ThrowIf(!loop.Post(Run), this);
        }
        catch (Exception exception)
        {
            failed(exception);
        }

        void Run()
        {
            try
            {
                Open();
                work();
            }
            catch (Exception exception)
            {
                failed(exception);
            }
        }
    }

    private EventLoop StartedLoop()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_end is not null && !IsOnLoop, this);
            if (_loop is not null)
                return _loop;
            _name ??= EngineName.Reserve(UntypedOptions.Name ?? Platform.Simulator?.CreateEngineName(GetType().Name), GetType().Name);
            _loop = UntypedOptions.Freeze(_name.Text, CreateDefaultTransport, out _ownsLoop);
            _ = _loop.Completion.ContinueWith(
                SetEnded,
                _forgetLoop.Token,
                TaskContinuationOptions.OnlyOnFaulted,
                Platform.TaskScheduler);
            return _loop;
        }
    }

    private void Close(TaskCompletionSource closed)
    {
        IsClosed = true;
        try
        {
            if (IsOpen)
            {
                Loop.Remove(_context!);
                OnClose();
            }
            _context?.Meter.Close();
            foreach (EngineRegistration registration in _registrations)
                registration.End();
            _registrations.Clear();
            closed.SetResult();
        }
        catch (Exception exception)
        {
            closed.SetException(exception);
        }
    }

    private Task BeginClosing()
    {
        // Whatever goes wrong here, the engine is still to be closed.
        Task closing = Task.CompletedTask;
        if (IsOpen)
            _context!.RunGuarded(engine => closing = engine.OnClosing(), this, "end of the engine");
        return closing;
    }

    private async Task EndAsync()
    {
        try
        {
            if (_loop is not { } loop)
                return;
            var begun = new TaskCompletionSource<Task>(Platform.CompletionOptions);
            if (loop.Post(() => begun.SetResult(BeginClosing())))
                await (await begun.Task.ConfigureAwait(Platform.ContinuesOnContext)).ConfigureAwait(Platform.ContinuesOnContext);
            var closed = new TaskCompletionSource(Platform.CompletionOptions);
            // Posted also from the loop itself: the action at work is to end on an engine that is still whole.
            if (loop.Post(() => Close(closed)))
                await closed.Task.ConfigureAwait(Platform.ContinuesOnContext);
        }
        finally
        {
            // Of a loop that died Completion tells; to dispose of what has died is no mistake.
            if (_ownsLoop)
                await _loop!.DisposeAsync().AsTask().ConfigureAwait(Platform.SuppressThrowing);
            OnEnded();
            _name?.Release();
            if (_loop is not null)
                SetEnded(_loop.Completion);
            _ended.TrySetResult();
            // A loop that lives on holds nothing of an engine that has ended.
            await Platform.CancelAsync(_forgetLoop).ConfigureAwait(Platform.ContinuesOnContext);
        }
    }

    private void SetEnded(Task loop)
    {
        if (loop.IsFaulted)
            _ended.TrySetException(loop.Exception.InnerExceptions);
    }
}
