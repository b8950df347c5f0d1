namespace ZProto.Transports;

/// <summary>
/// What carries frames for engines: NetMQ, libzmq, or memory. A transport is a description that many loops may share; each socket
/// belongs to the loop that created it.
/// </summary>
public interface ITransport
{
    /// <summary>Its name, for logs and errors.</summary>
    string Name { get; }

    /// <summary>What it supports, so that a configuration can be refused that needs more.</summary>
    TransportCapabilities Capabilities { get; }

    /// <summary>Creates a loop for one thread. Called on that thread.</summary>
    /// <exception cref="TransportException">The transport cannot be used here; the message says what to do.</exception>
    ITransportLoop CreateLoop();
}
