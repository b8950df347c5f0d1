namespace ZProto.Model.Naming;

/// <summary>The events that an engine raises itself, and what they are called beside messages of the same name.</summary>
public static class EngineEvents
{
    private static readonly ModelName s_expired = new("expired");
    private static readonly ModelName s_heartbeat = new("heartbeat");
    private static readonly ModelName s_malformed = new("malformed");
    private static readonly ModelName s_connected = new("connected");
    private static readonly ModelName s_disconnected = new("disconnected");
    private static readonly ModelName s_queueFull = new("queue full");

    // Servers raise the first four, clients the first two.
    private static readonly ModelName[] s_all = [s_expired, s_heartbeat, s_malformed, s_disconnected, s_connected, s_queueFull];

    /// <summary>Those of a kind of engine, by their own names.</summary>
    /// <param name="kind">The engine.</param>
    public static IEnumerable<ModelName> OfKind(ModelKind kind) => s_all.Take(kind switch { ModelKind.Mesh => 6, ModelKind.Server => 4, _ => 2 });

    /// <summary>Raised when the peer was silent for too long.</summary>
    /// <param name="messages">The messages of the protocol.</param>
    public static ModelName Expired(IEnumerable<ModelName> messages) => Rename(messages, s_expired);

    /// <summary>Raised at each interval of the heartbeat.</summary>
    /// <param name="messages">The messages of the protocol.</param>
    public static ModelName Heartbeat(IEnumerable<ModelName> messages) => Rename(messages, s_heartbeat);

    /// <summary>Raised in a server or mesh by what is not a message.</summary>
    /// <param name="messages">The messages of the protocol.</param>
    public static ModelName Malformed(IEnumerable<ModelName> messages) => Rename(messages, s_malformed);

    /// <summary>Raised in a mesh when a peer is connected.</summary>
    /// <param name="messages">The messages of the protocol.</param>
    public static ModelName Connected(IEnumerable<ModelName> messages) => Rename(messages, s_connected);

    /// <summary>Raised in a server or mesh when the connection of a peer has ended.</summary>
    /// <param name="messages">The messages of the protocol.</param>
    public static ModelName Disconnected(IEnumerable<ModelName> messages) => Rename(messages, s_disconnected);

    /// <summary>Raised in a mesh when a message finds the queue to its peer full.</summary>
    /// <param name="messages">The messages of the protocol.</param>
    public static ModelName QueueFull(IEnumerable<ModelName> messages) => Rename(messages, s_queueFull);

    /// <summary>What the engine's own event is called where an event named like it means a message; null for any other event.</summary>
    /// <param name="event">The event that a state handles.</param>
    /// <param name="kind">The engine.</param>
    /// <param name="messages">The messages of the protocol.</param>
    public static ModelName? HiddenBy(ModelName @event, ModelKind kind, IEnumerable<ModelName> messages)
        => OfKind(kind).Contains(@event) && messages.Contains(@event) ? Rename(messages, @event) : null;

    // By what raises it.
    private static ModelName Rename(IEnumerable<ModelName> messages, ModelName name)
    {
        string origin = name.Equals(s_malformed) ? "message" : name.Equals(s_expired) || name.Equals(s_heartbeat) ? "timer" : "peer";
        return messages.Contains(name) ? new ModelName($"{name.Text.ToLowerInvariant()} {origin}") : name;
    }
}
