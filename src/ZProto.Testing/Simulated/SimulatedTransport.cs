using ZProto.Transports;
using ZProto.Transports.InProcess;

namespace ZProto.Testing.Simulated;

/// <summary>The network as a node in one of its lives sees it.</summary>
internal sealed class SimulatedTransport(Network network, NodeLife life) : ITransport
{
    public string Name => "simulated";

    public NodeLife Life => life;

    public TransportCapabilities Capabilities => TransportCapabilities.InProcess | TransportCapabilities.Disconnects | TransportCapabilities.Patterns | TransportCapabilities.DropCounts;

    public ITransportLoop CreateLoop()
    {
        var loop = new InProcessLoop(network.Endpoints);
        network.Add(loop, life);
        return loop;
    }
}
