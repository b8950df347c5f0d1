namespace ZProto.Transport.Tests;

/// <summary>The sockets transport by the poller that every system has; a class of its own, so that a <see cref="ServerProcess"/> can make one.</summary>
public sealed class PortableSocketsTransport : ITransport
{
    private readonly SocketsTransport _transport = new() { IsPortable = true };

    public string Name => _transport.Name;

    public TransportCapabilities Capabilities => _transport.Capabilities;

    public ITransportLoop CreateLoop() => _transport.CreateLoop();
}
