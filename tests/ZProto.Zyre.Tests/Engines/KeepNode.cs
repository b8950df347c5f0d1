namespace ZProto.Zyre.Tests;

/// <summary>The user's part of a node that keeps messages until it is awake.</summary>
public sealed partial class KeepNode
{
    /// <summary>What was heard, in order.</summary>
    public List<string> Notes { get; } = [];

    private partial void Note() => Notes.Add($"{Message.Id} of {Sender!.Name}");
}
