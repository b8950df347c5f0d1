namespace ZProto.Pirates.Tests;

/// <summary>The sample as a program, in one process and in several.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task The_lazy_demo_ends_when_the_client_gives_up()
    {
        string[] lines = await RunAsync("lazy");
        Assert.Equal("client: connecting to server", lines[0]);
        Assert.Contains("server: simulating a crash", lines);
        Assert.StartsWith("client: 'ask' had no reply within 2.5 seconds of 3 tries: ", lines[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_the_paranoid_demo_four_workers_die_in_turn_and_no_reply_is_out_of_order()
    {
        string[] lines = await RunAsync("paranoid --seed 304");
        Assert.Equal(
            ["worker 1: simulating a crash", "worker 2: simulating a crash", "worker 3: simulating a crash", "worker 4: simulating a crash"],
            lines.Where(line => line.EndsWith("simulating a crash", StringComparison.Ordinal)).Order(StringComparer.Ordinal));
        string[] replies = [.. lines.Where(line => line.StartsWith("client: server replied", StringComparison.Ordinal))];
        Assert.NotEmpty(replies);
        Assert.Equal(Enumerable.Range(1, replies.Length).Select(number => $"client: server replied OK ({number})"), replies);
        Assert.StartsWith("client: 'ask' had no reply within 2.5 seconds of 3 tries: ", lines[^1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("cook", "'cook' is not understood.")]
    [InlineData("queue worker", "'worker' is not understood.")]
    [InlineData("queue --clients", "'--clients' needs a value.")]
    [InlineData("worker --heartbeat 0", "'--heartbeat' needs a number from 1, not '0'.")]
    [InlineData("lazy --seed red", "'--seed' needs a number from 0, not 'red'.")]
    public async Task Bad_arguments_are_told(string arguments, string problem)
    {
        using var sample = new SampleProcess("Pirates", arguments);
        Assert.Empty(await sample.ReadToEndAsync());
        Assert.Equal(2, sample.ExitCode);
        Assert.Equal(problem, (await sample.ReadErrorsAsync())[0]);
    }

    [Fact]
    public async Task A_queue_and_workers_are_killed_and_come_back_and_no_reply_is_lost_or_out_of_order()
    {
        SampleProcess queue = StartQueue("tcp://127.0.0.1:*", "tcp://127.0.0.1:*");
        string clients = await EndpointAsync(queue, "queue: clients at "), workers = await EndpointAsync(queue, "queue: workers at ");
        SampleProcess worker = StartWorker(workers);
        await worker.ReadLineAsync("worker: ready");
        using var client = new SampleProcess("Pirates", $"client --clients {clients}");
        int next = 1;
        for (int i = 0; i < 2; i++)
        {
            next = await ReadRepliesAsync(client, next);
            worker.Dispose();
            worker = StartWorker(workers);
            next = await ReadRepliesAsync(client, next);
            queue.Dispose();
            queue = StartQueue(clients, workers);
        }
        await ReadRepliesAsync(client, next);
        worker.Dispose();
        queue.Dispose();
    }

    private static async Task<string[]> RunAsync(string arguments)
    {
        using var demo = new SampleProcess("Pirates", arguments);
        string[] lines = await demo.ReadToEndAsync();
        Assert.Equal(0, demo.ExitCode);
        return lines;
    }

    private static SampleProcess StartQueue(string clients, string workers) => new("Pirates", $"queue --clients {clients} --workers {workers} --heartbeat 100");

    private static SampleProcess StartWorker(string workers) => new("Pirates", $"worker --workers {workers} --heartbeat 100");

    private static async Task<string> EndpointAsync(SampleProcess queue, string beginning) => (await queue.ReadLineAsync(beginning))[beginning.Length..];

    private static async Task<int> ReadRepliesAsync(SampleProcess client, int next)
    {
        for (int end = next + 20; next < end; next++)
            Assert.Equal($"client: server replied OK ({next})", await client.ReadLineAsync("client: server replied"));
        return next;
    }
}
