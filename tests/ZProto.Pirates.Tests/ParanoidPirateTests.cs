namespace ZProto.Pirates.Tests;

/// <summary>Queue, workers and a client together, with a clock that the test advances.</summary>
public sealed class ParanoidPirateTests
{
    private static readonly TimeSpan s_step = TimeSpan.FromMilliseconds(100);

    // Only bounds a hang.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task Four_workers_die_in_turn_and_the_client_gives_up_when_none_is_left()
    {
        await using QueueHost host = await QueueHost.StartAsync();
        using var crew = new Crew(host);
        for (int i = 0; i < 4; i++)
            await crew.HireAsync();
        await using LazyPirate client = NewClient(host);
        await client.OpenAsync(QueueHost.Clients);
        int number = 0;
        for (int alive = 4; alive > 0; alive--)
        {
            for (int i = 0; i < 8; i++)
                Assert.Equal($"{++number}", Number.Of(await client.AskAsync(Number.ToBody(number)).WaitAsync(s_patience)));
            Assert.Equal(alive, await host.Queue.CountWorkersAsync());
            Task death = crew.DieOfTheNextRequestAsync();
            Task<FrameList> call = client.AskAsync(Number.ToBody(++number));
            await death.WaitAsync(s_patience);
            if (alive > 1)
                Assert.Equal($"{number}", Number.Of(await UntilCompletedAsync(host, client, call, crew)));
            else
                await Assert.ThrowsAsync<TimeoutException>(() => UntilCompletedAsync(host, client, call, crew));
        }
        // Another is hired, and all goes on.
        await crew.HireAsync();
        Assert.Equal("100", Number.Of(await client.AskAsync(Number.ToBody(100)).WaitAsync(s_patience)));
    }

    [Fact]
    public async Task A_queue_that_was_restarted_is_found_by_workers_and_client()
    {
        await using QueueHost host = await QueueHost.StartAsync();
        using var crew = new Crew(host);
        await crew.HireAsync();
        await using LazyPirate client = NewClient(host);
        await client.OpenAsync(QueueHost.Clients);
        for (int i = 1; i <= 5; i++)
        {
            await host.StartQueueAsync();
            Assert.Equal($"{i}", Number.Of(await UntilCompletedAsync(host, client, client.AskAsync(Number.ToBody(i)), crew)));
        }
    }

    [Fact]
    public async Task No_reply_is_out_of_order_whatever_goes_wrong()
    {
        int replies = 0;
        for (int seed = 0; seed < 40; seed++)
        {
            await using QueueHost host = await QueueHost.StartAsync();
            var random = new Random(seed);
            using var stop = new CancellationTokenSource();
            Task[] workers = [.. Enumerable.Range(0, 4).Select(number
                => new UnreliableWorker($"{number}", new Faults(random.Next(), oneIn: 5), TextWriter.Null, host.Clock).RunAsync(host.Transport, QueueHost.Workers, cancellationToken: stop.Token))];
            await using LazyPirate client = NewClient(host);
            // It throws where a reply is not the one to its request.
            Task<int> asking = new NumberingClient(TextWriter.Null).RunAsync(client, QueueHost.Clients);
            await UntilCompletedAsync(host, client, asking, async () =>
            {
                if (random.Next(100) == 0)
                    await host.StartQueueAsync();
            });
            replies += await asking;
            await stop.CancelAsync();
            await Task.WhenAll(workers);
        }
        Assert.True(replies > 100, $"Only {replies} replies came.");
    }

    private static LazyPirate NewClient(QueueHost host)
        => new() { Options = { Transport = host.Transport, TimeProvider = host.Clock, DisposeTimeout = TimeSpan.Zero, LoggerFactory = new RecordingLogger() } };

    private static Task<T> UntilCompletedAsync<T>(QueueHost host, LazyPirate client, Task<T> task, Crew crew) => UntilCompletedAsync(host, client, task, crew.SettleAsync);

    // Time goes on in steps, with all that is due done after each.
    private static async Task<T> UntilCompletedAsync<T>(QueueHost host, LazyPirate client, Task<T> task, Func<Task> settle)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (!task.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            await host.AdvanceAsync(s_step);
            await settle();
            await host.SettleAsync();
            for (int i = 0; i < 3; i++)
                await client.InvokeAsync(() => { });
        }
        return await task;
    }

    /// <summary>Workers that echo, and die when they are told to.</summary>
    private sealed class Crew(QueueHost host) : IDisposable
    {
        private readonly List<PirateWorker> _alive = [];
        private TaskCompletionSource<PirateWorker>? _death;

        public async Task HireAsync()
        {
            var worker = new PirateWorker { Options = { Transport = host.Transport, TimeProvider = host.Clock, LoggerFactory = new RecordingLogger() } };
            await worker.OpenAsync(QueueHost.Workers);
            _alive.Add(worker);
            await host.SettleAsync();
            _ = worker.RunAsync(request => Interlocked.Exchange(ref _death, null) is { } death ? DieAsync(worker, death) : Task.FromResult(request));
        }

        /// <summary>Whoever gets the next request dies of it.</summary>
        public async Task DieOfTheNextRequestAsync()
        {
            _death = new TaskCompletionSource<PirateWorker>();
            _alive.Remove(await _death.Task);
        }

        public async Task SettleAsync()
        {
            foreach (PirateWorker worker in _alive)
            {
                for (int i = 0; i < 3; i++)
                    await worker.InvokeAsync(() => { });
            }
        }

        public void Dispose()
        {
            foreach (PirateWorker worker in _alive)
                _ = worker.DisposeAsync().AsTask();
        }

        private static async Task<FrameList> DieAsync(PirateWorker worker, TaskCompletionSource<PirateWorker> death)
        {
            await worker.DisposeAsync();
            death.SetResult(worker);
            return [];
        }
    }
}
