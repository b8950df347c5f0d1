namespace ZProto.Model.Naming;

/// <summary>The names in C# that every mesh has.</summary>
public static class MeshNames
{
    /// <summary>The class of a mesh's peers.</summary>
    public const string PeerClass = "Peer";

    /// <summary>The members that every mesh has.</summary>
    public static readonly EquatableArray<string> Reserved = new(
    [
        "AddPeer", "Admit", "Args", "Arguments", "BindAsync", "BroadcastEvent", "Completion", "CreateDealer", "CreateDefinition", "Definition", "DiscoverAsync",
        "DisposeAsync", "Endpoints", "Equals", "Event", "Finalize", "GetHashCode", "GetKey", "GetPeers", "GetRoutingId", "GetType", "Handle",
        "HeartbeatInterval", "InvokeAsync", "IsOnLoop", "MemberwiseClone", "Monitor", "OnInitialize", "OnTerminate", "Options", "Peer",
        "PeerTimeout", "Post", "ReferenceEquals", "RemovePeer", "Reply", "ReplyFields", "SendEvent", "SendTo", "State", "StopAsync", "ToString", "TryGetPeer",
        "UnbindAsync", "Verbose",
    ]);

    /// <summary>The members that every peer of a mesh has.</summary>
    public static readonly EquatableArray<string> ReservedInPeers = new(
    [
        "Argument", "CancelTimer", "Definition", "Endpoint", "Equals", "Event", "Finalize", "GetHashCode", "GetType", "IsAlive", "Key", "LogPrefix",
        "MemberwiseClone", "Mesh", "Message", "OnInitialize", "OnTerminate", "Peer", "PeerAddress", "ReferenceEquals", "Reply", "ReplyFields", "RoutingId",
        "RunInBackground", "Send", "SetEndpoint", "SetException", "SetNextEvent", "SetTimer", "SetWakeup", "State", "Terminate", "ToString",
        "UniqueId", "UserId", "Verbose",
    ]);
}
