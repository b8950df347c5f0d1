using System.Collections.Concurrent;

namespace Steady;

/// <summary>Keeps what comes in at its further sockets for the test.</summary>
public sealed partial class FurtherServer
{
    public ConcurrentQueue<string> Received { get; } = [];

    private partial void OnFeed(ZProto.IMultipartMessage notice) => Received.Enqueue($"feed {notice.GetFrame(0)[0]}");

    private partial void OnWire(SteadyMsg message) => Received.Enqueue($"wire {message.Text}");

    private partial void OnRelay(SteadyMsg message) => Received.Enqueue($"relay {message.Text}");

    private partial void OnWork(SteadyMsg message) => Received.Enqueue($"work {message.Text}");

    private partial void OnUpstream(SteadyMsg message) => Received.Enqueue($"upstream {message.Text}");

    private partial void OnSideDoor(SteadyMsg message)
    {
        Received.Enqueue($"side door {message.Text}");
        SideDoor.Send(message.RoutingId, message);
    }
}
