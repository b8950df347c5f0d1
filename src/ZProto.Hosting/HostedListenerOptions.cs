namespace ZProto.Hosting;

/// <summary>How the host runs an engine that peers connect to: a server or a mesh.</summary>
public abstract class HostedListenerOptions : HostedEngineOptions
{
    private TimeSpan? _heartbeatInterval;

    private protected HostedListenerOptions()
    {
    }

    /// <summary>The endpoints to bind, in this order. If there are any, they replace the one given in code.</summary>
    public IList<string> Endpoints { get; } = [];

    /// <summary>How often each peer gets the model's <c>heartbeat</c>; null leaves it as the engine has it.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is less than zero.</exception>
    public TimeSpan? HeartbeatInterval
    {
        get => _heartbeatInterval;
        set => _heartbeatInterval = ZeroOrMore(value);
    }

    /// <summary><see cref="Engine.Verbose"/>; null leaves it as the engine has it.</summary>
    public bool? Verbose { get; set; }

    private protected static TimeSpan? ZeroOrMore(TimeSpan? value)
    {
        if (value is { } time)
            ArgumentOutOfRangeException.ThrowIfLessThan(time, TimeSpan.Zero);
        return value;
    }
}
