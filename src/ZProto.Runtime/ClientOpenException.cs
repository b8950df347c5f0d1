using System.ComponentModel;

namespace ZProto;

/// <summary>A client that was not opened: the reply of its constructor has a status other than zero.</summary>
/// <remarks>Source: zproto's clients, whose constructor succeeds if the connection is successful.</remarks>
public sealed class ClientOpenException : ReplyException
{
    /// <summary>Creates the exception with a default message.</summary>
    public ClientOpenException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Why the client was not opened.</param>
    public ClientOpenException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Why the client was not opened.</param>
    /// <param name="innerException">The cause.</param>
    public ClientOpenException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Makes the exception of the reply. Generated code uses this constructor.</summary>
    /// <param name="client">The client's class.</param>
    /// <param name="reply">The reply, as the model names it.</param>
    /// <param name="fields">The fields that the reply carries, as the model names them, in its order.</param>
    /// <exception cref="ArgumentNullException"><paramref name="fields"/> is null.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public ClientOpenException(string client, string reply, IReadOnlyDictionary<string, object?> fields)
        : base(reply, fields, $"{client} was not opened")
    {
    }
}
