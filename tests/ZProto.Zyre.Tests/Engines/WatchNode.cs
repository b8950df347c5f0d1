namespace ZProto.Zyre.Tests;

/// <summary>The user's part of a node that notes all it hears.</summary>
public sealed partial class WatchNode
{
    private readonly List<string> _notes = [];

    /// <summary>What was heard, in order.</summary>
    public IReadOnlyList<string> Notes
    {
        get
        {
            lock (_notes)
                return [.. _notes];
        }
    }

    /// <summary>What the tracers saw.</summary>
    public List<string> Traced { get; } = [];

    /// <summary>What happens at the start.</summary>
    public Action<WatchNode> Starting { get; init; } = static _ => { };

    /// <summary>What happens at the end.</summary>
    public Action<WatchNode> Ending { get; init; } = static _ => { };

    /// <summary>What an action can do beside.</summary>
    public void TryJoin(string group) => Join(group);

    /// <summary>Of whom the event at work is.</summary>
    public ZyreSender? Current => Sender;

    partial void OnInitialize() => Starting(this);

    partial void OnTerminate() => Ending(this);

    partial void TraceSent(WatchMsg message) => Traced.Add($"> {message.Id}");

    partial void TraceReceived(WatchMsg message) => Traced.Add($"< {message.Id} {message.RoutingId.Length}");

    private partial void Note()
    {
        string what = Message.HasId ? $"{Message.Id} {Message.Text}" : "event";
        string from = Sender is { } sender ? $"{sender.Name}{string.Concat(sender.Headers.Select(header => $" {header.Key}={header.Value}"))} {sender.Group}" : "no one";
        lock (_notes)
            _notes.Add($"{what} of {from}".Replace("  ", " ", StringComparison.Ordinal).TrimEnd());
    }

    private partial void Answer() => Message.Mood = $"{State}, to {Sender!.Name}";

    private partial void GiveTheAnswer() => ReplySeen(Message.Mood);

    private partial void Ask()
    {
        if (!Whisper(WatchMsg.MessageId.Ask, Args.Peer))
            ReplyNoSuchPeer();
    }

    private partial void FillTheNews() => Message.Text = Args.Text;

    private partial void ExpectSignsOfLife() => SetExpiry(TimeSpan.FromSeconds(3));

    private partial void Throw() => throw new InvalidOperationException("Broken on purpose.");
}
