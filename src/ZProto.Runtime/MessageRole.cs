namespace ZProto;

/// <summary>Who sends a message: the <c>role</c> of a message in its model.</summary>
public enum MessageRole
{
    /// <summary>Not known, or both.</summary>
    None,

    /// <summary>A client.</summary>
    Client,

    /// <summary>A server.</summary>
    Server,
}
