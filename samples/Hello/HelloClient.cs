namespace Hello;

public partial class HelloClient
{
    private partial void ConnectToServer()
    {
        Dealer.Connect(Args.Endpoint);
        SetHeartbeat(TimeSpan.FromMilliseconds(200));        // raises "heartbeat", which sends a PING
        SetExpiry(TimeSpan.FromSeconds(1));                  // raises "expired" when nothing came for so long
    }

    private partial void SignalConnected()
    {
        SetConnected(true);
        ReplyConnected();
    }

    private partial void TakeTheName() => Message.Name = Args.Name;

    private partial void GiveTheGreeting() => ReplyGreeting(Message.Name);

    private partial void FailAllCalls()
    {
        while (ReplyFailure("the server is silent"))
        {
        }
        SetConnected(false);
    }

    private partial void Refuse() => ReplyFailure("the server is away");
}
