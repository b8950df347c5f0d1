using ZProto.Generator.Engines;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Hosts;

/// <summary>All that the source of a server or mesh is made of.</summary>
/// <param name="Model">The server or mesh.</param>
/// <param name="Names">Its names in C#.</param>
/// <param name="Namespace">The namespace, empty for none.</param>
/// <param name="Protocol">What it speaks.</param>
/// <param name="Transport">The C# that returns the transport that it is on by default; null for the one on sockets.</param>
internal sealed record HostSource(HostModel Model, HostNames Names, string Namespace, ProtocolReference Protocol, string? Transport) : ModelSource
{
    /// <summary>What each of its own machines speaks.</summary>
    public EquatableArray<ProtocolReference> MachineProtocols { get; init; }

    /// <summary>Its class with its namespace, as C# that means it anywhere.</summary>
    public string FullName => $"global::{CSharp.QualifiedName(Namespace.Length == 0 ? Names.Class : $"{Namespace}.{Names.Class}")}";

    /// <summary>What it is called in documentation: server, mesh.</summary>
    public string Noun => Model.Kind.ToString().ToLowerInvariant();

    /// <summary>What each of its peers is called: client, peer.</summary>
    public string PeerNoun => Names.PeerClass.ToLowerInvariant();
}
