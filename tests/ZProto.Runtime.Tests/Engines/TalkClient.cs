namespace ZProto.Runtime.Tests;

public sealed partial class TalkClient
{
    private uint _pokes;

    public List<string> Log { get; } = [];

    /// <summary>What a test does in the action of <c>DoAsync</c>.</summary>
    public Action<TalkClient>? Work { get; set; }

    private partial void ConnectToServer() => Dealer.Connect(Args.Endpoint);

    private partial void SignalOpened()
    {
        SetConnected(true);
        ReplySuccess(0);
    }

    private partial void Prepare() => Message.Text = Args.Text;

    private partial void GiveTheAnswer() => ReplyAnswer(Message.Text, Message.Number);

    private partial void TakeTheRates()
    {
        SetHeartbeat(TimeSpan.FromMilliseconds(Args.Heartbeat));
        SetExpiry(TimeSpan.FromMilliseconds(Args.Expiry));
    }

    private partial void Apologise() => ReplyFailure(-1, Message.Text);

    private partial void Note()
    {
        Log.Add($"note {Message.Text}");
        Deliver();
    }

    private partial void Poked() => ReplyPoked(++_pokes);

    private partial void NoticeSilence() => Log.Add("silence");

    private partial void ThrowUp() => throw new InvalidTimeZoneException("The action threw.");

    private partial void DoWhatTheTestSays() => Work?.Invoke(this);

    private partial void SignalEnded() => ReplySuccess(0);

    partial void OnTerminate() => Log.Add("terminated");
}
