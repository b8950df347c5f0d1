namespace ZProto.Runtime.Tests;

public partial class HelloServer
{
    // Others of the class live in tests beside this one.
    public HelloServer() => Options.Name = nameof(HelloServer);

    public List<string> Log { get; } = [];

    /// <summary>What a test does in place of greeting.</summary>
    public Action<Client>? OnGreet { get; set; }

    public int Greeted { get; private set; }

    public List<string> Configurations { get; } = [];

    public List<string> Unsent { get; } = [];

    private partial void SetGreeting(string words, byte times, int cancellation)
        => Log.Add($"greets with {words} {times} times, {cancellation}, on the loop: {IsOnLoop}");

    partial void OnConfigure(ZProto.Configuration.ZplNode configuration) => Configurations.Add($"{configuration.Find("server/timeout")?.Value}");

    partial void OnSendFailed(RoutingId peer, HelloMsg message, Transports.SendResult result) => Unsent.Add($"{message.Command} {result}");

    private partial void Reset() => Log.Add("is reset");

    public sealed partial class Client
    {
        private partial void Greet()
        {
            if (Server.OnGreet is { } greet)
                greet(this);
            else
                Message.Name = $"Hello, {Message.Name}! You are number {++Server.Greeted}.";
        }

        private partial void LookUp()
        {
            string name = Message.Name;
            RunInBackground(_ => Task.FromResult(name.ToUpperInvariant()), Event.Found, Event.Terminate);
        }

        private partial void Tell() => Message.Name = (string)Argument!;

        private partial void StartThinking()
        {
            Server.Log.Add($"starts in {State}");
            SetWakeup(TimeSpan.FromSeconds(3), Event.Tired);
        }

        private partial void StopThinking() => Server.Log.Add($"stops in {State}");
    }
}
