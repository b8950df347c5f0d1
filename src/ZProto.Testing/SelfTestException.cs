namespace ZProto.Testing;

/// <summary>A test in a model failed. The message begins with the location in the model.</summary>
public sealed class SelfTestException : ZProtoException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The location in the model, what was expected, and what came.</param>
    public SelfTestException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The location in the model, what was expected, and what came.</param>
    /// <param name="innerException">What went wrong.</param>
    public SelfTestException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
