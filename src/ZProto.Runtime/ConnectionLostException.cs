namespace ZProto;

/// <summary>The connection to the server was lost while a call waited for its reply, which will not come.</summary>
/// <remarks>It is not known whether the server has carried out the request.</remarks>
public sealed class ConnectionLostException : ZProtoException
{
    internal ConnectionLostException(string message)
        : base(message)
    {
    }
}
