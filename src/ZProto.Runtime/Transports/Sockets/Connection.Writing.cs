using System.Net.Sockets;
using ZProto.Transports.Sockets.Polling;

namespace ZProto.Transports.Sockets;

// How messages leave: when the loop looks for news next, with all others to the same peer.
internal sealed partial class Connection
{
    private bool _isUnsentTold;
    private bool _cannotSend;

    /// <summary>Takes a message to send.</summary>
    public SendResult Send(MultipartMessage frames)
    {
        if (State != ConnectionState.Open || _cannotSend)
            return SendResult.PeerUnreachable;
        if (!_queue.TryAdd(frames))
        {
            SendUnsent();
            if (State != ConnectionState.Open)
                return SendResult.PeerUnreachable;
            if (!_queue.TryAdd(frames))
                return SendResult.QueueFull;
        }
        TellUnsent();
        return SendResult.Sent;
    }

    /// <summary>Learns that there is something to send. It leaves when the loop looks for news next, or at once where it is much.</summary>
    public void TellUnsent()
    {
        // Until the system takes more there is nothing to try.
        if ((Interest & Readiness.Writable) != 0)
            return;
        if (_queue.HasFullSegment)
            SendUnsent();
        if (_isUnsentTold || _output.IsEmpty)
            return;
        _isUnsentTold = true;
        _loop.AddUnsent(this);
    }

    /// <summary>Sends what the system takes.</summary>
    public void SendUnsent()
    {
        _isUnsentTold = false;
        if (State == ConnectionState.Closed || _cannotSend)
            return;
        bool isSent = _output.Send(out SocketError error);
        if (!isSent && error is not (SocketError.Success or SocketError.WouldBlock or SocketError.NoBufferSpaceAvailable))
        {
            OnSendFailed();
            return;
        }
        _loop.Poller.Update(this, isSent ? Interest & ~Readiness.Writable : Interest | Readiness.Writable);
        if (isSent && State == ConnectionState.Finishing)
            ShutDown();
    }

    private void OnSendFailed()
    {
        // Nothing more can be sent. What the peer has sent before it left can still be read, and the read finds the end.
        _cannotSend = true;
        _loop.Poller.Update(this, Interest & ~Readiness.Writable);
        _input.OnReady();
        if (State == ConnectionState.Open)
            _owner.OnReadable(this);
        else
            Close("the peer has left");
    }
}
