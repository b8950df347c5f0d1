using System.ComponentModel;
using ZProto.Engines.Execution;
using ZProto.Engines.Server;

namespace ZProto;

/// <summary>
/// One peer of a server, from its first message on: a state machine of its own. All of it belongs to the server's loop.
/// </summary>
public abstract class ServerClient : StateMachine
{
    // What ends work that runs for the client off the loop; made for the first.
    private CancellationTokenSource? _end;
    private RoutingId _routingId;

    internal ServerRuntime Owner
    {
        get;
        set => Host = field = value;
    } = null!;

    // The place in the server's list of clients by their last activity.
    internal ServerClient? Earlier;
    internal ServerClient? Later;
    internal long LastActive;
    internal bool IsReady;

    // Whether another user, or another address, was the last to come with its routing id.
    internal bool IsDisowned;

    /// <summary>What the ROUTER calls the peer.</summary>
    public RoutingId RoutingId
    {
        get => _routingId;
        internal set => _routingId = value;
    }

    /// <summary>The same, where it is.</summary>
    internal ref readonly RoutingId RoutingIdInPlace => ref _routingId;

    /// <summary>A number that no other client of the server has or had, from 1.</summary>
    public long UniqueId { get; internal set; }

    /// <summary>The peer's address, such as <c>127.0.0.1</c>, where the transport knows it; else null.</summary>
    public string? PeerAddress { get; internal set; }

    /// <summary>The user id that authentication gave the peer; null without authentication.</summary>
    public string? UserId { get; internal set; }

    internal sealed override string DefaultLogName => $"{Owner.Engine.Name} client {UniqueId}";

    /// <summary>The server.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected ServerEngine Server_ => Owner.Engine;

    /// <summary>The message of the execution at work.</summary>
    /// <exception cref="InvalidOperationException">The client is not at work.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected object Message_
        => CurrentMessage ?? throw new InvalidOperationException("There is a message only while the client is at work on an event.");

    internal void Initialize() => OnInitialize_();

    internal void OnTerminating()
    {
        // Off the loop, since those who hear of it are the user's.
        _ = _end?.CancelAsync();
        OnTerminate_();
    }

    /// <summary>Sends the message at work to the peer.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void Send_() => Owner.SendCurrent(this);

    /// <summary>Runs asynchronous work off the loop, and executes an event with what became of it, if the client is still there.</summary>
    /// <typeparam name="T">What the work gives.</typeparam>
    /// <remarks>The event begins with a copy of the message that was at work, or an empty one where none was.</remarks>
    /// <param name="work">The work; its token ends with the client.</param>
    /// <param name="ok">The event whose argument is the result.</param>
    /// <param name="error">The event whose argument is the exception.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void RunInBackground_<T>(Func<CancellationToken, Task<T>> work, int ok, int error)
    {
        ArgumentNullException.ThrowIfNull(work);
        Owner.RequireLoop();
        if (!IsAlive)
            throw new InvalidOperationException("The client has ended, and no work can be run for it.");
        CancellationToken end = (_end ??= new CancellationTokenSource()).Token;
        // What comes of the work may be an answer to the message at work now, with its fields and header.
        object? message = Owner.CopyCurrent(this);
        Owner.RunningWork++;
        // Without the token: work that has not begun when the client ends must still be counted down.
        _ = Task.Run(() => RunAsync(work, ok, error, message, end), CancellationToken.None);
    }

    /// <summary>Runs asynchronous work off the loop, and executes an event when it is done, if the client is still there.</summary>
    /// <remarks>The event begins with a copy of the message that was at work, or an empty one where none was.</remarks>
    /// <param name="work">The work; its token ends with the client.</param>
    /// <param name="ok">The event; its argument is null.</param>
    /// <param name="error">The event whose argument is the exception.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void RunInBackground_(Func<CancellationToken, Task> work, int ok, int error)
    {
        ArgumentNullException.ThrowIfNull(work);
        RunInBackground_<object?>(
            async end =>
            {
                await work(end).ConfigureAwait(false);
                return null;
            },
            ok,
            error);
    }

    private async Task RunAsync<T>(Func<CancellationToken, Task<T>> work, int ok, int error, object? message, CancellationToken end)
    {
        QueuedEvent result;
        try
        {
            result = new QueuedEvent(ok, await work(end).ConfigureAwait(false), EventOrigin.Internal);
        }
        catch (Exception exception)
        {
            result = new QueuedEvent(error, exception, EventOrigin.Internal);
        }
        Owner.Loop.Post(() =>
        {
            Owner.RunningWork--;
            Owner.ExecuteOn(this, result.Event, result.Argument, message);
        });
    }

    /// <summary>Called when the client is new, with its first message in place. It may set a first event.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void OnInitialize_()
    {
    }

    /// <summary>Called when the client ends.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual void OnTerminate_()
    {
    }
}
