using System.Collections.Concurrent;

namespace Steady;

/// <summary>Keeps what its servers answer for the test.</summary>
public sealed partial class PollingMesh
{
    public ConcurrentQueue<string> Heard { get; } = [];

    private partial void Ask(string text) => BroadcastEvent(Event.Poll, text);

    public sealed partial class Peer
    {
        partial void OnInitialize() => SetNextEvent(Event.Begin);

        private partial void Note() => Mesh.Heard.Enqueue("known");

        private partial void Hear() => Mesh.Heard.Enqueue(Message.Text);
    }
}
