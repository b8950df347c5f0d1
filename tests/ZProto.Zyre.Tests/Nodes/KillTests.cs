using System.Collections.Concurrent;
using System.Globalization;
using ZProto.Transport.Tests;

namespace ZProto.Zyre.Tests.Nodes;

/// <summary>Nodes over TCP and UDP on loopback, of which one has a process of its own, that is killed in the middle of its words and comes back.</summary>
public sealed class KillTests
{
    private const int Words = 100;

    private readonly int _port = TestPort.Find();

    [Fact]
    public async Task Others_go_on_however_often_a_node_is_killed_amid_traffic_and_comes_back()
    {
        int lives = LongRun.Scale(3, most: 50);
        await using var a = new Listener("a", _port);
        await using var b = new Listener("b", _port);
        await Deadline.Until(() => a.Joined.Contains("b") && b.Joined.Contains("a"));

        using var stop = new CancellationTokenSource();
        Task talk = Task.WhenAll(a.TalkAsync(stop.Token), b.TalkAsync(stop.Token));
        for (int life = 1; life <= lives; life++)
        {
            using NodeProcess node = NodeProcess.Start($"life {life}", _port, others: 2);
            string last = $"life {life}: {Words}";
            await Deadline.Until(() => (a.Heard.Contains(last) && b.Heard.Contains(last)) || node.HasExited);
            Assert.True(a.Heard.Contains(last) && b.Heard.Contains(last), node.HasExited ? await node.Errors : "");
            node.Kill();
        }
        int heard = a.Heard.Count;
        await Deadline.Until(() => a.Heard.Count > heard + Words);
        await stop.CancelAsync();
        await talk;
        a.AssertHeard(lives + 1);
        b.AssertHeard(lives + 1);
        Assert.Contains("b", (await a.Node.GetPeersAsync()).Select(peer => peer.Name));
        Assert.False(a.Node.Completion.IsCompleted || b.Node.Completion.IsCompleted);
    }

    /// <summary>A node that keeps what it hears.</summary>
    private sealed class Listener : IAsyncDisposable
    {
        private readonly Task _reading;

        public Listener(string name, int port)
        {
            Node = new ZyreNode(NodeProcess.Options(name, port));
            _reading = Task.Run(ReadAsync);
        }

        public ZyreNode Node { get; }

        public ConcurrentQueue<string> Joined { get; } = [];

        /// <summary>Who said which number.</summary>
        public ConcurrentQueue<string> Heard { get; } = [];

        public async Task TalkAsync(CancellationToken stop)
        {
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                await Node.ShoutAsync(NodeProcess.Group, $"{i}", CancellationToken.None);
                await Task.Delay(1, CancellationToken.None);
            }
        }

        /// <summary>What each has said came in order and without a gap.</summary>
        public void AssertHeard(int speakers)
        {
            var next = new Dictionary<string, int>();
            foreach (string word in Heard)
            {
                string name = word[..word.IndexOf(':', StringComparison.Ordinal)];
                int expected = next.GetValueOrDefault(name);
                Assert.Equal($"{name}: {expected.ToString(CultureInfo.InvariantCulture)}", word);
                next[name] = expected + 1;
            }
            Assert.Equal(speakers, next.Count);
        }

        public async ValueTask DisposeAsync()
        {
            await Node.DisposeAsync();
            await _reading;
        }

        private async Task ReadAsync()
        {
            await Node.JoinAsync(NodeProcess.Group);
            await Node.StartAsync();
            await foreach (ZyreEvent item in Node.ReadEventsAsync())
            {
                if (item is ZyreEvent.Join)
                    Joined.Enqueue(item.Name);
                else if (item is ZyreEvent.Shout shout)
                    Heard.Enqueue($"{shout.Name}: {shout.Message.Text}");
            }
        }
    }
}
