using System.Runtime.InteropServices;

namespace ZProto.Transports.Sockets;

/// <summary>The connections of one socket, counted by the addresses that they come from.</summary>
/// <param name="options">How many there may be.</param>
internal sealed class ConnectionList(SocketOptions options)
{
    private readonly List<Connection> _connections = [];
    private readonly Dictionary<string, int> _perAddress = [];

    /// <summary>How many there are, those without a handshake and those that still send included.</summary>
    public int Count => _connections.Count;

    /// <summary>How many addresses have come.</summary>
    public int AddressCount => _perAddress.Count;

    /// <summary>Whether another may come from an address.</summary>
    /// <param name="address">The address; null where there is none.</param>
    public bool HasRoomFor(string? address)
        => !(options.MaxConnections > 0 && _connections.Count >= options.MaxConnections)
            && !(options.MaxConnectionsPerAddress > 0 && address is not null && _perAddress.GetValueOrDefault(address) >= options.MaxConnectionsPerAddress);

    /// <summary>Adds one.</summary>
    public void Add(Connection connection)
    {
        connection.Index = _connections.Count;
        _connections.Add(connection);
        if (CountedAddress(connection) is { } address)
            _perAddress[address] = _perAddress.GetValueOrDefault(address) + 1;
    }

    /// <summary>Takes one out, whose place the last takes.</summary>
    public void Remove(Connection connection)
    {
        int last = _connections.Count - 1;
        _connections[connection.Index] = _connections[last];
        _connections[connection.Index].Index = connection.Index;
        _connections.RemoveAt(last);
        if (CountedAddress(connection) is { } address && --CollectionsMarshal.GetValueRefOrNullRef(_perAddress, address) == 0)
            _perAddress.Remove(address);
    }

    /// <summary>Those there are now.</summary>
    public Connection[] ToArray() => [.. _connections];

    // Those that this end has made are limited by whoever made them.
    private static string? CountedAddress(Connection connection) => connection.IsAccepted ? connection.Address : null;
}
