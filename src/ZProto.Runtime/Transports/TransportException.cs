namespace ZProto.Transports;

/// <summary>A transport operation failed: the endpoint is in use, the library is missing, a mechanism is unknown.</summary>
public sealed class TransportException : ZProtoException
{
    /// <summary>Creates the exception with a default message.</summary>
    public TransportException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed, and why.</param>
    public TransportException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What failed, and why.</param>
    /// <param name="innerException">The cause.</param>
    public TransportException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>
    /// Whether the same may well be possible a moment later: a socket of this process is about to leave the endpoint. <c>BindAsync</c> and
    /// <c>LoadConfigurationAsync</c> of servers then retry.
    /// </summary>
    public bool IsTransient { get; init; }
}
