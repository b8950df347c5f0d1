namespace LogCollector;

/// <summary>What a log knows nodes by: two bytes, unique enough to see which events belong together.</summary>
/// <remarks>Source: the ZRE log protocol of the ZeroMQ Guide: Bernstein's hash, modified.</remarks>
public static class EndpointHash
{
    /// <summary>The hash of an endpoint.</summary>
    /// <param name="endpoint">The endpoint, in ASCII.</param>
    public static ushort Compute(string endpoint) => endpoint.Aggregate((ushort)0, (hash, letter) => (ushort)((33 * hash) ^ letter));
}
