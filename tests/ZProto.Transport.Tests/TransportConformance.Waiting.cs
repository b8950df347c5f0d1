using System.Diagnostics;

namespace ZProto.Transport.Tests;

// What a loop sleeps on, and what ends its sleep.
public abstract partial class TransportConformance
{
    [TransportFact]
    public virtual Task A_wait_returns_when_its_time_is_over_and_not_before()
        => RunLoop(loop =>
        {
            loop.CreateSocket(SocketType.Router, new SocketOptions()).Bind(AnyEndpoint);
            loop.Wait(TimeSpan.Zero);
            long started = Stopwatch.GetTimestamp();
            loop.Wait(TimeSpan.FromMilliseconds(60));

            // Only a lower bound: clocks differ a little, and a busy machine only makes it later.
            Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(50));
        });

    [TransportFact]
    public virtual Task A_wait_without_sockets_ends_too()
        => RunLoop(loop =>
        {
            loop.Wait(TimeSpan.FromMilliseconds(5));
            loop.Wake();
            loop.Wait(Timeout.InfiniteTimeSpan);
        });

    [TransportFact]
    public virtual Task A_wake_before_the_wait_ends_it_at_once()
        => RunLoop(loop =>
        {
            loop.CreateSocket(SocketType.Router, new SocketOptions()).Bind(AnyEndpoint);
            for (int i = 0; i < 100; i++)
            {
                loop.Wake();
                loop.Wait(Timeout.InfiniteTimeSpan);
            }
        });

    [TransportFact]
    public virtual Task Many_wakes_are_as_good_as_one()
        => RunLoop(loop =>
        {
            for (int i = 0; i < 100_000; i++)
                loop.Wake();
            loop.Wait(Timeout.InfiniteTimeSpan);
            long started = Stopwatch.GetTimestamp();
            loop.Wait(TimeSpan.FromMilliseconds(60));
            Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(50));
        });

    [TransportFact]
    public virtual async Task A_socket_that_is_paused_lets_the_loop_sleep_on_and_loses_nothing()
    {
        var bound = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task server = RunLoop(loop =>
        {
            ITransportSocket socket = loop.CreateSocket(SocketType.Router, new SocketOptions());
            bound.SetResult(socket.Bind(AnyEndpoint));
            loop.Wait(Timeout.InfiniteTimeSpan);

            socket.IsPaused = true;
            loop.Wait(TimeSpan.Zero);
            long started = Stopwatch.GetTimestamp();
            loop.Wait(TimeSpan.FromMilliseconds(60));
            Assert.True(Stopwatch.GetElapsedTime(started) >= TimeSpan.FromMilliseconds(50));

            socket.IsPaused = false;
            while (!socket.TryReceive(out _))
                loop.Wait(Timeout.InfiniteTimeSpan);
        });
        TestSocket client = await StartClient(await bound.Task.WaitAsync(Deadline.Span));
        await client.Send("hello");
        await server;
    }

    [TransportFact]
    public virtual async Task A_message_ends_the_wait()
    {
        var bound = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        Task server = RunLoop(loop =>
        {
            ITransportSocket socket = loop.CreateSocket(SocketType.Router, new SocketOptions());
            bound.SetResult(socket.Bind(AnyEndpoint));
            do
                loop.Wait(Timeout.InfiniteTimeSpan);
            while (!socket.TryReceive(out _));
        });
        TestSocket client = await StartClient(await bound.Task.WaitAsync(Deadline.Span));
        await client.Send("hello");
        await server;
    }

    [TransportFact]
    public virtual async Task A_message_that_was_there_before_the_wait_ends_it_however_often_it_is_left()
    {
        TestSocket server = await NewRouter();
        TestSocket client = await StartClient(await server.Bind(AnyEndpoint));
        await client.Send("one");
        await client.Send("two");
        await server.Do((loop, socket) =>
        {
            Deadline.Receive(loop, socket);
            for (int i = 0; i < 10; i++)
                loop.Wait(Timeout.InfiniteTimeSpan);
            Assert.Equal("two", Deadline.Receive(loop, socket).Text);
        });
    }

    [TransportTheory]
    [InlineData(1)]
    [InlineData(4)]
    public virtual async Task No_wake_from_any_thread_is_lost(int wakers)
    {
        const int rounds = 5_000;
        var deadline = new ProgressDeadline();
        var asked = new int[wakers];
        var seen = new SemaphoreSlim[wakers];
        var started = new TaskCompletionSource<ITransportLoop>(TaskCreationOptions.RunContinuationsAsynchronously);
        for (int i = 0; i < wakers; i++)
            seen[i] = new SemaphoreSlim(0);

        // Each waker asks only after its last question was seen: one wake that is lost, and it waits forever.
        Task loopThread = RunLoop(loop =>
        {
            loop.CreateSocket(SocketType.Router, new SocketOptions()).Bind(AnyEndpoint);
            started.SetResult(loop);
            var done = new int[wakers];
            while (done.Sum() < wakers * rounds)
            {
                loop.Wait(Timeout.InfiniteTimeSpan);
                for (int i = 0; i < wakers; i++)
                {
                    if (Volatile.Read(ref asked[i]) == done[i])
                        continue;
                    done[i]++;
                    deadline.Step();
                    seen[i].Release();
                }
            }
        }, deadline);
        ITransportLoop loop = await started.Task.WaitAsync(Deadline.Span);
        Thread[] threads = Enumerable.Range(0, wakers).Select(i => new Thread(() =>
        {
            for (int round = 0; round < rounds; round++)
            {
                Interlocked.Increment(ref asked[i]);
                loop.Wake();
                if (!seen[i].Wait(Deadline.Span))
                    return;
            }
        })
        {
            IsBackground = true,
        }).ToArray();
        foreach (Thread thread in threads)
            thread.Start();
        await loopThread;
        foreach (Thread thread in threads)
            Assert.True(thread.Join(Deadline.Span));
    }

    /// <summary>What a thread may allocate for each round trip of frames of 16 bytes, rounded up.</summary>
    protected virtual (long Client, long Server) BytesPerRoundTrip => (0, 0);

    [TransportFact]
    public async Task A_round_trip_allocates_nothing_or_no_more_than_the_documentation_of_the_transport_says()
    {
        // What is allocated for each of thousands of round trips shows in every attempt. What shows in one alone is a pool that was
        // never as empty before, or a collection of another test's, which counts the rest of a thread's allocation context.
        (long Client, long Server) allocated;
        int attempts = 0;
        do
            allocated = await AllocatedByRoundTrips();
        while ((allocated.Client > BytesPerRoundTrip.Client || allocated.Server > BytesPerRoundTrip.Server) && ++attempts < 20);
        Assert.InRange(allocated.Client, 0, BytesPerRoundTrip.Client);
        Assert.InRange(allocated.Server, 0, BytesPerRoundTrip.Server);
    }

    private async Task<(long Client, long Server)> AllocatedByRoundTrips()
    {
        const int warmUp = 5_000, measured = 10_000, window = 32;
        var deadline = new ProgressDeadline();
        TestSocket server = await NewRouter();
        TestSocket client = await StartClient(await server.Bind(AnyEndpoint));
        Task<long> atServer = server.Do((loop, socket) =>
        {
            var frames = new MultipartMessage();
            byte[] bytes = new byte[16];
            Echo(warmUp + window);
            long before = GC.GetAllocatedBytesForCurrentThread();
            Echo(measured + window);
            return GC.GetAllocatedBytesForCurrentThread() - before;

            void Echo(int count)
            {
                for (int done = 0; done < count;)
                {
                    if (!socket.TryReceive(out ReceivedMessage message))
                    {
                        loop.Wait(Timeout.InfiniteTimeSpan);
                        continue;
                    }
                    ReadOnlySpan<byte> frame = message.Frames.GetFrame(0);
                    frame.CopyTo(bytes);
                    frames.Clear();
                    frames.Add(bytes.AsMemory(0, frame.Length));
                    if (socket.Send(message.RoutingId, frames) == SendResult.Sent)
                        done++;
                    deadline.Step();
                }
            }
        }, deadline);
        Task<long> atClient = client.Do((loop, socket) =>
        {
            var frames = new MultipartMessage();
            frames.Add(new byte[16]);

            // First many at once, so that pools are as full as they ever get, then one by one.
            RoundTrips(warmUp, 1);
            RoundTrips(window, window);
            long before = GC.GetAllocatedBytesForCurrentThread();
            RoundTrips(measured, 1);
            RoundTrips(window, window);
            return GC.GetAllocatedBytesForCurrentThread() - before;

            void RoundTrips(int count, int atOnce)
            {
                for (int asked = 0, answered = 0; answered < count;)
                {
                    while (asked < count && asked - answered < atOnce && socket.Send([], frames) == SendResult.Sent)
                        asked++;
                    if (socket.TryReceive(out _))
                        answered++;
                    else
                        loop.Wait(Timeout.InfiniteTimeSpan);
                }
            }
        }, deadline);
        const int roundTrips = measured + window;
        return ((await atClient + roundTrips - 1) / roundTrips, (await atServer + roundTrips - 1) / roundTrips);
    }
}
