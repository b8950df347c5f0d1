namespace ZProto.Model;

/// <summary>What a further socket of an engine is.</summary>
public enum EngineSocketType
{
    /// <summary>Messages carry the routing id of the peer they come from or go to.</summary>
    Router,

    /// <summary>Messages go to its peers in turn, and come from all of them.</summary>
    Dealer,

    /// <summary>Publishes to subscribers.</summary>
    Pub,

    /// <summary>Receives what it has subscribed to.</summary>
    Sub,

    /// <summary>Publishes, and is told of subscriptions.</summary>
    XPub,

    /// <summary>Receives what it has subscribed to by messages.</summary>
    XSub,

    /// <summary>Messages go to its peers in turn.</summary>
    Push,

    /// <summary>Receives from its peers in turn.</summary>
    Pull,
}

/// <summary>A further socket of an engine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Span">Where the name is.</param>
/// <param name="Type">What it is.</param>
/// <param name="ProtocolClass">The protocol that it speaks, or null for the engine's.</param>
/// <param name="Description">What it says of itself, or empty.</param>
public sealed record SocketModel(ModelName Name, SourceSpan Span, EngineSocketType Type, Reference? ProtocolClass, string Description)
{
    /// <summary>Whether messages come in, so that somebody must take them.</summary>
    public bool Receives => Type is not (EngineSocketType.Pub or EngineSocketType.Push);

    /// <summary>Whether messages can be sent by it.</summary>
    public bool Sends => Type is not (EngineSocketType.Sub or EngineSocketType.XSub or EngineSocketType.Pull);

    /// <summary>Whether what comes in is of its protocol; to an XPUB come subscriptions.</summary>
    public bool ReceivesMessages => Receives && Type != EngineSocketType.XPub;
}
