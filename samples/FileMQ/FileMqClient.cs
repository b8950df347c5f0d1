using ZProto.Transports;

namespace FileMQ;

public sealed partial class FileMqClient
{
    private static readonly TimeSpan s_firstPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(32);

    private uint _session;
    private TimeSpan _pause;

    /// <summary>Makes a client. What it is sent and has not taken yet stays with the server.</summary>
    public FileMqClient()
    {
        Options.ReceiveQueueCapacity = 100;
        Options.Socket = new SocketOptions { MaxFrameSize = 2 * 1024 * 1024 };
    }

    /// <summary>How often the client asks the server for a sign of life. Default one second.</summary>
    public TimeSpan Heartbeat { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>How long the server may be silent before the client takes it for lost. Default five seconds.</summary>
    public TimeSpan Patience { get; init; } = TimeSpan.FromSeconds(5);

    private partial void ConnectToServer()
    {
        SetHeartbeat(Heartbeat);
        SetExpiry(Patience);
        Dealer.Connect(Args.Endpoint);
    }

    private partial void IntroduceYourself() => Message.SetOhai(FileMqMsg.ProtocolName, FileMqMsg.ProtocolVersion);

    private partial void BeginASession()
    {
        _session++;
        SetConnected(true);
        ReplyConnected();
        Deliver();
    }

    // By another connection, so that nothing of the session before comes in this one.
    private partial void StartOver() => SetConnected(false);

    // None after a session in which the server has answered for a second; then twice as long each time.
    private partial void Pause()
    {
        if (_pause == TimeSpan.Zero)
            SetNextEvent(Event.TryAgain);
        else
            SetTimer(_pause, Event.TryAgain);
        _pause = TimeSpan.FromTicks(Math.Clamp(_pause.Ticks * 2, s_firstPause.Ticks, s_longestPause.Ticks));
    }

    private partial void HurryTheNextTime() => _pause = TimeSpan.Zero;

    private partial void CheckTheSession()
    {
        if (Args.Session != _session)
            SetException(Event.Outdated);
    }

    private partial void StateTheSubscription() => Message.SetIcanhaz(Args.Path, Args.Options, Args.Cache);

    private partial void StateTheCredit() => Message.SetNom(Args.Credit, 0);

    // While the mirror does not take what it has, the socket is not read.
    private partial void HandOn() => Deliver();

    private partial void GiveUp() => throw new InvalidOperationException(Message.Reason);
}
