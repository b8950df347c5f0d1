namespace ZProto.Model.Naming;

/// <summary>The events that an engine raises itself, and what they are called beside messages of the same name.</summary>
public static class EngineEvents
{
    private static readonly ModelName s_expired = new("expired");
    private static readonly ModelName s_heartbeat = new("heartbeat");
    private static readonly ModelName s_malformed = new("malformed");

    /// <summary>Raised when the peer was silent for too long.</summary>
    /// <param name="messages">The messages of the protocol.</param>
    public static ModelName Expired(IEnumerable<ModelName> messages) => Rename(messages, s_expired);

    /// <summary>Raised at each interval of the heartbeat.</summary>
    /// <param name="messages">The messages of the protocol.</param>
    public static ModelName Heartbeat(IEnumerable<ModelName> messages) => Rename(messages, s_heartbeat);

    /// <summary>Raised in a server by what is not a message.</summary>
    /// <param name="messages">The messages of the protocol.</param>
    public static ModelName Malformed(IEnumerable<ModelName> messages) => Rename(messages, s_malformed);

    /// <summary>What the engine's own event is called where an event named like it means a message; null for any other event.</summary>
    /// <param name="event">The event that a state handles.</param>
    /// <param name="kind">The engine: only servers raise <c>malformed</c>.</param>
    /// <param name="messages">The messages of the protocol.</param>
    public static ModelName? HiddenBy(ModelName @event, ModelKind kind, IEnumerable<ModelName> messages)
        => (@event.Equals(s_expired) || @event.Equals(s_heartbeat) || (kind == ModelKind.Server && @event.Equals(s_malformed))) && messages.Contains(@event)
            ? Rename(messages, @event)
            : null;

    private static ModelName Rename(IEnumerable<ModelName> messages, ModelName name)
        => messages.Contains(name) ? new ModelName($"{name.Text.ToLowerInvariant()} {(name.Equals(s_malformed) ? "message" : "timer")}") : name;
}
