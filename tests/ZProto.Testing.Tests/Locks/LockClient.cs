namespace ZProto.Testing.Tests;

public partial class LockClient
{
    /// <summary>How long it relies on the lock without a sign of the server: less than the server's time-out.</summary>
    public TimeSpan Lease { get; init; } = TimeSpan.FromSeconds(5);

    public bool IsHolder { get; private set; }

    private uint _asked;                                     // the sequence of the last LOCK

    private partial void Connect()
    {
        Dealer.Connect(Args.Endpoint);
        SetHeartbeat(TimeSpan.FromSeconds(1));
        SetExpiry(Lease);
    }

    private partial void NoteTheRequest() => _asked = Message.Sequence;

    // An old one, to a call that has timed out, says nothing: by now somebody else may have the lock.
    private partial void TakeTheLock() => IsHolder = ReplyLocked() && Message.Sequence == _asked;

    private partial void LeaveTheLock()
    {
        IsHolder = false;
        _asked = 0;
    }

    private partial void SayBusy() => ReplyBusy();

    private partial void SayUnlocked() => ReplyUnlocked();
}
