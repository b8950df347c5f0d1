namespace ZProto.Testing;

/// <summary>A peer that a test plays did not receive what the test expects. The message says what came, and what the engine has logged.</summary>
public sealed class TestFailedException : ZProtoException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was expected, and what came.</param>
    public TestFailedException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What was expected, and what came.</param>
    /// <param name="innerException">What went wrong.</param>
    public TestFailedException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
