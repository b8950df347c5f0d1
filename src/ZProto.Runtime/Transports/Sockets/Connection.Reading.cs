using ZProto.Transports.Sockets.Polling;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Transports.Sockets;

// How messages and commands are read, and how the peer shows that it is there.
internal sealed partial class Connection
{
    private Heartbeat _heartbeat;
    private bool _isSuspended;

    /// <summary>Stops reading, so that the peer has to wait.</summary>
    public void Suspend()
    {
        _isSuspended = true;
        _loop.Poller.Update(this, Interest & ~Readiness.Readable);
    }

    /// <summary>Reads on.</summary>
    public void Resume()
    {
        _isSuspended = false;
        _loop.Poller.Update(this, Interest | Readiness.Readable);
        _heartbeat.OnReceived(_loop.Now);
    }

    /// <summary>Reads on up to the next message.</summary>
    /// <param name="message">The message, to be shown next.</param>
    /// <returns>False where there is none for now; or the turn is over, or the connection has ended.</returns>
    public bool TryRead(out FrameEvent message)
    {
        while (State == ConnectionState.Open)
        {
            if (!_input.TryRead(out message))
            {
                Close("what the peer sealed cannot be opened");
                return false;
            }
            switch (message.Kind)
            {
                case FrameEventKind.Message:
                    return true;
                case FrameEventKind.Command:
                    if (!TakeCommand(message))
                        return false;
                    break;
                case FrameEventKind.Malformed:
                    Close($"the peer sent {message.Reason}");
                    return false;
                default:
                    if (!Receive())
                        return false;
                    break;
            }
        }
        message = default;
        return false;
    }

    /// <summary>Ends where the peer has left and nothing of it is unread.</summary>
    public void ReadEnd()
    {
        if (!_input.HasUnread)
            Receive();
    }

    private bool Receive()
    {
        bool received, end;
        try
        {
            received = _input.TryReceive(out end);
        }
        catch (OutOfMemoryException)
        {
            Close("there is no memory for its message");
            return false;
        }
        if (received)
        {
            if (_heartbeat.OnReceived(_loop.Now))
                ArmHeartbeat();
            return true;
        }
        if (end)
            Close(null);
        return false;
    }

    private bool TakeCommand(in FrameEvent found)
    {
        bool isWellFormed = Command.TryParse(_input.Bytes.Slice(found.Offset, found.Length), out Command command);
        if (isWellFormed && command.Kind is CommandKind.Ping or CommandKind.Pong)
        {
            _heartbeat.OnBeat(command);
            if (command.Kind == CommandKind.Ping)
            {
                _output.Pong(command.Data);
                ArmHeartbeat();
                TellUnsent();
            }
        }
        bool isError = command.Kind == CommandKind.Error;
        _input.Consume(found.Consumed);
        if (isWellFormed && !isError)
            return State == ConnectionState.Open;
        IsRefused = isWellFormed;
        Close(isError ? "the peer has ended the connection with an ERROR" : "the peer sent a malformed command");
        return false;
    }

    private void Beat()
    {
        // What waits here unread is no silence of the peer's.
        if (_input.HasUnread)
            _heartbeat.OnReceived(_loop.Now);
        if (_heartbeat.IsDead(_loop.Now))
        {
            Close("the peer has been silent for too long");
            return;
        }
        if (_heartbeat.TryPing(_loop.Now))
        {
            _output.Ping();
            TellUnsent();
        }
        ArmHeartbeat();
    }

    private void ArmHeartbeat()
    {
        if (_heartbeat.NextDue is < long.MaxValue and var due)
            _loop.Timers.Arm(this, due);
    }
}
