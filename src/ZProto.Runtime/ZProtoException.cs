namespace ZProto;

/// <summary>What ZProto's own exceptions have in common, for those who catch them all.</summary>
public class ZProtoException : Exception
{
    /// <summary>Creates the exception without a message of its own.</summary>
    public ZProtoException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What went wrong.</param>
    public ZProtoException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">What led to it, or null.</param>
    public ZProtoException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
