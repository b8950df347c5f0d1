namespace ZProto.Transports.InProcess;

/// <summary>A DEALER or PUSH: sends to its connections in turn.</summary>
internal sealed class InProcessDealer(InProcessLoop loop, InProcessEndpoints endpoints, SocketType type, SocketOptions options)
    : InProcessSocket(loop, endpoints, type, options)
{
    private readonly List<InProcessPipe> _peers = [];
    private int _turn;

    protected override SendResult SendCore(ReadOnlySpan<byte> routingId, MultipartMessage frames)
    {
        for (int full = 0; full < _peers.Count;)
        {
            if (_turn >= _peers.Count)
                _turn = 0;
            InProcessPipe end = _peers[_turn];
            switch (end.Other.Send(frames))
            {
                case SendResult.Sent:
                    _turn++;
                    return SendResult.Sent;
                case SendResult.QueueFull:
                    _turn++;
                    full++;
                    break;
                default:
                    // Its socket has gone and the news are on their way: the message waits for the next one there.
                    Lose(end);
                    break;
            }
        }
        return SendResult.QueueFull;
    }

    protected override void OnConnecting(InProcessPipe end)
    {
        _peers.Add(end);
        Open(end);
    }

    protected override void OnAttached(InProcessPipe end) => OnConnecting(end);

    protected override void OnLost(InProcessPipe end)
    {
        int index = _peers.IndexOf(end);
        if (index < 0)
            return;
        _peers.RemoveAt(index);
        if (index < _turn)
            _turn--;
    }

    protected override void OnForgotten(InProcessPipe end)
    {
    }
}
