using System.Net;
using System.Net.Sockets;
using Microsoft.Extensions.Time.Testing;
using ZProto.Transports;
using ZProto.Transports.Sockets;
using SocketType = ZProto.Transports.SocketType;

namespace ZProto.Runtime.Tests.Sockets;

/// <summary>How long a DEALER waits from one attempt to the next.</summary>
public sealed class ReconnectDelayTests
{
    [Fact]
    public void It_doubles_up_to_the_most_and_begins_again_after_a_success()
    {
        var delay = new ReconnectDelay(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(500));
        Assert.Equal([100, 200, 400, 500, 500], Enumerable.Range(0, 5).Select(_ => delay.Next(chance: 0)));
        delay.Reset();
        Assert.Equal([100, 200], Enumerable.Range(0, 2).Select(_ => delay.Next(chance: 0)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(50)]
    public void It_does_not_grow_where_the_most_is_zero_or_less_than_the_first(int most)
    {
        var delay = new ReconnectDelay(TimeSpan.FromMilliseconds(100), TimeSpan.FromMilliseconds(most));
        Assert.Equal([100, 100, 100], Enumerable.Range(0, 3).Select(_ => delay.Next(chance: 0)));
    }

    [Fact]
    public void Chance_takes_off_up_to_a_quarter_and_nothing_of_the_growth()
    {
        var delay = new ReconnectDelay(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(1));
        Assert.Equal([75, 175, 400], [delay.Next(1), delay.Next(0.5), delay.Next(0)]);
    }

    [Fact]
    public void A_dealer_whose_attempts_fail_waits_as_long_by_a_clock_advanced_by_the_test()
    {
        int[] longest = [100, 200, 400, 800, 800, 800, 800, 800];
        var time = new FakeTimeProvider();
        using var loop = new SocketsLoop(TimeSpan.Zero, isPortable: false, time);
        using var listener = new Socket(AddressFamily.InterNetwork, System.Net.Sockets.SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen();
        var options = new SocketOptions { ReconnectInterval = TimeSpan.FromMilliseconds(100), MaxReconnectInterval = TimeSpan.FromMilliseconds(800), Linger = TimeSpan.Zero };
        var dealer = (SocketsSocket)loop.CreateSocket(SocketType.Dealer, options);
        dealer.Connect($"tcp://{listener.LocalEndPoint}");
        var waited = new List<int>();
        foreach (int most in longest)
        {
            listener.Accept().Dispose();
            WaitForRetry();
            int milliseconds = 0;
            while (!listener.Poll(0, SelectMode.SelectRead))
            {
                Assert.True(++milliseconds <= most, $"more than {most} ms after {string.Join(", ", waited)}");
                time.Advance(TimeSpan.FromMilliseconds(1));
                loop.Wait(TimeSpan.Zero);
            }
            waited.Add(milliseconds);
            Assert.InRange(milliseconds, most * 3 / 4, most);
        }
        Assert.True(waited[3..].Distinct().Count() > 1, string.Join(", ", waited));

        // The peer has left before the handshake: the connector has learnt of it, and has set the time of its next attempt.
        void WaitForRetry()
        {
            for (bool wasThere = false; dealer.ConnectionCount > 0 || !wasThere; wasThere |= dealer.ConnectionCount > 0)
                loop.Wait(TimeSpan.Zero);
        }
    }
}
