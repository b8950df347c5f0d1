namespace ZProto.Runtime.Tests;

public sealed partial class TalkClient
{
    private uint _pokes;

    public List<string> Log { get; } = [];

    /// <summary>What a test does in the action of <c>DoAsync</c>.</summary>
    public Action<TalkClient>? Work { get; set; }

    /// <summary>What a test does in the actions of <c>expired</c>, <c>wake</c> and NOTE.</summary>
    public Action<TalkClient>? Silent { get; set; }

    public Action<TalkClient>? Woken { get; set; }

    public Action<TalkClient>? Noted { get; set; }

    /// <summary>What a test does in place of the hooks.</summary>
    public Action? Starting { get; set; }

    public Action? Ending { get; set; }

    // What belongs to the actions, for a test that writes them.
    public ClientConnection Wire => Dealer;

    public string LastText => Args.Text;

    public double LastHeartbeat => Args.Heartbeat;

    public new void SetConnected(bool connected) => base.SetConnected(connected);

    public new void SetExpiry(TimeSpan interval) => base.SetExpiry(interval);

    public new void SetHeartbeat(TimeSpan interval) => base.SetHeartbeat(interval);

    public void WakeIn(TimeSpan delay) => SetWakeup(delay, Event.Wake);

    public void TimeIn(TimeSpan delay) => SetTimer(delay, Event.Wake);

    public void Ask(string text)
    {
        Message.Text = text;
        Send(TalkMsg.MessageId.Ask);
    }

    public new TalkMsg Message => base.Message;

    public void WakeNow() => SendEvent(Event.Wake);

    public void End() => Terminate();

    public void DoAgain() => SetNextEvent(Event.Do);

    public Task SendAsync(TalkMsg message, CancellationToken cancellationToken) => ZProto.Engines.Client.ClientOperations.SendAsync(this, message, cancellationToken);

    public bool Answer(string text) => ReplyAnswer(text, 0);

    public bool Fail() => ReplyFailure(-1, "lost");

    public bool Report(string message) => ReplyReport(message);

    public bool ReportAllWell() => ReplyAllWell();

    private partial void ConnectToServer() => Dealer.Connect(Args.Endpoint);

    private partial void SignalOpened()
    {
        base.SetConnected(true);
        ReplySuccess(0);
    }

    private partial void Prepare() => Message.Text = Args.Text;

    private partial void GiveTheAnswer() => ReplyAnswer(Message.Text, Message.Number);

    private partial void TakeTheRates()
    {
        base.SetHeartbeat(TimeSpan.FromMilliseconds(Args.Heartbeat));
        base.SetExpiry(TimeSpan.FromMilliseconds(Args.Expiry));
    }

    private partial void Apologise() => ReplyFailure(-1, Message.Text);

    private partial void Note()
    {
        Log.Add($"note {Message.Text}");
        Deliver();
        Noted?.Invoke(this);
    }

    private partial void Poked() => ReplyPoked(++_pokes);

    private partial void NoticeSilence()
    {
        Log.Add("silence");
        Silent?.Invoke(this);
    }

    private partial void WakeUp()
    {
        Log.Add("woken");
        Woken?.Invoke(this);
    }

    private partial void ThrowUp() => throw new InvalidTimeZoneException("The action threw.");

    private partial void DoWhatTheTestSays() => Work?.Invoke(this);

    private partial void SignalEnded() => ReplySuccess(0);

    partial void OnInitialize() => Starting?.Invoke();

    partial void OnTerminate()
    {
        Log.Add("terminated");
        Ending?.Invoke();
    }
}
