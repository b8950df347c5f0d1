namespace ZProto.Timing;

/// <summary>Does something once, each time it is set.</summary>
internal sealed class CallbackTimer(Action action) : LoopTimer
{
    public override void Fire() => action();
}
