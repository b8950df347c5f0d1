namespace ZProto.Hosting;

/// <summary>How the host runs a client.</summary>
/// <remarks>Bound to the section <c>ZProto:Clients:NAME</c>, together with the client's <see cref="ClientOptions"/>.</remarks>
public sealed class HostedClientOptions : HostedEngineOptions
{
    /// <summary>The endpoint that the client is opened with; null for the one given to <c>AddZProtoClient</c>.</summary>
    public string? Endpoint { get; set; }
}
