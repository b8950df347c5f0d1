using ZProto.Generator.Engines;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Server;

/// <summary>All that a server's source is made of.</summary>
/// <param name="Model">The server.</param>
/// <param name="Names">Its names in C#.</param>
/// <param name="Namespace">The namespace, empty for none.</param>
/// <param name="Protocol">What it speaks.</param>
/// <param name="Transport">The C# that returns the transport that it is on by default; null for the one on sockets.</param>
internal sealed record ServerSource(ServerModel Model, ServerNames Names, string Namespace, ProtocolReference Protocol, string? Transport) : ModelSource;
