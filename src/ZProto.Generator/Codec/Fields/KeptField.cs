using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Codec.Fields;

/// <summary>What a codec keeps of a field, for all messages.</summary>
/// <param name="Model">The field; a number has the largest size that any message gives it.</param>
/// <param name="Names">What it is called in C#.</param>
internal sealed record KeptField(FieldModel Model, FieldNames Names);
