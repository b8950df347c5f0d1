namespace ZProto.Timing;

/// <summary>Something to happen on a loop at a time. It is its own place in the wheel, so that arming and ending it make nothing.</summary>
internal abstract class LoopTimer
{
    internal LoopTimer? Previous;
    internal LoopTimer? Next;
    internal int Slot = TimerWheel.NoSlot;

    /// <summary>When it happens, in milliseconds of the loop's time.</summary>
    public long Due { get; internal set; }

    /// <summary>Whether it is still to happen.</summary>
    public bool IsArmed => Slot != TimerWheel.NoSlot;

    /// <summary>What happens. The timer is no longer armed then, and may be armed again.</summary>
    public abstract void Fire();
}
