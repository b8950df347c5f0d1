namespace ZProto.Runtime.Tests;

public sealed partial class MailClient
{
    private partial void ConnectToServer() => Dealer.Connect(Args.Endpoint);

    private partial void SignalOpened() => ReplySuccess(0);

    private partial void SignalRefused() => ReplyFailure(500, Message.Text);

    private partial void SignalConnected() => ReplyConnected();

    private partial void SignalClosed() => ReplyClosed(Message.Text);

    private partial void HandOver() => ReplyMail($"sender of {Message.Text}", $"address of {Message.Text}", Message.Text);

    private partial void HandOverNews() => ReplyNewsItem(Message.Text);
}
