using ZProto.Model;

namespace ZProto.Generator.Codec.Fields;

/// <summary>A table of texts.</summary>
internal sealed class HashField(FieldModel model, KeptField kept) : TextCollectionField(model, kept)
{
    public override string ParameterType => "global::System.Collections.Generic.IEnumerable<global::System.Collections.Generic.KeyValuePair<string, string>>?";

    public override string ToZpl => $"{ZplMessage}.AddHash(content, {ZplName}, {Property});";

    public override string FromZpl => $"message.{Property}.ReplaceWith({ZplMessage}.GetHash(content, {ZplName}));";

    public override string TestArgument => HasTest
        ? $"new global::System.Collections.Generic.Dictionary<string, string> {{ {string.Join(", ", Model.Tests.Select(test => $"[{CSharp.Literal(test.Name!)}] = {CSharp.Literal(test.Value)}"))} }}"
        : "null";

    protected override string CollectionType => $"{Zp}StringMap";

    protected override string TypeDoc => "A table of texts, reused from message to message; keys have at most 255 bytes in UTF-8.";

    protected override string ReadCall => $"reader.ReadHash(ref {Storage})";

    public override string Write(string command) => $"writer.WriteHash({Storage}, {command}, {Name});";
}
