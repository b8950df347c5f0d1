namespace ZProto;

/// <summary>A method of a client was called in a state that does not name its event, and no open call could lead to another state; or one of a mesh on a peer in such a state.</summary>
public sealed class InvalidClientStateException : ZProtoException
{
    /// <summary>Creates the exception.</summary>
    /// <param name="method">The method.</param>
    /// <param name="state">The state.</param>
    public InvalidClientStateException(string method, string state)
        : this(method, state, "the client")
    {
    }

    internal InvalidClientStateException(string method, string state, string machine)
        : base($"'{method}' cannot be called now: {machine} is in state '{state}', which has no such event.")
    {
        Method = method;
        State = state;
    }

    /// <summary>The method, as the model's author wrote it.</summary>
    public string Method { get; }

    /// <summary>The state, as the model's author wrote it.</summary>
    public string State { get; }
}
