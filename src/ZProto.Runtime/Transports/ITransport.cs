namespace ZProto.Transports;

/// <summary>
/// What carries frames for engines: NetMQ, libzmq, or memory. A transport is a description that many loops may share; what it
/// makes belongs to the loop it was made for.
/// </summary>
public interface ITransport
{
    /// <summary>Its name, for logs and errors.</summary>
    string Name { get; }

    /// <summary>What it can do, so that configuration can refuse what it cannot.</summary>
    TransportCapabilities Capabilities { get; }

    /// <summary>Makes what one loop thread waits on. Called on that thread.</summary>
    /// <exception cref="TransportException">The transport cannot be used here, with what to do about it.</exception>
    ITransportLoop CreateLoop();
}
