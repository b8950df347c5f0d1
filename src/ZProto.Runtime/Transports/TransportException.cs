namespace ZProto.Transports;

/// <summary>A transport cannot do what it was asked: the endpoint is taken, the library is missing, a mechanism is unknown.</summary>
public sealed class TransportException : ZProtoException
{
    /// <summary>Makes the exception without saying why.</summary>
    public TransportException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What it cannot do, and why.</param>
    public TransportException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">What it cannot do, and why.</param>
    /// <param name="innerException">What led to it.</param>
    public TransportException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// Whether the same may well be possible a moment later: a socket of this process is about to leave the endpoint. <c>BindAsync</c> and
    /// <c>LoadConfigurationAsync</c> of servers try again by themselves.
    /// </summary>
    public bool IsTransient { get; init; }
}
