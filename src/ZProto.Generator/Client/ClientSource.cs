using ZProto.Generator.Engines;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Client;

/// <summary>All that the source of a client or node is made of.</summary>
/// <param name="Model">The client or node.</param>
/// <param name="Names">Its names in C#.</param>
/// <param name="Namespace">The namespace, empty for none.</param>
/// <param name="Protocol">What it speaks.</param>
/// <param name="Transport">The C# that returns the transport that it is on by default; null for the one on sockets.</param>
internal sealed record ClientSource(ClientModel Model, ClientNames Names, string Namespace, ProtocolReference Protocol, string? Transport) : ModelSource
{
    /// <summary>What it is called in documentation: client, node.</summary>
    public string Noun => Model.Kind.ToString().ToLowerInvariant();
}
