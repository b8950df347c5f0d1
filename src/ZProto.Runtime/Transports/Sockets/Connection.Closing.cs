using System.Net.Sockets;

namespace ZProto.Transports.Sockets;

// How it ends: at once, or when what is left is sent.
internal sealed partial class Connection
{
    // What a peer may take to close its end after this one has, so that no reset overtakes the last message.
    private const int CloseMilliseconds = 250;

    private long _finishBy;

    /// <summary>Sends what there is to send, and ends.</summary>
    /// <param name="by">When it ends at the latest, by the loop's time.</param>
    public void Finish(long by)
    {
        if (State != ConnectionState.Open)
        {
            Close(null);
            return;
        }
        _owner.OnClosing(this);
        FinishAnyState(by);
    }

    /// <summary>Ends it at once.</summary>
    /// <param name="reason">Why, or null where the peer or this end just leaves.</param>
    public void Close(string? reason)
    {
        if (State == ConnectionState.Closed)
            return;
        if (State == ConnectionState.Finishing)
            _loop.Lingering--;
        else
            _owner.OnClosing(this);
        State = ConnectionState.Closed;
        Reason ??= reason;
        _loop.Poller.Remove(this);
        _loop.Timers.Cancel(this);
        _socket.Dispose();
        _input.Release();
        _output.Dispose();
        _handshake?.Dispose();
        _handshake = null;
        _queue.DropCut();
        _owner.OnClosed(this);
    }

    private void FinishAnyState(long by)
    {
        State = ConnectionState.Finishing;
        _finishBy = by;
        _loop.Lingering++;
        _loop.Timers.Arm(this, by);
        if (_isSuspended)
            Resume();
        _input.OnReady();
        Drop();
        SendUnsent();
    }

    // After the last word, an ERROR.
    private void Fail(string? reason)
    {
        Reason = reason;
        FinishAnyState(_loop.Now + CloseMilliseconds);
    }

    private void ShutDown()
    {
        try
        {
            _socket.Shutdown(SocketShutdown.Send);
        }
        catch (SocketException)
        {
            Close(null);
            return;
        }
        _cannotSend = true;
        _loop.Timers.Arm(this, Math.Min(_finishBy, _loop.Now + CloseMilliseconds));
    }

    // One turn's worth: where there is more, the loop is told again.
    private void Drop()
    {
        _input.TryReceive(out bool end);
        _input.Release();
        if (end)
            Close(null);
    }
}
