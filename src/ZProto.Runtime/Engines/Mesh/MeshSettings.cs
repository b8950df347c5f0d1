using ZProto.Engines.Execution;

namespace ZProto.Engines.Mesh;

/// <summary>What of a mesh may be set while it runs, from any thread.</summary>
internal sealed class MeshSettings : EngineSettings
{
    private long _peerTimeout = TimeSpan.FromSeconds(60).Ticks;
    private long _heartbeatInterval;

    /// <summary>How long a peer may be silent before <c>expired</c> is raised on it; zero for no limit.</summary>
    public TimeSpan PeerTimeout
    {
        get => Read(ref _peerTimeout);
        set => Write(ref _peerTimeout, value);
    }

    /// <summary>How often <c>heartbeat</c> is raised on all peers; zero for never.</summary>
    public TimeSpan HeartbeatInterval
    {
        get => Read(ref _heartbeatInterval);
        set => Write(ref _heartbeatInterval, value);
    }
}
