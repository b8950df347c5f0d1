namespace ZProto.Runtime.Tests;

public sealed partial class OrderClient
{
    public List<string> Log { get; } = [];

    private partial void ConnectToServer() => Dealer.Connect(Args.Endpoint);

    private partial void SignalOpened() => ReplySuccess();

    private partial void GiveTheAnswer() => ReplyAnswer(Message.Text);

    private partial void Note() => Log.Add($"{Message.Command} {Message.Text}");
}
