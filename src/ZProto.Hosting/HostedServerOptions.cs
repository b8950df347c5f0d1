namespace ZProto.Hosting;

/// <summary>How the host runs a server.</summary>
/// <remarks>
/// Bound to the section <c>ZProto:Servers:NAME</c>, together with the server's <see cref="ServerOptions"/>.
/// <see cref="ClientTimeout"/>, <see cref="IdleTimeout"/>, <see cref="HostedListenerOptions.HeartbeatInterval"/> and
/// <see cref="HostedListenerOptions.Verbose"/> apply again when the section changes; all else is fixed when the server starts.
/// </remarks>
public sealed class HostedServerOptions : HostedListenerOptions
{
    private TimeSpan? _clientTimeout;
    private TimeSpan? _idleTimeout;

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
}
