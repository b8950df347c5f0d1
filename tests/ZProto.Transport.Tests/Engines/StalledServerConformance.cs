using System.Buffers.Binary;
using System.Diagnostics;
using static ZProto.Transport.Tests.HelloBytes;

namespace ZProto.Transport.Tests;

/// <summary>A server over TCP whose process is stopped for a while, as in a debugger or on a suspended machine.</summary>
public abstract class StalledServerConformance
{
    private static readonly TimeSpan _clientTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan _interval = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan _stop = TimeSpan.FromSeconds(3);

    [TransportFact]
    public async Task A_server_that_was_stopped_expires_no_one_who_wrote_in_time()
    {
        const int Clients = 20, Rounds = 3, MostRounds = 20;
        var settings = new ServerSettings { ClientTimeout = _clientTimeout };
        using ServerProcess server = await ServerProcess.StartAsync(CreateTransport(), GetType().Assembly, settings);
        RawPeer[] peers = await Task.WhenAll(Enumerable.Range(0, Clients).Select(_ => RawPeer.ConnectDealer(server.Endpoint)));
        try
        {
            using var left = new CancellationTokenSource();
            var pings = new Pings(peers);
            Task pinging = pings.SendAsync(left.Token);
            for (int round = 0, counted = 0; counted < Rounds; round++)
            {
                Assert.InRange(round, 0, MostRounds - 1);
                await pings.AnswerAsync();
                long expired = (await server.LookAsync()).Expired;
                pings.ForgetGap();
                await server.SignalAsync("STOP");
                await Task.Delay(_stop);
                await server.SignalAsync("CONT");
                await pings.AnswerAsync();
                long expiredNow = (await server.LookAsync()).Expired;
                // Clients that were kept from writing, by a busy machine, prove nothing.
                if (pings.LongestGap > _clientTimeout / 2)
                    continue;
                Assert.Equal(expired, expiredNow);
                counted++;
            }
            long before = (await server.LookAsync()).Expired;
            await left.CancelAsync();
            await pinging;
            await Deadline.Until(async () => (await server.LookAsync()).Expired >= before + Clients);
        }
        finally
        {
            foreach (RawPeer peer in peers)
                peer.Dispose();
        }
    }

    protected abstract ITransport CreateTransport();

    /// <summary>The pings of clients to a server, and its answers.</summary>
    private sealed class Pings(RawPeer[] peers)
    {
        private uint _sent;
        private long _longestGap;

        public TimeSpan LongestGap => TimeSpan.FromTicks(Interlocked.Read(ref _longestGap));

        public void ForgetGap() => Interlocked.Exchange(ref _longestGap, 0);

        public async Task SendAsync(CancellationToken left)
        {
            while (!left.IsCancellationRequested)
            {
                long began = Stopwatch.GetTimestamp();
                uint next = _sent + 1;
                foreach (RawPeer peer in peers)
                    await peer.Send(Zmtp.Message(Ping(next)));
                Volatile.Write(ref _sent, next);
                await Task.Delay(_interval, CancellationToken.None);
                long gap = Stopwatch.GetElapsedTime(began).Ticks;
                if (gap > Interlocked.Read(ref _longestGap))
                    Interlocked.Exchange(ref _longestGap, gap);
            }
        }

        /// <summary>Waits until all are answered what they have sent last by now.</summary>
        public async Task AnswerAsync()
        {
            uint last = Volatile.Read(ref _sent);
            foreach (RawPeer peer in peers)
            {
                byte[] answer;
                do
                    answer = await peer.ReceiveFrame();
                while (!answer.AsSpan(0, 3).SequenceEqual(PingOk(0).AsSpan(0, 3)) || BinaryPrimitives.ReadUInt32BigEndian(answer.AsSpan(3)) < last);
            }
        }
    }
}
