namespace ZProto.Runtime.Tests;

public sealed partial class PairServer
{
    /// <summary>What a test does with each request before it is answered.</summary>
    public Action<PairMsg>? OnAsk { get; set; }

    public List<string> Sent { get; } = [];

    partial void NoteSent(RoutingId peer, PairMsg message) => Sent.Add(message.Text);

    public sealed partial class Client
    {
        private partial void Answer() => Server.OnAsk?.Invoke(Message);
    }
}
