using System.Diagnostics;
using ZProto.Transports;

namespace ZProto.Load;

/// <summary>DEALERs on one thread, each with a number of requests in flight, that count answers and how long each took.</summary>
internal static class Callers
{
    // One for all runs: making so large a one could start a collection in the midst of what is measured.
    private static readonly List<long> s_times = new(8_000_000);

    /// <summary>Requests without a pause.</summary>
    /// <param name="transport">What carries them.</param>
    /// <param name="endpoint">Where the server is.</param>
    /// <param name="connections">How many DEALERs.</param>
    /// <param name="inFlight">How many requests each of them has under way.</param>
    /// <param name="time">For how long, after a quarter of it to make the connections and to warm what is measured; zero for the first requests only.</param>
    public static LoadResult Run(ITransport transport, string endpoint, int connections, int inFlight, TimeSpan time)
    {
        using ITransportLoop loop = transport.CreateLoop();
        Caller[] callers = [.. Enumerable.Range(0, connections).Select(_ => new Caller(loop, endpoint, inFlight))];
        try
        {
            Exchange(loop, callers, time / 4, []);
            s_times.Clear();
            TimeSpan cpu = Environment.CpuUsage.TotalTime;
            long start = Stopwatch.GetTimestamp();
            Exchange(loop, callers, time, s_times);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            cpu = Environment.CpuUsage.TotalTime - cpu;
            s_times.Sort();
            return new LoadResult(s_times.Count / seconds, Microseconds(s_times, 0.5), Microseconds(s_times, 0.99), cpu.TotalMicroseconds / s_times.Count);
        }
        finally
        {
            foreach (Caller caller in callers)
                caller.Socket.Dispose();
        }
    }

    private static void Exchange(ITransportLoop loop, Caller[] callers, TimeSpan time, List<long> times)
    {
        long end = Stopwatch.GetTimestamp() + (long)(time.TotalSeconds * Stopwatch.Frequency);
        foreach (Caller caller in callers)
            caller.Begin(end);
        int open = callers.Length;
        while (open > 0)
        {
            foreach (Caller caller in callers)
            {
                if (caller.Read(times))
                    open--;
            }
            if (open > 0)
                loop.Wait(Timeout.InfiniteTimeSpan);
        }
    }

    private static double Microseconds(List<long> times, double part)
        => times[(int)((times.Count - 1) * part)] * 1_000_000.0 / Stopwatch.Frequency;

    private sealed class Caller
    {
        private readonly MultipartMessage _request = new();
        private readonly Queue<long> _sent = new();
        private readonly int _inFlight;
        private long _end;

        public Caller(ITransportLoop loop, string endpoint, int inFlight)
        {
            _inFlight = inFlight;
            Socket = loop.CreateSocket(SocketType.Dealer, new SocketOptions());
            Socket.Connect(endpoint);
            var writer = new FrameWriter(_request);
            HelloMsg.CreateHello(1, "World").Encode(ref writer);
        }

        public ITransportSocket Socket { get; }

        public void Begin(long end)
        {
            _end = end;
            for (int i = 0; i < _inFlight; i++)
                Send(Stopwatch.GetTimestamp());
        }

        /// <summary>Takes the answers there are and, until the end, sends a request for each.</summary>
        /// <returns>Whether the last answer has come just now.</returns>
        public bool Read(List<long> times)
        {
            if (_sent.Count == 0)
                return false;
            // No more than were under way, so that no connection keeps the others waiting.
            for (int i = 0; i < _inFlight && Socket.TryReceive(out _); i++)
            {
                long now = Stopwatch.GetTimestamp();
                times.Add(now - _sent.Dequeue());
                if (now < _end)
                    Send(now);
            }
            return _sent.Count == 0;
        }

        private void Send(long now)
        {
            if (Socket.Send(default, _request) != SendResult.Sent)
                throw new InvalidOperationException("A request could not be sent.");
            _sent.Enqueue(now);
        }
    }
}

/// <summary>What a load came to.</summary>
/// <param name="PerSecond">Round trips per second.</param>
/// <param name="Median">Half of them took at most so many microseconds.</param>
/// <param name="Worst">All but one in a hundred took at most so many microseconds.</param>
/// <param name="Cpu">Microseconds on the processors for one of them, of client, server and transport together.</param>
internal sealed record LoadResult(double PerSecond, double Median, double Worst, double Cpu);
