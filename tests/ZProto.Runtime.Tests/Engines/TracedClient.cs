namespace ZProto.Runtime.Tests;

public sealed partial class TracedClient
{
    public List<string> Log { get; } = [];

    /// <summary>How many texts came as far as the action.</summary>
    public int Given { get; private set; }

    /// <summary>What a test does in both tracers.</summary>
    public Action? OnMessage { get; set; }

    /// <summary>Raises an event that sends POKE.</summary>
    public void Poke() => SendEvent(Event.Poke);

    /// <summary>Ends the machine.</summary>
    public void Stop() => Terminate();

    private partial void ConnectToServer() => Dealer.Connect(Args.Endpoint);

    private partial void GiveTheText()
    {
        Given++;
        ReplyText(Message.Text);
    }

    partial void NoteSent(TalkMsg message)
    {
        Log.Add($"{message.Command} {message.Text} sent");
        OnMessage?.Invoke();
    }

    partial void NoteReceived(TalkMsg message)
    {
        Log.Add($"{message.Command} {message.Text} received");
        OnMessage?.Invoke();
    }
}
