using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Codec;

/// <summary>All that a codec's source is made of.</summary>
/// <param name="Model">The protocol.</param>
/// <param name="Names">Its names in C#.</param>
/// <param name="Namespace">The namespace, empty for none.</param>
/// <param name="Modifier"><c>public</c> or <c>internal</c>.</param>
internal sealed record CodecSource(ProtocolModel Model, CodecNames Names, string Namespace, string Modifier) : ModelSource;
