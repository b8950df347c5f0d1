using ZProto.Transports;

namespace ZProto.Engines.Execution;

/// <summary>A socket beside the engine's own, whose messages go to a handler.</summary>
internal sealed class SocketHandler(IRegistrationOwner owner, ITransportSocket socket, Action<IMultipartMessage> handler) : SocketReader(owner, socket)
{
    protected override void OnReceived(in ReceivedMessage message) => Owner.Context.RunGuarded(handler, message.Frames, "handler of a socket");
}
