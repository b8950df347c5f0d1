namespace ZProto;

/// <summary>A server on a ROUTER socket: a state machine for each of its clients. Generated servers derive from its generic form.</summary>
public abstract class ServerEngine : EngineBase
{
    private long _timeout = TimeSpan.FromSeconds(60).Ticks;
    private long _idleTimeout;
    private long _heartbeat;

    private protected ServerEngine()
    {
    }

    /// <summary>How long a client may be silent before it gets <c>expired</c>; zero for ever. Default 60 seconds. A change applies at once.</summary>
    /// <remarks>Source: zproto, <c>server/timeout</c>.</remarks>
    public TimeSpan ClientTimeout
    {
        get => Read(ref _timeout);
        set => Write(ref _timeout, value, OnSilenceChanged);
    }

    /// <summary>How long a client of a model without <c>expired</c> may be silent before it is ended; zero, the default, for ever. A change applies at once.</summary>
    /// <remarks>In a configuration: <c>server/idle</c>, in milliseconds.</remarks>
    public TimeSpan IdleTimeout
    {
        get => Read(ref _idleTimeout);
        set => Write(ref _idleTimeout, value, OnSilenceChanged);
    }

    /// <summary>How often each client gets the model's <c>heartbeat</c>; zero, the default, for never. A change applies at once.</summary>
    /// <remarks>In a configuration: <c>server/heartbeat</c>, in milliseconds.</remarks>
    public TimeSpan HeartbeatInterval
    {
        get => Read(ref _heartbeat);
        set => Write(ref _heartbeat, value, OnHeartbeatChanged);
    }

    /// <summary>The port bound last, or 0.</summary>
    public int Port { get; private protected set; }

    /// <summary>Accepts clients at an endpoint, and starts the server if it has not started.</summary>
    /// <param name="endpoint">The endpoint; port <c>*</c> picks a free one.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <returns>The endpoint as bound.</returns>
    /// <exception cref="ArgumentNullException">There is no endpoint.</exception>
    /// <exception cref="Transport.TransportException">It cannot be bound; the message names it.</exception>
    public abstract Task<string> BindAsync(string endpoint, CancellationToken cancellation = default);

    /// <summary>Accepts no more clients at an endpoint. Those there are stay.</summary>
    /// <param name="endpoint">The endpoint as bound.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="ArgumentNullException">There is no endpoint.</exception>
    /// <exception cref="Transport.TransportException">The server is not bound there.</exception>
    public abstract Task UnbindAsync(string endpoint, CancellationToken cancellation = default);

    private protected abstract void OnSilenceChanged();

    private protected abstract void OnHeartbeatChanged();

    private static TimeSpan Read(ref long ticks) => TimeSpan.FromTicks(Volatile.Read(ref ticks));

    private void Write(ref long ticks, TimeSpan value, Action changed)
    {
        Volatile.Write(ref ticks, value.Ticks);
        Apply(changed);
    }
}
