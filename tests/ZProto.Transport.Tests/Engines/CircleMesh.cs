using System.Collections.Concurrent;
using ZProto;

namespace Steady;

/// <summary>Keeps what its peers say for the test.</summary>
public sealed partial class CircleMesh
{
    private int _pings;

    public ConcurrentQueue<string> Heard { get; } = [];

    public int Pings => Volatile.Read(ref _pings);

    /// <summary>The peers that have greeted and been greeted.</summary>
    public Task<int> CountReadyAsync() => InvokeAsync(() => GetPeers().Count(peer => peer.State == State.Ready));

    public Task<bool> HasPeerAsync(PeerKey key) => InvokeAsync(() => TryGetPeer(key, out _));

    protected override bool Admit(CircleMsg message) => message.Id == CircleMsg.MessageId.Hello;

    private partial void Whisper(string text) => BroadcastEvent(Event.Say, text);

    public sealed partial class Peer
    {
        partial void OnInitialize()
        {
            if (!Message.HasId)
                SetNextEvent(Event.Greet);
        }

        private partial void TellEndpoint() => Message.Endpoint = Mesh.Endpoints[0];

        private partial void TakeEndpoint() => SetEndpoint(Message.Endpoint);

        private partial void Hear() => Mesh.Heard.Enqueue(Message.Text);

        private partial void NotePing() => Interlocked.Increment(ref Mesh._pings);
    }
}
