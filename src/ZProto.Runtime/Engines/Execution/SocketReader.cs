using ZProto.Transports;

namespace ZProto.Engines.Execution;

/// <summary>Reads a socket beside the engine's own, up to a share in each round. It owns the socket.</summary>
internal abstract class SocketReader(IRegistrationOwner owner, ITransportSocket socket) : EngineRegistration(owner), IEventLoopParticipant
{
    public ITransportSocket Socket => socket;

    public override void Begin() => Owner.Loop.Add(this);

    public bool Poll()
    {
        long started = Owner.Loop.Now;
        int count = 0;
        do
        {
            if (IsEnded || socket.IsPaused || !TryReceive(out ReceivedMessage message))
                return true;
            OnReceived(in message);
        }
        while (Owner.Loop.HasBudget(started, ++count));
        return false;
    }

    /// <summary>Handles a message. It does not throw.</summary>
    protected abstract void OnReceived(in ReceivedMessage message);

    /// <summary>Handles what has become of a connection: a loss comes before the messages that follow it. It does not throw.</summary>
    protected virtual void OnConnectionEvent(in ConnectionEvent connectionEvent)
    {
    }

    private bool TryReceive(out ReceivedMessage message)
    {
        while (!socket.TryReceive(out message))
        {
            if (!socket.TryTakeConnectionEvent(out ConnectionEvent connectionEvent))
                return false;
            OnConnectionEvent(in connectionEvent);
            // What is done about it may be the end of this.
            if (IsEnded)
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
