namespace ZProto;

/// <summary>A client, or a mesh, has ended, before the call or while it was open: it was disposed, or the client's machine terminated.</summary>
public sealed class ClientClosedException : ZProtoException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="message">What has ended, and why.</param>
    /// <param name="innerException">The cause, such as an action's exception; or null.</param>
    public ClientClosedException(string message, Exception? innerException = null)
        : base(message, innerException)
    {
    }
}
