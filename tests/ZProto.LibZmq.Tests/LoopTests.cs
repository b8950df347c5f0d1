using System.Diagnostics;
using ZProto.Native;
using ZProto.Shared;
using ZProto.Transports;

namespace ZProto.LibZmq.Tests;

/// <summary>Sleeping and waking, beginning and ending.</summary>
public sealed class LoopTests
{
    public static TheoryData<string> WakeUps
    {
        get
        {
            var kinds = new TheoryData<string> { "socket" };
            if (OperatingSystem.IsLinux())
                kinds.Add("event");
            return kinds;
        }
    }

    [LibZmqTheory]
    [MemberData(nameof(WakeUps))]
    public void A_wake_before_a_wait_ends_it_once(string kind)
    {
        using LibZmqLoop loop = Create(kind);
        loop.Wake();
        loop.Wake();
        loop.Wait(Timeout.InfiniteTimeSpan);
        loop.Wait(TimeSpan.Zero);
        loop.Wait(TimeSpan.FromTicks(1));
        loop.Wake();
        loop.Wait(TimeSpan.Zero);
        loop.Wait(TimeSpan.FromTicks(1));
    }

    [LibZmqTheory]
    [MemberData(nameof(WakeUps))]
    public void No_wake_of_any_thread_is_lost(string kind)
    {
        const int Threads = 4;
        const int WakesPerThread = 25_000;
        using LibZmqLoop loop = Create(kind);
        int[] posted = new int[Threads * 32];
        int[] seen = new int[Threads * 32];

        // Each thread posts one thing, wakes, and goes on only when the loop has seen it: one lost wake and both wait indefinitely.
        // Some spin a random while in between, so that wakes meet the loop in every state; every other thread never waits for the
        // loop, so that wakes also meet each other.
        Thread[] threads = Enumerable.Range(0, Threads).Select(number => new Thread(() =>
        {
            var random = new Random(number);
            for (int i = 1; i <= WakesPerThread; i++)
            {
                posted[number * 32] = i;
                loop.Wake();
                if (number % 2 == 0)
                {
                    while (Volatile.Read(ref seen[number * 32]) < i)
                        Thread.Yield();
                }
                Thread.SpinWait(random.Next(200));
            }
        })).ToArray();
        foreach (Thread thread in threads)
            thread.Start();

        while (Enumerable.Range(0, Threads).Any(number => seen[number * 32] < WakesPerThread))
        {
            WaitForWake(loop);
            for (int number = 0; number < Threads; number++)
                Volatile.Write(ref seen[number * 32], Volatile.Read(ref posted[number * 32]));
        }
        foreach (Thread thread in threads)
            thread.Join();
    }

    [LibZmqFact]
    public void Wakes_and_messages_together_are_all_noticed()
    {
        using ITransportLoop loop = new LibZmqTransport().CreateLoop();
        ITransportSocket server = loop.Router();
        string endpoint = server.Bind("tcp://127.0.0.1:*");
        int wakes = 0;
        var thread = new Thread(() =>
        {
            using ITransportLoop own = new LibZmqTransport().CreateLoop();
            ITransportSocket client = own.Dealer();
            client.Connect(endpoint);
            for (int i = 0; i < 5_000; i++)
            {
                Interlocked.Increment(ref wakes);
                loop.Wake();
                client.Send($"{i}");
                Assert.Equal($"{i}", own.ReceiveText(client));
            }
        });
        thread.Start();
        int received = 0;
        while (true)
        {
            while (Received.Next(server) is { } request)
            {
                received++;
                server.Reply(request, Sockets.Buffer(request.Frames));
            }
            if (received == 5_000)
                break;
            WaitForWake(loop);
        }
        thread.Join();
        Assert.Equal(5_000, wakes);
    }

    [LibZmqFact]
    public void A_wait_ends_with_a_message_for_any_of_its_sockets()
    {
        using ITransportLoop loop = new LibZmqTransport().CreateLoop();
        ITransportSocket[] servers = Enumerable.Range(0, 5).Select(_ => loop.Router()).ToArray();
        using ITransportLoop elsewhere = new LibZmqTransport().CreateLoop();
        foreach (ITransportSocket server in servers)
        {
            ITransportSocket client = elsewhere.Dealer();
            client.Connect(server.Bind("tcp://127.0.0.1:*"));
            client.Send("hello");
            while (!server.TryReceive(out _))
            {
                WaitForWake(loop);
            }
        }
        servers[2].Dispose();
        ITransportSocket last = elsewhere.Dealer();
        last.Connect(servers[4].Bind("tcp://127.0.0.1:*"));
        last.Send("again");
        loop.Receive(servers[4]);
    }

    [LibZmqTheory]
    [MemberData(nameof(WakeUps))]
    public void Waking_a_loop_while_it_is_disposed_and_after_is_harmless(string kind)
    {
        for (int i = 0; i < 300; i++)
        {
            LibZmqLoop loop = Create(kind);
            using var started = new ManualResetEventSlim();
            var thread = new Thread(() =>
            {
                started.Set();
                for (int wake = 0; wake < 200; wake++)
                    loop.Wake();
            });
            thread.Start();
            started.Wait();
            for (int wait = 0; wait < i % 5; wait++)
                loop.Wait(TimeSpan.FromMilliseconds(1));
            loop.Dispose();
            loop.Wake();
            thread.Join();
        }
    }

    [LibZmqFact]
    public void A_loop_that_was_asleep_when_it_ended_is_not_written_to()
    {
        // Whoever saw the loop asleep may write as late as it likes: here, after the end.
        foreach (WakeUp wakeUp in OperatingSystem.IsLinux() ? new WakeUp[] { new SocketWakeUp(), EventWakeUp.TryCreate()! } : [new SocketWakeUp()])
        {
            wakeUp.Signal();
            wakeUp.Dispose();
            wakeUp.Signal();
        }
    }

    [LibZmqFact]
    public void A_wakeup_that_no_one_reads_never_blocks_who_signals_it()
    {
        using var wakeUp = new SocketWakeUp();
        for (int i = 0; i < 1_000_000; i++)
            wakeUp.Signal();
        wakeUp.Clear();
    }

    [LibZmqFact]
    public void What_is_disposed_stays_so_and_says_so()
    {
        ITransportLoop loop = new LibZmqTransport().CreateLoop();
        ITransportSocket first = loop.Router();
        string endpoint = first.Bind("tcp://127.0.0.1:*");
        ITransportSocket second = loop.Dealer();
        second.Connect(endpoint);
        second.Send("hello");
        ReceivedMessage hello;
        while (!first.TryReceive(out hello))
            WaitForWake(loop);
        IMultipartMessage frames = hello.Frames;
        first.Dispose();
        first.Dispose();
        Assert.Throws<ObjectDisposedException>(() => first.TryReceive(out _));
        Assert.Throws<ObjectDisposedException>(() => first.Send("hello"));
        Assert.Throws<ObjectDisposedException>(() => first.Bind(endpoint));
        Assert.Throws<ObjectDisposedException>(() => first.Connect(endpoint));
        Assert.Equal(0, frames.Count);
        loop.Dispose();
        loop.Dispose();
        Assert.Throws<ObjectDisposedException>(() => second.TryReceive(out _));
        Assert.Throws<ObjectDisposedException>(() => loop.Wait(TimeSpan.Zero));
        Assert.Throws<ObjectDisposedException>(() => loop.Router());
        loop.Wake();
    }

    [LibZmqFact]
    public void What_was_sent_just_before_the_end_arrives_within_linger()
    {
        using ITransportLoop loop = new LibZmqTransport().CreateLoop();
        ITransportSocket server = loop.Router();
        string endpoint = server.Bind("tcp://127.0.0.1:*");
        using (ITransportLoop elsewhere = new LibZmqTransport().CreateLoop())
        {
            ITransportSocket client = elsewhere.Dealer(new SocketOptions { Linger = TimeSpan.FromSeconds(30) });
            client.Connect(endpoint);
            for (int i = 0; i < 100; i++)
                client.Send($"{i}");
        }
        for (int i = 0; i < 100; i++)
            Assert.Equal($"{i}", loop.ReceiveText(server));
    }

    [LibZmqFact]
    public void Times_are_never_cut_short()
    {
        Assert.Equal(-1, Milliseconds.RoundUp(Timeout.InfiniteTimeSpan));
        Assert.Equal(0, Milliseconds.RoundUp(TimeSpan.Zero));
        Assert.Equal(1, Milliseconds.RoundUp(TimeSpan.FromTicks(1)));
        Assert.Equal(2, Milliseconds.RoundUp(TimeSpan.FromMicroseconds(1001)));
        Assert.Equal(int.MaxValue, Milliseconds.RoundUp(TimeSpan.MaxValue));
        Assert.Throws<ArgumentOutOfRangeException>(() => Milliseconds.RoundUp(TimeSpan.FromSeconds(-1)));
        Assert.Equal(0, Milliseconds.Left(10, TimeSpan.FromSeconds(1)));
        Assert.Equal(7, Milliseconds.Left(10, TimeSpan.FromMilliseconds(3.9)));
    }

    private static LibZmqLoop Create(string kind) => new(kind == "socket" ? new SocketWakeUp() : EventWakeUp.TryCreate()!);

    // A wait that nothing ends lasts a minute, and so does none unless a wake was lost.
    private static void WaitForWake(ITransportLoop loop)
    {
        long start = Stopwatch.GetTimestamp();
        loop.Wait(TimeSpan.FromMinutes(1));
        Assert.True(Stopwatch.GetElapsedTime(start) < TimeSpan.FromMinutes(1), "a wake was lost");
    }
}
