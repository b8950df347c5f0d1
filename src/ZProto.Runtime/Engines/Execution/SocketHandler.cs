using ZProto.Transports;

namespace ZProto.Engines.Execution;

/// <summary>A socket beside the engine's own, whose messages go to a handler. It owns the socket.</summary>
internal sealed class SocketHandler(IRegistrationOwner owner, ITransportSocket socket, Action<IMultipartMessage> handler) : EngineRegistration(owner), IEventLoopParticipant
{
    public ITransportSocket Socket => socket;

    public override void Begin() => Owner.Loop.Add(this);

    public bool Poll()
    {
        long started = Owner.Loop.Now;
        int count = 0;
        do
        {
            if (IsEnded || !TryReceive(out ReceivedMessage message))
                return true;
            Owner.Context.RunGuarded(handler, message.Frames, "handler of a socket");
        }
        while (Owner.Loop.HasBudget(started, ++count));
        return false;
    }

    // A loss is told before what comes after it, and is nothing to a handler.
    private bool TryReceive(out ReceivedMessage message)
    {
        while (!socket.TryReceive(out message))
        {
            if (!socket.TryTakeConnectionEvent(out _))
                return false;
        }
        return true;
    }

    protected override void OnEnd()
    {
        Owner.Loop.Remove(this);
        socket.Dispose();
    }
}
