using System.Globalization;
using ZProto.Engines.Execution;
using ZProto.Timing;

namespace ZProto.Engines.Client;

/// <summary>A call of a client's or mesh's method, from the moment that it is made until it needs no one to wait for its reply any more.</summary>
internal abstract class ClientCall(string name, int eventId, IReadOnlyList<int> accepts, Action? setArguments) : LoopTimer, IEventCaller
{
    /// <summary>Who keeps it, once it is on the loop.</summary>
    public IClientCallOwner? Owner { get; set; }

    /// <summary>The method, as the model's author wrote it.</summary>
    public string Name => name;

    /// <summary>The event that it raises; 0 for one that only waits for a reply.</summary>
    public int Event => eventId;

    /// <summary>The peer on whose machine the event is executed; empty in a client, and where the engine itself runs the method.</summary>
    public PeerKey Peer { get; init; }

    /// <summary>The machine of that peer, once it is found.</summary>
    public StateMachine? Machine { get; set; }

    /// <summary>Whether it waits for a reply; else it is done when its event has run.</summary>
    public bool AwaitsReply => accepts.Count > 0;

    /// <summary>Whether its caller has an answer, or has given up.</summary>
    public abstract bool IsDone { get; }

    /// <summary>Whether a state need not name its event: it is done then.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Its place among the calls that wait for the server, from 1.</summary>
    public long Number { get; set; }

    /// <summary>Whether it has sent anything that the server may reply to.</summary>
    public bool HasSent { get; set; }

    /// <summary>Whether it is kept only for a late reply.</summary>
    public bool IsGivenUp { get; set; }

    /// <summary>Whether the model has answered it without the server, and is done with it.</summary>
    public bool IsAnswered { get; set; }

    /// <summary>How long it may take.</summary>
    public TimeSpan Timeout { get; init; } = System.Threading.Timeout.InfiniteTimeSpan;

    /// <summary>How often it may be made, the first time included, each time as long as <see cref="Timeout"/>.</summary>
    public int Tries { get; init; } = 1;

    /// <summary>How often its time has begun.</summary>
    public int Tried { get; set; }

    /// <summary>Whether it is made again where no reply comes.</summary>
    public bool Retries => Tries > 1;

    /// <summary>The value that its messages carry and its reply is told by; 0 for none.</summary>
    public UInt128 Correlation { get; set; }

    /// <summary>Whether a reply is for it.</summary>
    public bool Accepts(int reply) => accepts.Contains(reply);

    /// <summary>Puts its arguments where the actions read them.</summary>
    public void SetArguments() => setArguments?.Invoke();

    /// <summary>That its time is up, and why no reply came.</summary>
    public string DescribeTimeout(string reason)
    {
        double seconds = Timeout.TotalSeconds;
        string timeout = string.Create(CultureInfo.InvariantCulture, $"{seconds} second{(seconds == 1 ? "" : "s")}");
        string tries = Retries ? $" of {Tries} tries" : "";
        return $"'{Name}' had no reply within {timeout}{tries}: {reason}.";
    }

    /// <summary>Gives its caller a reply; 0 and nothing where its event has run and no reply is awaited.</summary>
    /// <returns>Whether the caller still waited for it.</returns>
    public abstract bool Complete(int reply, object? values);

    /// <summary>Gives its caller an exception.</summary>
    public abstract void Fail(Exception exception);

    public override void Fire() => Owner?.OnTimeIsUp(this);

    void IEventCaller.OnBegin() => Owner?.OnBegin(this);

    void IEventCaller.OnUnexpected() => Owner?.OnUnexpected(this);

    void IEventCaller.OnRan() => Owner?.OnRan(this);

    void IEventCaller.OnDropped() => Owner?.OnDropped(this);
}

/// <summary>A call that gives a value.</summary>
internal sealed class ClientCall<T>(string name, int eventId, IReadOnlyList<int> accepts, Action? setArguments, Func<int, object?, T> result)
    : ClientCall(name, eventId, accepts, setArguments)
{
    private readonly TaskCompletionSource<T> _source = new(Platform.CompletionOptions);
    private CancellationTokenRegistration _cancellation;

    public Task<T> Task => _source.Task;

    public override bool IsDone => _source.Task.IsCompleted;

    /// <summary>Ends the wait when a token is cancelled, and has the loop told.</summary>
    public void CancelBy(CancellationToken cancellationToken, Action<ClientCall> cancelled)
    {
        if (cancellationToken.CanBeCanceled)
        {
            _cancellation = cancellationToken.UnsafeRegister(
                _ =>
                {
                    if (_source.TrySetCanceled(cancellationToken))
                        cancelled(this);
                },
                null);
        }
    }

    public override bool Complete(int reply, object? values)
    {
        _cancellation.Dispose();
        if (IsDone)
            return false;
        T value;
        try
        {
            value = result(reply, values);
        }
        catch (Exception exception)
        {
            // The reply says that the call failed.
            return _source.TrySetException(exception);
        }
        return _source.TrySetResult(value);
    }

    public override void Fail(Exception exception)
    {
        _cancellation.Dispose();
        _source.TrySetException(exception);
    }
}
