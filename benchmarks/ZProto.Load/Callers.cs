using System.Diagnostics;
using ZProto.Transport;

namespace ZProto.Load;

/// <summary>DEALERs on one thread, each with a number of requests in flight, that count answers and how long each took.</summary>
internal static class Callers
{
    public static LoadResult Run(ITransport transport, string endpoint, int connections, int inFlight, int requests)
    {
        using ITransportLoop loop = transport.CreateLoop();
        Caller[] callers = [.. Enumerable.Range(0, connections).Select(_ => new Caller(loop, endpoint, inFlight))];
        try
        {
            // The first round makes the connections and warms what is to be measured.
            Exchange(loop, callers, Math.Max(connections, requests / 5), []);
            var times = new List<long>(requests);
            long start = Stopwatch.GetTimestamp();
            Exchange(loop, callers, requests, times);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            times.Sort();
            return new LoadResult(times.Count / seconds, Microseconds(times, 0.5), Microseconds(times, 0.99));
        }
        finally
        {
            foreach (Caller caller in callers)
                caller.Socket.Dispose();
        }
    }

    private static void Exchange(ITransportLoop loop, Caller[] callers, int requests, List<long> times)
    {
        int share = Math.Max(1, requests / callers.Length);
        foreach (Caller caller in callers)
            caller.Begin(share);
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
        private readonly FrameBuffer _request = new();
        private readonly Queue<long> _sent = new();
        private readonly int _inFlight;
        private int _toSend;

        public Caller(ITransportLoop loop, string endpoint, int inFlight)
        {
            _inFlight = inFlight;
            Socket = loop.CreateSocket(SocketKind.Dealer, new SocketOptions());
            Socket.Connect(endpoint);
            var writer = new FrameWriter(_request);
            HelloMsg.CreateHello(1, "World").Encode(ref writer);
        }

        public ITransportSocket Socket { get; }

        public void Begin(int requests)
        {
            _toSend = requests;
            for (int i = 0; i < _inFlight && _toSend > 0; i++)
                Send();
        }

        /// <summary>Takes the answers there are and sends the next requests.</summary>
        /// <returns>Whether the last answer has come just now.</returns>
        public bool Read(List<long> times)
        {
            if (_sent.Count == 0)
                return false;
            while (Socket.TryReceive())
            {
                times.Add(Stopwatch.GetTimestamp() - _sent.Dequeue());
                if (_toSend > 0)
                    Send();
            }
            return _sent.Count == 0;
        }

        private void Send()
        {
            if (Socket.TrySend(default, _request) != SendOutcome.Sent)
                throw new InvalidOperationException("A request could not be sent.");
            _sent.Enqueue(Stopwatch.GetTimestamp());
            _toSend--;
        }
    }
}

/// <summary>What a load came to.</summary>
/// <param name="PerSecond">Round trips per second.</param>
/// <param name="Median">Half of them took at most so many microseconds.</param>
/// <param name="Worst">All but one in a hundred took at most so many microseconds.</param>
internal sealed record LoadResult(double PerSecond, double Median, double Worst);
