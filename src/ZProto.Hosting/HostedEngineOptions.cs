namespace ZProto.Hosting;

/// <summary>How the host runs an engine. The options of the engine itself are <see cref="ServerOptions"/>, <see cref="ClientOptions"/> and <see cref="MeshOptions"/>.</summary>
public abstract class HostedEngineOptions
{
    private TimeSpan _degradedLag = TimeSpan.FromSeconds(1);
    private TimeSpan _unhealthyLag = TimeSpan.FromSeconds(10);

    private protected HostedEngineOptions()
    {
    }

    /// <summary>How late the engine's loop may be before its health check says <c>Degraded</c>. Default 1 second.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not more than zero.</exception>
    public TimeSpan DegradedLag
    {
        get => _degradedLag;
        set => _degradedLag = MoreThanZero(value);
    }

    /// <summary>How late the engine's loop may be before its health check says <c>Unhealthy</c>, without waiting longer. Default 10 seconds.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is not more than zero.</exception>
    public TimeSpan UnhealthyLag
    {
        get => _unhealthyLag;
        set => _unhealthyLag = MoreThanZero(value);
    }

    private static TimeSpan MoreThanZero(TimeSpan value)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(value, TimeSpan.Zero);
        return value;
    }
}
