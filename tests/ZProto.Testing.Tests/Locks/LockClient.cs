namespace ZProto.Testing.Tests;

public partial class LockClient
{
    /// <summary>How long it relies on the lock without a sign of the server: less than the server's time-out.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(5);

    public bool IsHolder { get; private set; }

    private partial void Connect()
    {
        Dealer.Connect(Args.Endpoint);
        SetHeartbeat(TimeSpan.FromSeconds(1));
        SetExpiry(Lease);
    }

    private partial void TakeTheLock() => IsHolder = ReplyLocked();

    private partial void LeaveTheLock() => IsHolder = false;

    private partial void SayBusy() => ReplyBusy();

    private partial void SayUnlocked() => ReplyUnlocked();
}
