namespace ZProto.Hosting;

/// <summary>How the host runs a server.</summary>
/// <remarks>
/// Bound to the section <c>ZProto:Servers:NAME</c>, together with the server's <see cref="ServerOptions"/>.
/// <see cref="ClientTimeout"/>, <see cref="IdleTimeout"/>, <see cref="HeartbeatInterval"/> and <see cref="Verbose"/> apply again when the
/// section changes; all else is fixed when the server starts.
/// </remarks>
public sealed class HostedServerOptions : HostedEngineOptions
{
    private TimeSpan? _clientTimeout;
    private TimeSpan? _idleTimeout;
    private TimeSpan? _heartbeatInterval;

    /// <summary>The endpoints to bind, in this order. If there are any, they replace the one given to <c>AddZProtoServer</c>.</summary>
    public IList<string> Endpoints { get; } = [];

    /// <summary>A configuration file in ZPL to load before the endpoints are bound, and each time it changes; null for none.</summary>
    public string? ConfigurationFile { get; set; }

    /// <summary><see cref="ServerEngine.ClientTimeout"/>; null leaves it as the server has it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    public TimeSpan? ClientTimeout
    {
        get => _clientTimeout;
        set => _clientTimeout = ZeroOrMore(value);
    }

    /// <summary><see cref="ServerEngine.IdleTimeout"/>; null leaves it as the server has it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    public TimeSpan? IdleTimeout
    {
        get => _idleTimeout;
        set => _idleTimeout = ZeroOrMore(value);
    }

    /// <summary><see cref="ServerEngine.HeartbeatInterval"/>; null leaves it as the server has it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    public TimeSpan? HeartbeatInterval
    {
        get => _heartbeatInterval;
        set => _heartbeatInterval = ZeroOrMore(value);
    }

    /// <summary><see cref="Engine.Verbose"/>; null leaves it as the server has it.</summary>
    public bool? Verbose { get; set; }

    private static TimeSpan? ZeroOrMore(TimeSpan? value)
    {
        if (value is { } time)
            ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        return value;
    }
}
