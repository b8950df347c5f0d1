using System.Collections.Concurrent;

namespace ZProto.Zyre.Tests;

/// <summary>The user's part of a guest.</summary>
public sealed partial class PartyNode
{
    /// <summary>The stories that it was told.</summary>
    public ConcurrentQueue<string> Stories { get; } = [];

    private partial void TakeTheText()
    {
        Message.Name = Name;
        Message.Uuid = Id.ToString("N").ToUpperInvariant();
        Message.Text = Args.Text;
    }

    private partial void Listen() => Stories.Enqueue($"{Message.Name}: {Message.Text}, from {Sender!.Name} in {Sender.Group}");
}
