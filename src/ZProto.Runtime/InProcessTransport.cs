using ZProto.Transports;
using ZProto.Transports.InProcess;

namespace ZProto;

/// <summary>
/// Carries messages between threads of one process, in memory: for tests, samples, and several engines in one program.
/// Endpoints are <c>inproc://name</c>; binding <c>inproc://*</c> picks a name.
/// </summary>
/// <remarks>
/// As with ZeroMQ, a DEALER may connect before a server is bound, and reconnects when a server comes back. Two things differ. One queue
/// connects two sockets, not two with a network between, so that it holds the sender's
/// <see cref="SocketOptions.SendHighWatermark"/> and the receiver's <see cref="SocketOptions.ReceiveHighWatermark"/> together, and has
/// no limit only if the sender has none. And nothing is delayed: <see cref="SocketOptions.Linger"/> and
/// <see cref="SocketOptions.ReconnectInterval"/> have no effect, because a message that was sent is already at its peer.
/// </remarks>
public sealed class InProcessTransport : ITransport
{
    private readonly InProcessEndpoints _endpoints = new();

    /// <summary>The transport whose endpoints the whole process shares. Each other instance has its own endpoints.</summary>
    public static InProcessTransport Shared { get; } = new();

    /// <inheritdoc/>
    public string Name => "in-process";

    /// <inheritdoc/>
    public TransportCapabilities Capabilities => TransportCapabilities.InProcess | TransportCapabilities.Disconnects | TransportCapabilities.Patterns | TransportCapabilities.DropCounts;

    /// <inheritdoc/>
    public ITransportLoop CreateLoop() => new InProcessLoop(_endpoints);
}
