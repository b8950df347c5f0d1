namespace ZProto.Runtime.Tests;

public sealed partial class PairClient
{
    /// <summary>Replies as a handler does, while no message is at work.</summary>
    public bool Answer(string text) => ReplyAnswer(text);

    public void Lose() => SetConnected(false);

    private partial void Connect() => Dealer.Connect(Args.Endpoint);

    private partial void Prepare() => Message.Text = Args.Text;

    private partial void GiveTheAnswer() => ReplyAnswer(Message.Text);

    private partial void GiveTheNews() => ReplyNews(Message.Text);
}
