namespace Majordomo;

public sealed partial class MdpClient
{
    private partial void Connect() => Dealer.Connect(Args.Endpoint);

    private partial void SignalOpen() => ReplyOpened();

    private partial void FillTheRequest()
    {
        Message.Service = Args.Service;
        Message.Body.ReplaceWith(Args.Body);
    }

    private partial void GiveTheAnswer() => ReplyAnswer(Message.TakeBody());
}
