using System.Net;

namespace ZProto.Zyre;

/// <summary>What carries beacons: UDP, or a test's network.</summary>
internal interface IBeaconSocket : IDisposable
{
    /// <summary>Sends a datagram, without waiting.</summary>
    /// <exception cref="System.Net.Sockets.SocketException">It could not be sent.</exception>
    void Send(ReadOnlySpan<byte> datagram, IPAddress destination);

    /// <summary>Waits for a datagram. What does not fit is cut off.</summary>
    /// <returns>How many bytes it has, and the address that it came from.</returns>
    /// <exception cref="System.Net.Sockets.SocketException">Nothing could be received; later calls may succeed.</exception>
    ValueTask<(int Length, IPAddress From)> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken);
}
