namespace ZProto.Engines.Execution;

/// <summary>Code that an engine runs again and again.</summary>
internal sealed class PeriodicCallback : EngineRegistration
{
    private readonly Timer _timer;

    public PeriodicCallback(Engine engine, TimeSpan interval, Action action)
        : base(engine)
    {
        _timer = new Timer(this, (long)Math.Ceiling(interval.TotalMilliseconds), action);
    }

    public override void Begin() => _timer.Arm();

    protected override void OnEnd() => Engine.Loop.Timers.Cancel(_timer);

    private sealed class Timer(PeriodicCallback monitor, long interval, Action action) : LoopTimer
    {
        public void Arm() => monitor.Engine.Loop.Timers.Arm(this, monitor.Engine.Loop.Now + interval);

        public override void Fire()
        {
            if (monitor.IsEnded)
                return;
            // Before the action, which may end it.
            Arm();
            monitor.Engine.RunGuarded(static action => action(), action, "action of a monitor");
        }
    }
}
