namespace ZProto.Runtime.Tests;

public sealed partial class PirateClient
{
    public void Lose() => SetConnected(false);

    private partial void Connect() => Dealer.Connect(Args.Endpoint);

    private partial void Prepare() => Message.Text = Args.Text;

    private partial void GiveTheAnswer() => ReplyAnswer(Message.Text);
}
