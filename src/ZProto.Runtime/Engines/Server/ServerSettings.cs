using ZProto.Engines.Execution;

namespace ZProto.Engines.Server;

/// <summary>What of a server may be set while it runs, from any thread: by its user, or by its configuration.</summary>
internal sealed class ServerSettings : EngineSettings
{
    private long _clientTimeout = TimeSpan.FromSeconds(60).Ticks;
    private long _idleTimeout = TimeSpan.FromMinutes(10).Ticks;
    private long _heartbeatInterval;

    /// <summary>How long a client may be silent before <c>expired</c> is raised on it; zero for no limit.</summary>
    public TimeSpan ClientTimeout
    {
        get => Read(ref _clientTimeout);
        set => Write(ref _clientTimeout, value);
    }

    /// <summary>How long a client may be idle before it ends, where the model has no event <c>expired</c>; zero for no limit.</summary>
    public TimeSpan IdleTimeout
    {
        get => Read(ref _idleTimeout);
        set => Write(ref _idleTimeout, value);
    }

    /// <summary>How often <c>heartbeat</c> is raised on all clients; zero for never.</summary>
    public TimeSpan HeartbeatInterval
    {
        get => Read(ref _heartbeatInterval);
        set => Write(ref _heartbeatInterval, value);
    }
}
