using System.Collections.Concurrent;

namespace Steady;

internal sealed partial class PresenceServer
{
    /// <summary>What happened to whom.</summary>
    public ConcurrentQueue<string> Log { get; } = new();

    public sealed partial class Client
    {
        private partial void NoteWhatWasSaid() => Server.Log.Enqueue($"{UniqueId}: {Message.Text}");

        private partial void NoteTheEnd() => Server.Log.Enqueue($"{UniqueId} has gone");
    }
}
