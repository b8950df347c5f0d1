using ZProto.Timing;

namespace ZProto.Transports.Sockets.Polling;

/// <summary>What a loop waits for: that a descriptor is ready, and that it is time.</summary>
internal abstract class Pollable : LoopTimer
{
    /// <summary>The place that a poller has given it; -1 while no poller watches it.</summary>
    public int PollSlot { get; set; } = -1;

    /// <summary>What its descriptor is watched for.</summary>
    public Readiness Interest { get; set; }

    /// <summary>Called on the loop when the descriptor is ready.</summary>
    /// <param name="readiness">What for; may be more than it is watched for.</param>
    public abstract void OnReady(Readiness readiness);
}
