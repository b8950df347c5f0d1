namespace ZProto.Runtime.Tests;

public sealed partial class WildClient
{
    public int Caught { get; private set; }

    /// <summary>Has all kinds of timers raise an event that only the wildcard names.</summary>
    public void SetTimers(TimeSpan wakeup, TimeSpan heartbeat, TimeSpan expiry)
    {
        if (wakeup > TimeSpan.Zero)
            SetWakeup(wakeup, Event.Woken);
        SetHeartbeat(heartbeat);
        SetExpiry(expiry);
    }

    public void WakeByHand() => SendEvent(Event.Woken);

    private partial void ConnectToServer() => Dealer.Connect(Args.Endpoint);

    private partial void SignalOpened() => ReplySuccess();

    private partial void Catch() => Caught++;
}
