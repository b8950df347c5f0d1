using Microsoft.Extensions.Time.Testing;
using ZProto.Transports;
using ZProto.Transports.Sockets;

namespace ZProto.Runtime.Tests.Sockets;

/// <summary>How long a loop looks for news before it sleeps.</summary>
public sealed class SpinTimeTests
{
    private static readonly TimeSpan s_instant = TimeSpan.FromTicks(1);

    [Theory]
    [InlineData(0, 1, 20)]
    [InlineData(50, 50, 70)]
    public void A_loop_looks_again_and_again_for_as_long_as_asked(int milliseconds, int least, int most)
    {
        var time = new TickingTime();
        using var loop = new SocketsLoop(TimeSpan.FromMilliseconds(milliseconds), isPortable: false, time);
        long before = time.Milliseconds;
        loop.Wait(s_instant);
        Assert.InRange(time.Milliseconds - before, least, most);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task News_end_the_looking(bool isMessage)
    {
        // By this clock the time to look is never over.
        using var loop = new SocketsLoop(TimeSpan.FromHours(1), isPortable: false, new FakeTimeProvider());
        ITransportSocket router = loop.CreateSocket(SocketType.Router, new SocketOptions());
        string endpoint = router.Bind("tcp://127.0.0.1:*");
        using var began = new ManualResetEventSlim();
        Task news = Task.Run(() =>
        {
            began.Wait();
            if (!isMessage)
            {
                loop.Wake();
                return;
            }
            using ITransportLoop other = new SocketsTransport().CreateLoop();
            using ITransportSocket dealer = other.CreateSocket(SocketType.Dealer, new SocketOptions { Linger = TimeSpan.FromMinutes(1) });
            dealer.Connect(endpoint);
            var message = new MultipartMessage();
            message.Add(new byte[] { 1 });
            dealer.Send([], message);
        });
        await Task.Factory.StartNew(
            () =>
            {
                began.Set();
                loop.Wait(Timeout.InfiniteTimeSpan);
            },
            TaskCreationOptions.LongRunning).WaitAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(isMessage, router.TryReceive(out _));
        await news;
    }

    [Fact]
    public void A_negative_time_is_refused()
        => Assert.Throws<ArgumentOutOfRangeException>(() => new SocketsTransport { SpinTime = TimeSpan.FromTicks(-1) });

    /// <summary>A clock by which each look at it takes a millisecond.</summary>
    private sealed class TickingTime : TimeProvider
    {
        public long Milliseconds { get; private set; }

        public override long TimestampFrequency => 1_000;

        public override long GetTimestamp() => ++Milliseconds;
    }
}
