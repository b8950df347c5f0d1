namespace ZProto.Transport;

/// <summary>A DEALER: sends to its connections in turn.</summary>
internal sealed class InProcessDealer(InProcessLoop loop, InProcessEndpoints endpoints, SocketOptions options)
    : InProcessSocket(loop, endpoints, options)
{
    private readonly List<InProcessEnd> _peers = [];
    private int _turn;

    protected override SendOutcome Send(ReadOnlySpan<byte> routingId, FrameBuffer frames)
    {
        for (int full = 0; full < _peers.Count;)
        {
            if (_turn >= _peers.Count)
                _turn = 0;
            InProcessEnd end = _peers[_turn];
            switch (end.Other.Send(frames))
            {
                case SendOutcome.Sent:
                    _turn++;
                    return SendOutcome.Sent;
                case SendOutcome.Full:
                    _turn++;
                    full++;
                    break;
                default:
                    // Its socket has gone and the news are on their way: the message waits for the next one there.
                    Lose(end);
                    break;
            }
        }
        return SendOutcome.Full;
    }

    protected override void OnConnecting(InProcessEnd end)
    {
        _peers.Add(end);
        Open(end);
    }

    protected override void OnAttached(InProcessEnd end) => OnConnecting(end);

    protected override void OnLost(InProcessEnd end)
    {
        int index = _peers.IndexOf(end);
        if (index < 0)
            return;
        _peers.RemoveAt(index);
        if (index < _turn)
            _turn--;
    }

    protected override void OnForgotten(InProcessEnd end)
    {
    }
}
