using ZProto.Engines.Execution;
using ZProto.Timing;

namespace ZProto.Runtime.Tests.Engines;

public sealed class TimerWheelTests
{
    private readonly TimerWheel _wheel = new(0);
    private readonly List<(long Due, long Fired)> _fired = [];
    private long _now;

    [Fact]
    public void A_timer_fires_when_it_is_due_and_not_before()
    {
        Timer timer = Arm(100);
        Advance(99);
        Assert.Empty(_fired);
        Assert.True(timer.IsArmed);
        Advance(100);
        Assert.Equal([(100, 100)], _fired);
        Assert.False(timer.IsArmed);
    }

    [Fact]
    public void A_timer_that_is_due_already_fires_at_the_next_advance()
    {
        Advance(1000);
        Arm(5);
        Advance(1001);
        Assert.Single(_fired);
    }

    [Fact]
    public void A_timer_that_arms_itself_for_a_time_past_fires_once_in_an_advance()
    {
        int fired = 0;
        var timer = new Timer(timer =>
        {
            fired++;
            _wheel.Arm(timer, 10);
        });
        _wheel.Arm(timer, 10);
        Advance(1000);
        Assert.Equal(1, fired);
        Advance(1001);
        Assert.Equal(2, fired);
    }

    [Fact]
    public void A_timer_that_is_ended_does_not_fire()
    {
        Timer[] timers = [Arm(10), Arm(10), Arm(10), Arm(70_000)];
        _wheel.Cancel(timers[1]);
        _wheel.Cancel(timers[3]);
        _wheel.Cancel(timers[3]);
        Advance(100_000);
        Assert.Equal(2, _fired.Count);
        Assert.Equal(0, _wheel.Count);
        Assert.Equal(long.MaxValue, _wheel.NextStop());
    }

    [Fact]
    public void Timers_fire_in_the_order_of_their_time_and_those_of_one_time_in_the_order_they_were_armed()
    {
        long[] dues = [300, 5, 70_000, 5, 256, 255, 257, 20_000_000, 5];
        foreach (long due in dues)
            Arm(due);
        Advance(30_000_000);
        Assert.Equal(dues.Order(), _fired.Select(fired => fired.Due));
    }

    [Fact]
    public void A_timer_armed_again_fires_at_its_new_time_only()
    {
        Timer timer = Arm(50);
        _wheel.Arm(timer, 500);
        Advance(499);
        Assert.Empty(_fired);
        Advance(500);
        Assert.Single(_fired);
    }

    [Fact]
    public void A_timer_can_arm_itself_and_end_another_while_it_fires()
    {
        int ticks = 0;
        Timer victim = new(_ => Assert.Fail("An ended timer fired."));
        Timer? self = null;
        self = new Timer(_ =>
        {
            ticks++;
            _wheel.Cancel(victim);
            _wheel.Arm(self!, _now + 256);
        });
        _wheel.Arm(self, 256);
        _wheel.Arm(victim, 256);
        for (_now = 0; _now <= 2560; _now++)
            _wheel.Advance(_now);
        Assert.Equal(10, ticks);
    }

    [Fact]
    public void A_timer_beyond_the_last_wheel_fires_at_its_time()
    {
        long due = 10L << 32;
        Arm(due);
        Advance(due - 1);
        Assert.Empty(_fired);
        Advance(due);
        Assert.Equal([(due, due)], _fired);
    }

    [Fact]
    public void The_next_stop_is_never_later_than_the_next_timer()
    {
        // The second timer waits a wheel higher than the first, and comes down before the first is due.
        Arm(300);
        Advance(250);
        Arm(500);
        Assert.InRange(_wheel.NextStop(), 251, 300);
        Advance(300);
        Assert.Equal([(300, 300)], _fired);
    }

    [Fact]
    public void Any_timers_fire_at_their_times_as_a_sorted_list_would_have_it()
    {
        for (int seed = 0; seed < 300; seed++)
        {
            var random = new Random(seed);
            var wheel = new TimerWheel(random.Next(100_000));
            var expected = new SortedSet<(long Due, int Number)>();
            var fired = new List<(long Due, int Number)>();
            var timers = new Dictionary<int, Timer>();
            long now = wheel.NextStop() == long.MaxValue ? 100_000 : 0;
            wheel.Advance(now);
            for (int step = 0; step < 300; step++)
            {
                switch (random.Next(4))
                {
                    case 0 or 1:
                        int number = step;
                        long due = now + 1 + (long)Math.Pow(10, random.NextDouble() * 8);
                        timers[number] = new Timer(timer => fired.Add((timer.Due, number)));
                        wheel.Arm(timers[number], due);
                        expected.Add((due, number));
                        break;
                    case 2 when timers.Count > 0:
                        int ended = timers.Keys.ElementAt(random.Next(timers.Count));
                        if (timers[ended].IsArmed)
                            expected.Remove((timers[ended].Due, ended));
                        wheel.Cancel(timers[ended]);
                        break;
                    default:
                        now += (long)Math.Pow(10, random.NextDouble() * 7);
                        wheel.Advance(now);
                        (long Due, int Number)[] due2 = [.. expected.Where(timer => timer.Due <= now)];
                        Assert.Equal(due2.Select(timer => timer.Due), fired.Select(timer => timer.Due));
                        Assert.Equal(due2.Select(timer => timer.Number).Order(), fired.Select(timer => timer.Number).Order());
                        expected.ExceptWith(due2);
                        fired.Clear();
                        break;
                }
                Assert.Equal(expected.Count, wheel.Count);
                if (expected.Count > 0)
                    Assert.InRange(wheel.NextStop(), now + 1, expected.Min.Due);
            }
        }
    }

    private Timer Arm(long due)
    {
        var timer = new Timer(timer => _fired.Add((timer.Due, _now)));
        _wheel.Arm(timer, due);
        return timer;
    }

    private void Advance(long now)
    {
        _now = now;
        _wheel.Advance(now);
    }

    private sealed class Timer(Action<Timer> fire) : LoopTimer
    {
        public override void Fire() => fire(this);
    }
}
