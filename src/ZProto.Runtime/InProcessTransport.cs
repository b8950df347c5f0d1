using ZProto.Transports;
using ZProto.Transports.InProcess;

namespace ZProto;

/// <summary>
/// Carries messages between threads of one process, in memory: for tests, samples, and several engines in one program.
/// Endpoints are <c>inproc://name</c>; binding <c>inproc://*</c> picks a name.
/// </summary>
/// <remarks>
/// Like ZeroMQ's own: a DEALER may connect before anybody is bound, and connects again when a server comes back. Two things
/// are its own. There is one queue between two sockets, not two with a network between, so that it holds the sender's
/// <see cref="SocketOptions.SendHighWatermark"/> and the receiver's <see cref="SocketOptions.ReceiveHighWatermark"/> together, and any number
/// only where the sender has no limit. And nothing is waited for: <see cref="SocketOptions.Linger"/> and
/// <see cref="SocketOptions.ReconnectInterval"/> mean nothing here, because a message sent is already at its peer.
/// </remarks>
public sealed class InProcessTransport : ITransport
{
    private readonly InProcessEndpoints _endpoints = new();

    /// <summary>The transport whose endpoints the whole process shares. Another instance has endpoints of its own.</summary>
    public static InProcessTransport Shared { get; } = new();

    /// <inheritdoc/>
    public string Name => "in-process";

    /// <inheritdoc/>
    public TransportCapabilities Capabilities => TransportCapabilities.InProcess | TransportCapabilities.Disconnects;

    /// <inheritdoc/>
    public ITransportLoop CreateLoop() => new InProcessLoop(_endpoints);
}
