namespace ZProto.Transports.Sockets;

/// <summary>A DEALER: sends to its endpoints, and to those that came to it, in turn.</summary>
internal sealed class SocketsDealer(SocketsLoop loop, SocketOptions options) : SocketsSocket(loop, options, SocketType.Dealer)
{
    private readonly List<Func<MultipartMessage, SendResult>> _targets = [];
    private int _turn;

    public override SendResult Send(ReadOnlySpan<byte> routingId, MultipartMessage frames)
    {
        CheckSend(frames);
        if (!routingId.IsEmpty)
            throw new ArgumentException("A DEALER sends to no routing id.", nameof(routingId));
        for (int tried = 0; tried < _targets.Count; tried++)
        {
            if (_turn >= _targets.Count)
                _turn = 0;
            if (_targets[_turn++](frames) == SendResult.Sent)
                return SendResult.Sent;
        }
        return SendResult.QueueFull;
    }

    protected override void OnConnectorAdded(Connector connector) => _targets.Add(connector.Send);

    protected override void OnConnectorRemoved(Connector connector) => _targets.Remove(connector.Send);

    protected override void OnOpened(Connection connection)
    {
        // A ROUTER's id says nothing to a DEALER.
        connection.RoutingId = RoutingId.Empty;
        if (connection.IsAccepted)
            _targets.Add(connection.Send);
    }

    protected override void OnLost(Connection connection)
    {
        if (connection.IsAccepted)
            _targets.Remove(connection.Send);
    }
}
