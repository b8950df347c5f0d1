namespace MyNamespace;

public partial class GreeterClient
{
    private uint _sequence;

    private partial void ConnectToServer() => Dealer.Connect(Args.Endpoint);

    private partial void NameWhoIsToBeGreeted()
    {
        Message.Sequence = ++_sequence;
        Message.Name = Args.Name;
    }

    private partial void GiveTheGreeting() => ReplyGreeting(Message.Name);
}
