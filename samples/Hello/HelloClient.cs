namespace Hello;

public partial class HelloClient
{
    private uint _asked;                                     // the number of the last call that was sent
    private uint _done;                                      // the number of the last call that was answered, or failed

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

    private partial void NumberTheCall()
    {
        Message.Sequence = ++_asked;
        Message.Name = Args.Name;
    }

    private partial void NumberThePing() => Message.Sequence = _asked;

    private partial void GiveTheGreeting()
    {
        if (Message.Sequence <= _done)                       // comes late: its call has failed
            return;
        FailCallsUpTo(Message.Sequence - 1);
        _done = Message.Sequence;
        ReplyGreeting(Message.Name);
    }

    // The server answers in order. A call that was sent before this PING and has no answer went down with a server.
    private partial void FailLostCalls() => FailCallsUpTo(Message.Sequence);

    private partial void FailAllCalls()
    {
        SetConnected(false);
        _done = _asked;
        while (ReplyFailure("the server is silent"))
        {
        }
    }

    private partial void Refuse() => ReplyFailure("the server is away");

    private void FailCallsUpTo(uint sequence)
    {
        for (; _done < sequence; _done++)
            ReplyFailure("the server went away with it");
    }
}
