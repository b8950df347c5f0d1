namespace ZProto.Runtime.Tests;

public sealed partial class BeatServer
{
    public List<string> Log { get; } = [];

    public sealed partial class Client
    {
        private partial void NoteMessage() => Server.Log.Add(Message.Command);

        private partial void NoteTimer() => Server.Log.Add("timer");

        private partial void NoteMalformed() => Server.Log.Add("malformed");

        private partial void NoteDisconnected() => Server.Log.Add("disconnected");
    }
}

public sealed partial class BeatClient
{
    public List<string> Log { get; } = [];

    public void SetTimers(TimeSpan heartbeat, TimeSpan expiry)
    {
        SetHeartbeat(heartbeat);
        SetExpiry(expiry);
    }

    private partial void ConnectToServer() => Dealer.Connect(Args.Endpoint);

    private partial void NoteMessage() => Log.Add(Message.Command);

    private partial void NoteTimer() => Log.Add("timer");
}
