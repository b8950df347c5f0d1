namespace ZProto.Runtime.Tests;

public sealed partial class RelayServer
{
    public sealed partial class Client
    {
        private partial void Read() => Assert.NotEmpty(Message.ToString());

        private partial void TellTheOthers() => Server.BroadcastEvent(Event.Told, Message.Clone(), this);

        private partial void PassOn() => Server.SendTo(RoutingId, (RelayMsg)Argument!);
    }
}

public sealed partial class RelayClient
{
    private partial void ConnectToServer() => Dealer.Connect(Args.Endpoint);

    private partial void Read() => Assert.NotEmpty(Message.ToString());
}

public sealed partial class StrictRelayServer
{
    public sealed partial class Client
    {
        private partial void Read() => Assert.NotEmpty(Message.ToString());

        private partial void TellTheOthers() => Server.BroadcastEvent(Event.Told, Message.Clone(), this);

        private partial void PassOn() => Server.SendTo(RoutingId, (StrictRelayMsg)Argument!);
    }
}

public sealed partial class StrictRelayClient
{
    private partial void ConnectToServer() => Dealer.Connect(Args.Endpoint);

    private partial void Read() => Assert.NotEmpty(Message.ToString());
}
