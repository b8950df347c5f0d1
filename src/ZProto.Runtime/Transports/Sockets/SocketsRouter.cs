using System.Buffers.Binary;

namespace ZProto.Transports.Sockets;

/// <summary>A ROUTER: sends to the peer of a routing id.</summary>
internal sealed class SocketsRouter(SocketsLoop loop, SocketOptions options) : SocketsSocket(loop, options, SocketType.Router)
{
    private const int GeneratedLength = 5;

    private readonly RoutingIdTable<Connection> _peers = new();

    // No one can tell from one run what ids the next has.
    private uint _lastId = (uint)RoutingId.RandomNumber();

    public override SendResult Send(ReadOnlySpan<byte> routingId, MultipartMessage frames)
    {
        CheckSend(frames);
        return _peers.Find(routingId)?.Send(frames) ?? SendResult.PeerUnreachable;
    }

    protected override RoutingIdClaim Check(Connection connection)
    {
        if (connection.RoutingId.IsEmpty || _peers.Find(connection.RoutingIdBytes) is not { } other)
            return RoutingIdClaim.Granted;
        // Another user may not take the place of one, whatever is set.
        if (other.UserId != connection.UserId)
            return RoutingIdClaim.OfAnotherUser;
        return Options.RouterHandover == false ? RoutingIdClaim.Taken : RoutingIdClaim.Granted;
    }

    protected override void OnOpened(Connection connection)
    {
        if (connection.RoutingId.IsEmpty)
            connection.RoutingId = NewId();
        Connection? other = _peers.Find(connection.RoutingIdBytes);
        if (other is not null)
            _peers.Remove(other.RoutingId, other);
        _peers.Add(connection.RoutingId, connection);
        other?.Close("another took its place");
    }

    // Not where another took its place.
    protected override void OnLost(Connection connection)
    {
        if (_peers.Remove(connection.RoutingId, connection) && Options.ReportDisconnects)
            Tell(new ConnectionEvent(ConnectionEventKind.Disconnected, connection.RoutingId, connection.Address));
    }

    private RoutingId NewId()
    {
        Span<byte> id = stackalloc byte[GeneratedLength];
        id[0] = 0;
        do
            BinaryPrimitives.WriteUInt32BigEndian(id[1..], ++_lastId);
        while (_peers.Find(id) is not null);
        return new RoutingId(id);
    }
}
