using ZProto.Transports.InProcess;

namespace ZProto.Testing.Simulated;

/// <summary>A message on its way, for the trace: who has sent it to whom, and its frames.</summary>
internal sealed class CarriedMessage(SimulatedNode from, SimulatedNode? to, IMultipartMessage message)
{
    private readonly byte[][] _frames = [.. Enumerable.Range(0, message.Count).Select(index => message.GetFrame(index).ToArray())];

    public SimulatedNode From => from;

    /// <summary>Null where no one was there when it was sent.</summary>
    public SimulatedNode? To => to;

    public IReadOnlyList<byte[]> Frames => _frames;

    /// <summary>Who sends to an end of a connection, and who receives.</summary>
    public static CarriedMessage Create(Network network, InProcessPipe end, IMultipartMessage message)
        => new(network.NodeOf(end.Other)!, network.NodeOf(end), message);
}
