namespace ZProto;

/// <summary>The base class of ZProto's exceptions.</summary>
public class ZProtoException : Exception
{
    /// <summary>Creates the exception with a default message.</summary>
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
    /// <param name="innerException">The cause, or null.</param>
    public ZProtoException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }
}
