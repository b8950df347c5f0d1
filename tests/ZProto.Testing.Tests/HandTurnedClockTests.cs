namespace ZProto.Testing.Tests;

public sealed class HandTurnedClockTests
{
    private readonly HandTurnedClock _clock = new();

    [Fact]
    public void It_stands_still_until_it_is_turned()
    {
        Assert.Equal(DateTimeOffset.UnixEpoch, _clock.GetUtcNow());
        long start = _clock.GetTimestamp();
        _clock.Turn(TimeSpan.FromSeconds(1.5));
        Assert.Equal(TimeSpan.FromSeconds(1.5), _clock.GetElapsedTime(start));
        Assert.Equal(DateTimeOffset.UnixEpoch.AddSeconds(1.5), _clock.GetUtcNow());
    }

    [Fact]
    public void A_timer_rings_once_when_its_time_is_passed()
    {
        int rung = 0;
        using ITimer timer = _clock.CreateTimer(_ => rung++, null, TimeSpan.FromSeconds(2), Timeout.InfiniteTimeSpan);
        _clock.Turn(TimeSpan.FromSeconds(1));
        Assert.Equal(0, rung);
        _clock.Turn(TimeSpan.FromSeconds(1));
        _clock.Turn(TimeSpan.FromSeconds(10));
        Assert.Equal(1, rung);
    }

    [Fact]
    public void It_is_not_turned_back() => Assert.Throws<ArgumentOutOfRangeException>(() => _clock.Turn(TimeSpan.FromSeconds(-1)));
}
