namespace ZProto.Engines.Execution;

/// <summary>Code that an engine runs again and again.</summary>
internal sealed class PeriodicCallback(IRegistrationOwner owner, TimeSpan interval, Action action) : EngineRegistration(owner)
{
    private RepeatingTimer? _timer;

    public override void Begin()
    {
        _timer = new RepeatingTimer(Owner.Loop, Run);
        _timer.Set(interval);
    }

    protected override void OnEnd() => _timer?.Set(TimeSpan.Zero);

    private void Run()
    {
        if (!IsEnded)
            Owner.Context.RunGuarded(static action => action(), action, "action of a monitor");
    }
}
