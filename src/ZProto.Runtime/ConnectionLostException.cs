namespace ZProto;

/// <summary>The connection to the server was lost while a call waited for its reply, which will not come any more.</summary>
/// <remarks>Whether the server has done what it was asked for is not known.</remarks>
public sealed class ConnectionLostException : ZProtoException
{
    internal ConnectionLostException(string message)
        : base(message)
    {
    }
}
