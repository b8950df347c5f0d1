using System.Diagnostics;

namespace ZProto.LogCollector.Tests;

/// <summary>Whoever connects to a collector's port may send anything.</summary>
public sealed class StrangerTests
{
    [Fact]
    public async Task What_is_not_a_LOG_is_dropped_and_the_next_one_is_collected()
    {
        await using var host = new LogHost();
        LogHost.TestCollector collector = await host.StartCollectorAsync(LogHost.Error);
        using ITransportLoop loop = host.Transport.CreateLoop();
        using ITransportSocket stranger = loop.CreateSocket(SocketType.XPub, new SocketOptions());
        stranger.Connect(collector.Endpoint);
        var patience = Stopwatch.StartNew();
        while (!stranger.TryReceive(out _))
        {
            Assert.True(patience.Elapsed < TimeSpan.FromSeconds(30), "No subscription came.");
            loop.Wait(TimeSpan.FromSeconds(30));
        }
        byte[] log = ZreLogMsg.CreateLog(LogHost.Error, 200, 0, 0, ulong.MaxValue, "real").ToFrames()[0];
        for (int length = 4; length < log.Length; length++)
            Publish(log[..length]);
        Publish([.. log[..17], 255, .. "short"u8]);
        Publish(log);
        Assert.Equal("1 real", await collector.NextAsync());

        void Publish(byte[] bytes)
        {
            var frames = new MultipartMessage();
            frames.Add(bytes);
            stranger.Send([], frames);
        }
    }

    [Fact]
    public async Task Data_that_is_too_long_is_refused_where_it_is_logged()
    {
        await using var host = new LogHost();
        LogNode node = host.CreateNode();
        await Assert.ThrowsAsync<MessageEncodeException>(() => LogHost.LogAsync(node, LogHost.Error, new string('x', 256)));
        LogHost.TestCollector collector = await host.StartCollectorAsync(LogHost.Error);
        await node.ReportToAsync(collector.Endpoint);
        await LogHost.WaitUntilAsync(node, LogHost.Error);
        await Assert.ThrowsAsync<MessageEncodeException>(() => LogHost.LogAsync(node, LogHost.Error, new string('x', 256)));
        await LogHost.LogAsync(node, LogHost.Error, new string('x', 255));
        Assert.Equal($"1 {new string('x', 255)}", await collector.NextAsync());
    }
}
