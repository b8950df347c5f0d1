namespace ZProto.Model.Naming;

/// <summary>The events that an engine raises itself, and what they are called beside messages of the same name.</summary>
public static class EngineEvents
{
    private static readonly ModelName s_expired = new("expired");
    private static readonly ModelName s_heartbeat = new("heartbeat");
    private static readonly ModelName s_malformed = new("malformed");
    private static readonly ModelName s_disconnected = new("disconnected");

    /// <summary>Raised when the peer was silent for too long.</summary>
    /// <param name="messages">The messages of the protocol.</param>
    public static ModelName Expired(IEnumerable<ModelName> messages) => Rename(messages, s_expired);

    /// <summary>Raised at each interval of the heartbeat.</summary>
    /// <param name="messages">The messages of the protocol.</param>
    public static ModelName Heartbeat(IEnumerable<ModelName> messages) => Rename(messages, s_heartbeat);

    /// <summary>Raised in a server by what is not a message.</summary>
    /// <param name="messages">The messages of the protocol.</param>
    public static ModelName Malformed(IEnumerable<ModelName> messages) => Rename(messages, s_malformed);

    /// <summary>Raised in a server when the connection of a client's peer has ended.</summary>
    /// <param name="messages">The messages of the protocol.</param>
    public static ModelName Disconnected(IEnumerable<ModelName> messages) => Rename(messages, s_disconnected);

    /// <summary>What the engine's own event is called where an event named like it means a message; null for any other event.</summary>
    /// <param name="event">The event that a state handles.</param>
    /// <param name="kind">The engine: only servers raise <c>malformed</c> and <c>disconnected</c>.</param>
    /// <param name="messages">The messages of the protocol.</param>
    public static ModelName? HiddenBy(ModelName @event, ModelKind kind, IEnumerable<ModelName> messages)
        => (@event.Equals(s_expired) || @event.Equals(s_heartbeat) || (kind == ModelKind.Server && (@event.Equals(s_malformed) || @event.Equals(s_disconnected)))) && messages.Contains(@event)
            ? Rename(messages, @event)
            : null;

    // By what raises it.
    private static ModelName Rename(IEnumerable<ModelName> messages, ModelName name)
    {
        string origin = name.Equals(s_malformed) ? "message" : name.Equals(s_disconnected) ? "peer" : "timer";
        return messages.Contains(name) ? new ModelName($"{name.Text.ToLowerInvariant()} {origin}") : name;
    }
}
