using System.Diagnostics;
using Steady;

namespace ZProto.Transport.Tests;

/// <summary>A mesh over TCP whose process is stopped for a while, as in a debugger or on a suspended machine.</summary>
public sealed class StalledMeshTests
{
    private static readonly TimeSpan s_peerTimeout = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_interval = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan s_stop = 2 * s_peerTimeout;

    private long _longestGap;

    [Fact]
    public async Task A_mesh_that_was_stopped_expires_no_peer_who_wrote_in_time()
    {
        const int MostRounds = 20;
        var transport = new SocketsTransport();
        await using var peer = new CircleMesh { Options = { Transport = transport, Key = PeerKey.From("peer") } };
        await peer.BindAsync("tcp://127.0.0.1:*");
        using MeshProcess mesh = MeshProcess.Start(transport, GetType().Assembly, PeerKey.From("stalled"), "stalled", s_peerTimeout, peer);
        using var left = new CancellationTokenSource();
        Task talk = TalkAsync(peer, left.Token);
        int before, after;
        int round = 0;
        do
        {
            Assert.InRange(++round, 1, MostRounds);
            await AssertHearsAsync(peer);
            before = await mesh.CountExpiredAsync();
            Interlocked.Exchange(ref _longestGap, 0);
            await mesh.SignalAsync("STOP");
            await Task.Delay(s_stop);
            await mesh.SignalAsync("CONT");
            await AssertHearsAsync(peer);
            after = await mesh.CountExpiredAsync();
            // A peer that was kept from writing, by a busy machine, proves nothing.
        }
        while (Interlocked.Read(ref _longestGap) > s_peerTimeout.Ticks / 2);
        Assert.Equal(before, after);
        await left.CancelAsync();
        await talk;
        await Deadline.Until(async () => await mesh.CountExpiredAsync() == after + 1);
    }

    // What the mesh says from now on.
    private static Task AssertHearsAsync(CircleMesh peer)
    {
        peer.Heard.Clear();
        return Deadline.Until(() => peer.Heard.Count > 100);
    }

    private async Task TalkAsync(CircleMesh peer, CancellationToken left)
    {
        while (!left.IsCancellationRequested)
        {
            long began = Stopwatch.GetTimestamp();
            await peer.WhisperAsync("here", CancellationToken.None);
            await Task.Delay(s_interval, CancellationToken.None);
            long gap = Stopwatch.GetElapsedTime(began).Ticks;
            if (gap > Interlocked.Read(ref _longestGap))
                Interlocked.Exchange(ref _longestGap, gap);
        }
    }
}
