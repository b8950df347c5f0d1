namespace Pirates;

public sealed partial class LazyPirate
{
    private partial void Connect() => Dealer.Connect(Args.Endpoint);

    private partial void SignalOpen() => ReplyOpened();

    private partial void FillTheRequest() => Message.Body.ReplaceWith(Args.Body);

    private partial void GiveTheAnswer() => ReplyAnswer(Message.TakeBody());
}
