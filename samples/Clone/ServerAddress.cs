namespace Clone;

/// <summary>Where a server is.</summary>
/// <param name="Snapshots">Where it answers questions for snapshots.</param>
/// <param name="Updates">Where it publishes updates.</param>
/// <param name="Collector">Where it collects what clients change.</param>
/// <param name="States">Where it tells the other server of a pair what state it is in; RFC 12 leaves that open.</param>
public sealed record ServerAddress(string Snapshots, string Updates, string Collector, string States)
{
    /// <summary>The ports of RFC 12, from P to P + 2, and one more.</summary>
    /// <param name="host">The host, as in <c>tcp://127.0.0.1</c>.</param>
    /// <param name="port">P.</param>
    /// <exception cref="ArgumentOutOfRangeException">The port is not from 1 to 65,532.</exception>
    public static ServerAddress At(string host, int port)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(port, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(port, 65_532);
        return new ServerAddress($"{host}:{port}", $"{host}:{port + 1}", $"{host}:{port + 2}", $"{host}:{port + 3}");
    }
}
