using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZProto.Engines;

namespace ZProto;

/// <summary>
/// What servers and clients have in common: options, a loop, a beginning and an end. Public members may be called from any
/// thread and hand their work to the loop; called on the loop, it runs at once.
/// </summary>
public abstract class EngineBase : IAsyncDisposable
{
    private readonly object _gate = new();
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private EngineLoop? _loop;
    private bool _ownsLoop;
    private Task? _end;

    private protected EngineBase()
    {
    }

    /// <summary>What the engine runs on. Fixed when it starts.</summary>
    public EngineOptions Options { get; } = new();

    /// <summary>Ends when the engine has ended.</summary>
    public Task Completion => _ended.Task;

    /// <summary>Whether the caller runs on the engine's loop.</summary>
    public bool IsOnLoop => _loop?.IsCurrent ?? false;

    internal EngineLoop Loop => _loop ?? throw new InvalidOperationException("The engine has not started.");

    /// <summary>Runs code on the engine's loop, where its machines are at rest.</summary>
    /// <typeparam name="T">What the code gives.</typeparam>
    /// <param name="work">The code.</param>
    /// <param name="cancellation">Ends the wait for it, and the code itself while it has not begun.</param>
    /// <returns>What the code gave.</returns>
    /// <exception cref="ArgumentNullException">There is no code.</exception>
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
    public Task<T> InvokeAsync<T>(Func<T> work, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return StartedLoop().InvokeAsync(
            () =>
            {
                Open();
                return work();
            },
            cancellation);
    }

    /// <summary>Runs code on the engine's loop, where its machines are at rest.</summary>
    /// <param name="work">The code.</param>
    /// <param name="cancellation">Ends the wait for it, and the code itself while it has not begun.</param>
    /// <exception cref="ArgumentNullException">There is no code.</exception>
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
    public Task InvokeAsync(Action work, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(work);
        return InvokeAsync(
            () =>
            {
                work();
                return true;
            },
            cancellation);
    }

    /// <summary>Runs code on the engine's loop, without waiting for it. An exception in it is logged.</summary>
    /// <param name="work">The code. On an engine that ends before its turn comes, it does not run.</param>
    /// <exception cref="ArgumentNullException">There is no code.</exception>
    /// <exception cref="ObjectDisposedException">The engine has ended.</exception>
    public void Post(Action work)
    {
        ArgumentNullException.ThrowIfNull(work);
        EngineLoop loop = StartedLoop();
        if (loop.IsCurrent)
            RunPosted(work);
        else
            ObjectDisposedException.ThrowIf(!loop.Post(() => RunPosted(work)), this);
    }

    /// <summary>Ends the engine: its machines, timers and socket. Harmless twice, from several threads, and on the loop.</summary>
    public async ValueTask DisposeAsync()
    {
        Task end;
        lock (_gate)
            end = _end ??= EndAsync();
        // On the loop, the rest follows once the action at work is done.
        if (!IsOnLoop)
            await end.ConfigureAwait(false);
        GC.SuppressFinalize(this);
    }

    /// <summary>Makes what the engine owns on the loop. On the loop, once.</summary>
    private protected abstract void OnOpen();

    /// <summary>Gives up what it made. On the loop, once, if it was opened.</summary>
    private protected abstract void OnClose();

    /// <summary>Where the engine's lines go, once it is open.</summary>
    internal ILogger Logger { get; private set; } = NullLogger.Instance;

    /// <summary>Makes a change apply at once where the engine has started; it reads the new value itself where it starts later.</summary>
    private protected void Apply(Action change)
    {
        EngineLoop? loop;
        lock (_gate)
            loop = _loop;
        if (loop is { IsCurrent: true })
            change();
        else
            loop?.Post(change);
    }

    /// <summary>Runs a user's code on the loop. What it throws is logged, and ends nothing.</summary>
    internal void RunGuarded<T>(Action<T> work, T argument, string what)
    {
        try
        {
            work(argument);
        }
        catch (Exception exception)
        {
            Logger.CodeThrew(what, exception);
        }
    }

    private void RunPosted(Action work)
    {
        if (!IsClosed)
            RunGuarded(static state => { state.Engine.Open(); state.Work(); }, (Engine: this, Work: work), "posted code");
    }

    private bool IsOpen { get; set; }

    private bool IsClosed { get; set; }

    private void Open()
    {
        ObjectDisposedException.ThrowIf(IsClosed, this);
        if (IsOpen)
            return;
        Logger = Options.LoggerFactory?.CreateLogger(GetType().FullName!) ?? NullLogger.Instance;
        OnOpen();
        IsOpen = true;
    }

    private EngineLoop StartedLoop()
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_end is not null && !IsOnLoop, this);
            return _loop ??= Options.Freeze(GetType().Name, out _ownsLoop);
        }
    }

    private async Task EndAsync()
    {
        if (_loop is { } loop)
        {
            Task<bool> closed = loop.InvokeAsync(() =>
            {
                IsClosed = true;
                if (IsOpen)
                    OnClose();
                return true;
            });
            try
            {
                await closed.ConfigureAwait(false);
            }
            catch (ObjectDisposedException)
            {
                // The loop has ended before, and its sockets with it.
            }
            if (_ownsLoop)
                await loop.DisposeAsync().ConfigureAwait(false);
        }
        _ended.TrySetResult();
    }
}
