namespace Steady;

internal sealed partial class SteadyServer
{
    /// <summary>Which of many servers at one place this is.</summary>
    public int Life { get; init; }

    public sealed partial class Client
    {
        private partial void Answer() => Message.Text = $"{Server.Life}: {Message.Text}";
    }
}
