using ZProto.Transports;

namespace ZProto.Pirates.Tests;

/// <summary>The Lazy Pirate's demo, with a clock that the test advances.</summary>
public sealed class LazyPirateTests
{
    [Fact]
    public async Task The_demo_shows_what_the_guide_shows()
    {
        string[] lines = await RunAsync(seed: 42);
        Assert.Equal(
            ["normal request (1)", "normal request (2)", "normal request (3)", "simulating CPU overload", "normal request (4)", "simulating a crash"],
            Of("server", lines));
        Assert.Equal(
            [
                "connecting to server",
                "server replied OK (1)",
                "server replied OK (2)",
                "server replied OK (3)",
                "'ask' had no reply within 2500 ms and is tried again, 2 of 3",
                "'ask' had no reply within 2500 ms and is tried again, 3 of 3",
                "'ask' had no reply within 2.5 seconds of 3 tries",
            ],
            Of("client", lines).Select(line => line.Split(": ")[0]));
    }

    [Fact]
    public async Task Replies_come_in_order_until_the_server_crashes_whatever_the_seed()
    {
        for (int seed = 0; seed < 50; seed++)
        {
            string[] lines = await RunAsync(seed);
            Assert.Equal("simulating a crash", Of("server", lines).Last());
            string[] replies = [.. Of("client", lines).Where(line => line.StartsWith("server replied", StringComparison.Ordinal))];
            Assert.True(replies.Length >= 3);
            Assert.Equal(Enumerable.Range(1, replies.Length).Select(number => $"server replied OK ({number})"), replies);
        }
    }

    private static IEnumerable<string> Of(string who, string[] lines)
        => lines.Where(line => line.StartsWith($"{who}: ", StringComparison.Ordinal)).Select(line => line[(who.Length + 2)..]);

    private static async Task<string[]> RunAsync(int seed)
    {
        var clock = new FakeTimeProvider();
        await using var loop = new EventLoop(new InProcessTransport(), clock);
        await using var other = new LazyPirate { Options = { Loop = loop } };
        using var output = new StringWriter();
        Task demo = new LazyDemo(loop, TextWriter.Synchronized(output)).RunAsync("inproc://lazy", seed);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!demo.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            clock.Advance(TimeSpan.FromMilliseconds(100));
            for (int i = 0; i < 4; i++)
                await other.InvokeAsync(() => { });
        }
        await demo;
        return output.ToString().ReplaceLineEndings("\n").Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }
}
