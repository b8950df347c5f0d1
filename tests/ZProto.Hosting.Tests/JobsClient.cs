namespace ZProto.Hosting.Tests;

public partial class JobsClient
{
    private partial void Connect()
    {
        Dealer.Connect(Args.Endpoint);
        SetExpiry(TimeSpan.FromSeconds(3));
        SetHeartbeat(TimeSpan.FromSeconds(1));
    }

    private partial void SignalOpen()
    {
        SetConnected(true);
        ReplyOpened();
    }

    private partial void SignalLost() => SetConnected(false);

    private partial void FillTheJob() => Message.Work = Args.Text;

    private partial void SignalDone() => ReplyResult(Message.Work);

    private partial void SignalFailed() => ReplyFailure(Message.Reason);

    private partial void Refuse() => ReplyFailure("there is no server");
}
