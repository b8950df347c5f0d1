namespace ZProto.Model.Naming;

/// <summary>The names in C# that every server has.</summary>
public static class ServerNames
{
    /// <summary>The class of a server's clients.</summary>
    public const string ClientClass = "Client";

    /// <summary>The members that every server has.</summary>
    public static readonly EquatableArray<string> Reserved = new(
    [
        "BindAsync", "BroadcastEvent", "Client", "ClientTimeout", "Completion", "CreateDealer", "CreateDefinition", "Definition", "DisposeAsync",
        "Endpoints", "Equals", "Event", "Finalize", "GetClients", "GetHashCode", "GetType", "Handle", "HeartbeatInterval", "IdleTimeout",
        "InvokeAsync", "IsOnLoop", "LoadConfigurationAsync", "MemberwiseClone", "Monitor", "OnConfigure", "OnInitialize", "OnSendFailed",
        "OnTerminate", "Options", "Post", "ReferenceEquals", "SaveConfigurationAsync", "SendEvent", "SendTo", "SetConfigurationAsync", "State",
        "StopAsync", "ToString", "TryGetClient", "UnbindAsync", "Verbose",
    ]);

    /// <summary>The members that every client of a server has.</summary>
    public static readonly EquatableArray<string> ReservedInClients = new(
    [
        "Argument", "CancelTimer", "Client", "Definition", "Equals", "Event", "Finalize", "GetHashCode", "GetType", "IsAlive", "LogPrefix",
        "MemberwiseClone", "Message", "OnInitialize", "OnTerminate", "PeerAddress", "ReferenceEquals", "RoutingId", "RunInBackground", "Send",
        "Server", "SetException", "SetNextEvent", "SetTimer", "SetWakeup", "State", "Terminate", "ToString", "UniqueId", "UserId", "Verbose",
    ]);
}
