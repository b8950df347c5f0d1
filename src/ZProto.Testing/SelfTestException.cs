namespace ZProto.Testing;

/// <summary>What a model says of itself does not hold. The message begins with the place in the model.</summary>
public sealed class SelfTestException : ZProtoException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">The place in the model, what was expected, and what came.</param>
    public SelfTestException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">The place in the model, what was expected, and what came.</param>
    /// <param name="innerException">What went wrong.</param>
    public SelfTestException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
