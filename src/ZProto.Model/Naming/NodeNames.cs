namespace ZProto.Model.Naming;

/// <summary>The names that every node has: of members in C#, and of the events of its network.</summary>
public static class NodeNames
{
    /// <summary>The members that every node has: those of a client, and its own.</summary>
    public static readonly EquatableArray<string> Reserved = new(
        [.. ClientNames.Reserved.Concat(["Endpoint", "GetGroupsAsync", "GetPeersAsync", "Id", "Join", "Leave", "Name", "Sender", "Shout", "StartAsync", "Whisper", "Zyre"]).OrderBy(name => name, StringComparer.Ordinal)]);

    /// <summary>The events of its network, each with what the definition of a node calls it.</summary>
    public static readonly EquatableArray<NamedItem> Events = new(
    [
        new(new ModelName("ZYRE_ENTER"), "EnterEvent"),
        new(new ModelName("ZYRE_EXIT"), "ExitEvent"),
        new(new ModelName("ZYRE_JOIN"), "JoinEvent"),
        new(new ModelName("ZYRE_LEAVE"), "LeaveEvent"),
        new(new ModelName("ZYRE_EVASIVE"), "EvasiveEvent"),
        new(new ModelName("ZYRE_STOP"), "StopEvent"),
    ]);

    /// <summary>Whether an event is one of the network, whatever the protocol has.</summary>
    /// <param name="name">The event.</param>
    public static bool IsOfNetwork(ModelName name) => Events.Any(item => item.Name.Equals(name));
}
