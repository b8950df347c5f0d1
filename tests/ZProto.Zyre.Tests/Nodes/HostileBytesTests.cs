using ZProto.Transport.Tests;

namespace ZProto.Zyre.Tests.Nodes;

/// <summary>What no peer would send, to the mailbox of a node over TCP: it hears its peers in the meantime, and no one becomes a peer by it.</summary>
public sealed class HostileBytesTests : IAsyncLifetime
{
    private static readonly Guid s_stranger = new("01020304-0506-0708-090a-0b0c0d0e0f10");

    private readonly ZyreNode _node;
    private readonly ZyreNode _peer;
    private IAsyncEnumerator<ZyreEvent> _events = null!;
    private int _said;

    public HostileBytesTests()
    {
        int port = TestPort.Find();
        _node = new ZyreNode(NodeProcess.Options("node", port));
        _peer = new ZyreNode(NodeProcess.Options("peer", port));
    }

    public async Task InitializeAsync()
    {
        await _node.StartAsync();
        await _peer.StartAsync();
        _events = _node.ReadEventsAsync().GetAsyncEnumerator();
        await Deadline.Until(async () => (await _peer.GetPeersAsync()).Count == 1);
        await AssertHearsAsync();
    }

    public async Task DisposeAsync()
    {
        await _events.DisposeAsync();
        await _peer.DisposeAsync();
        await _node.DisposeAsync();
    }

    [Fact]
    public async Task A_node_that_is_sent_what_no_peer_would_send_hears_its_peers()
    {
        bool resets = false;
        foreach (Func<byte[]> bytes in HostileBytes.All.Values)
        {
            using RawPeer bad = await RawPeer.Connect(_node.Endpoint);
            await bad.TrySend(bytes());
            await AssertHearsAsync();
            if (resets = !resets)
                bad.Reset();
        }
        await AssertNoStrangerAsync();
    }

    [Fact]
    public async Task Greetings_that_are_cut_at_any_byte_make_no_peer()
    {
        byte[] hello = ZreMsg.CreateHello(1, "tcp://127.0.0.1:1", ["ROOM"], 1, "stranger", []).ToFrames()[0];
        byte[] bytes = [.. Zmtp.Greeting(), .. Zmtp.Ready([1, .. PeerKey.From(s_stranger).Span]), .. Zmtp.Message(hello)];
        for (int length = 0; length < bytes.Length; length++)
        {
            using RawPeer bad = await RawPeer.Connect(_node.Endpoint);
            await bad.TrySend(bytes[..length]);
            if (length % 20 == 0)
                await AssertHearsAsync();
            if (length % 2 == 0)
                bad.Reset();
        }
        await AssertNoStrangerAsync();
        // All of it does.
        using RawPeer good = await RawPeer.Connect(_node.Endpoint);
        await good.TrySendInTurn(bytes);
        await Deadline.Until(async () => (await _node.GetPeersAsync()).Any(peer => peer.Id == s_stranger));
    }

    private async Task AssertHearsAsync()
    {
        string text = $"{++_said}";
        Assert.True(await _peer.WhisperAsync(_node.Id, text));
        do
            Assert.True(await _events.MoveNextAsync().AsTask().WaitAsync(Deadline.Span));
        while (_events.Current is not ZyreEvent.Whisper whisper || whisper.Message.Text != text);
    }

    private async Task AssertNoStrangerAsync()
    {
        await AssertHearsAsync();
        Assert.Equal([_peer.Id], (await _node.GetPeersAsync()).Select(peer => peer.Id));
        Assert.False(_node.Completion.IsCompleted);
    }
}
