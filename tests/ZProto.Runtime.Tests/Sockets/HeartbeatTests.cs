using ZProto.Transports;
using ZProto.Transports.Sockets;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Runtime.Tests.Sockets;

public sealed class HeartbeatTests
{
    private static readonly SocketOptions s_options = new() { HeartbeatInterval = TimeSpan.FromMilliseconds(100), HeartbeatTimeout = TimeSpan.FromMilliseconds(300) };

    [Fact]
    public void A_silent_peer_is_asked_once_and_is_gone_after_the_timeout()
    {
        var heartbeat = new Heartbeat(s_options, peerMinor: 1);
        heartbeat.OnReceived(1_000);
        Assert.Equal(1_100, heartbeat.NextDue);
        Assert.False(heartbeat.TryPing(1_099));
        Assert.True(heartbeat.TryPing(1_100));
        Assert.Equal(1_400, heartbeat.NextDue);
        Assert.False(heartbeat.TryPing(1_399));
        Assert.False(heartbeat.IsDead(1_399));
        Assert.True(heartbeat.IsDead(1_400));
    }

    [Fact]
    public void Whatever_a_peer_sends_is_a_sign_of_life()
    {
        var heartbeat = new Heartbeat(s_options, peerMinor: 1);
        heartbeat.OnReceived(0);
        Assert.True(heartbeat.TryPing(100));
        Assert.True(heartbeat.OnReceived(399));
        Assert.False(heartbeat.OnReceived(400));
        Assert.False(heartbeat.IsDead(499));
        Assert.Equal(500, heartbeat.NextDue);
    }

    [Fact]
    public void A_peer_of_ZMTP_3_0_is_asked_again_and_again_and_never_gone()
    {
        var heartbeat = new Heartbeat(s_options, peerMinor: 0);
        heartbeat.OnReceived(0);
        for (int now = 100; now < 5_000; now += 100)
        {
            Assert.False(heartbeat.IsDead(now));
            Assert.True(heartbeat.TryPing(now));
        }
    }

    [Theory]
    [InlineData("04 50494E47 0000")]
    [InlineData("04 504F4E47")]
    public void A_peer_of_ZMTP_3_0_that_has_shown_that_it_knows_heartbeats_must_answer(string command)
    {
        var heartbeat = new Heartbeat(s_options, peerMinor: 0);
        Beat(ref heartbeat, command);
        heartbeat.OnReceived(0);
        Assert.True(heartbeat.TryPing(100));
        Assert.True(heartbeat.IsDead(400));
    }

    [Fact]
    public void The_peers_TTL_ends_it_in_tenths_of_a_second_whatever_the_options_say()
    {
        var heartbeat = new Heartbeat(new SocketOptions { HeartbeatInterval = TimeSpan.Zero }, peerMinor: 1);
        heartbeat.OnReceived(0);
        Assert.Equal(long.MaxValue, heartbeat.NextDue);
        Beat(ref heartbeat, "04 50494E47 0005");
        Assert.Equal(500, heartbeat.NextDue);
        heartbeat.OnReceived(400);
        Assert.False(heartbeat.IsDead(899));
        Assert.True(heartbeat.IsDead(900));
        Beat(ref heartbeat, "04 50494E47 0000");
        Assert.False(heartbeat.IsDead(10_000));
    }

    [Fact]
    public void Without_a_timeout_a_peer_is_asked_and_never_gone()
    {
        var heartbeat = new Heartbeat(s_options with { HeartbeatTimeout = TimeSpan.Zero }, peerMinor: 1);
        heartbeat.OnReceived(0);
        Assert.True(heartbeat.TryPing(100));
        Assert.False(heartbeat.IsDead(1_000_000));
        Assert.True(heartbeat.TryPing(200));
    }

    private static void Beat(ref Heartbeat heartbeat, string bytes)
    {
        Assert.True(Command.TryParse(FrameBytes.Hex(bytes), out Command command));
        heartbeat.OnBeat(command);
    }
}
