namespace ZProto;

/// <summary>By which connection each peer of a ROUTER is there, so that the end of a connection can be told by routing id.</summary>
/// <remarks>
/// libzmq names connections by their descriptor, which the system gives again at once. So each message is looked at after the events
/// that came before it: of two connections with one descriptor it then belongs to the later one, or else to one whose loss is told
/// once all that came by it was received.
/// </remarks>
internal sealed class PeerConnections
{
    private readonly Dictionary<int, Connection> _latest = [];
    private readonly Dictionary<RoutingId, Connection> _peers = [];
    private readonly Queue<Connection> _lost = new();

    /// <summary>A connection was made.</summary>
    public void Accepted(int descriptor) => _latest[descriptor] = new Connection();

    /// <summary>A connection was lost.</summary>
    public void Lost(int descriptor)
    {
        if (!_latest.TryGetValue(descriptor, out Connection? connection))
            return;
        connection.IsLost = true;
        if (connection.Peers.Count > 0)
            _lost.Enqueue(connection);
    }

    /// <summary>A message of a peer has come.</summary>
    public void Received(RoutingId peer, int descriptor)
    {
        if (!_latest.TryGetValue(descriptor, out Connection? connection))
            _latest[descriptor] = connection = new Connection();
        if (_peers.TryGetValue(peer, out Connection? before) && ReferenceEquals(before, connection))
            return;
        before?.Peers.Remove(peer);
        _peers[peer] = connection;
        connection.Peers.Add(peer);
        if (connection.IsLost)
            _lost.Enqueue(connection);
    }

    /// <summary>Takes a peer whose connection was lost, and who has come by no other since. To be asked when nothing is left to receive.</summary>
    public bool TryTakeLost(out RoutingId peer)
    {
        while (_lost.TryPeek(out Connection? connection))
        {
            if (connection.Peers.Count > 0)
            {
                peer = connection.Peers[^1];
                connection.Peers.RemoveAt(connection.Peers.Count - 1);
                _peers.Remove(peer);
                return true;
            }
            _lost.Dequeue();
        }
        peer = default;
        return false;
    }

    private sealed class Connection
    {
        public bool IsLost { get; set; }

        /// <summary>Mostly one.</summary>
        public List<RoutingId> Peers { get; } = [];
    }
}
