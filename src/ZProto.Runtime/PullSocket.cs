using ZProto.Transports;

namespace ZProto;

/// <summary>A PULL of an engine: receives from its peers in turn.</summary>
/// <typeparam name="TMessage">The protocol.</typeparam>
/// <remarks>Source: ZeroMQ RFC 30 (PIPELINE).</remarks>
public sealed class PullSocket<TMessage> : EngineSocket<TMessage>
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    internal PullSocket(EngineSockets sockets, string name, Action<TMessage> handler)
        : base(sockets, SocketType.Pull, name, handler)
    {
    }
}
