namespace ZProto.Transports;

/// <summary>The socket types of dialogues, which every transport has; for those that have no others.</summary>
internal static class DialogueTypes
{
    /// <summary>Refuses other types.</summary>
    /// <exception cref="TransportException">It is one of publish and subscribe, or of a pipeline.</exception>
    public static void RequireDialogue(this SocketType type)
    {
        if (type is not (SocketType.Router or SocketType.Dealer))
            throw new TransportException($"The sockets transport has no {type.GetName()}, only ROUTER and DEALER. For a {type.GetName()}, set Options.Transport to a NetMQTransport (package ZProto.NetMQ), a LibZmqTransport (package ZProto.LibZmq) or an InProcessTransport.");
    }
}
