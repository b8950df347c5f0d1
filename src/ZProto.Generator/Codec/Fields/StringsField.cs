using ZProto.Model;

namespace ZProto.Generator.Codec.Fields;

/// <summary>A list of texts.</summary>
internal sealed class StringsField(FieldModel model, KeptField kept) : TextCollectionField(model, kept)
{
    public override string ParameterType => "global::System.Collections.Generic.IEnumerable<string>?";

    public override string ToZpl => $"{ZplMessage}.AddStrings(content, {ZplName}, {Property});";

    public override string FromZpl => $"message.{Property}.ReplaceWith({ZplMessage}.GetStrings(content, {ZplName}));";

    public override string TestArgument => $"new string[] {{ {string.Join(", ", Model.Tests.Select(test => CSharp.Literal(test.Value)))} }}";

    protected override string CollectionType => $"{Zp}StringList";

    protected override string TypeDoc => "A list of texts, reused from message to message.";

    protected override string ReadCall => $"reader.ReadStrings(ref {Storage})";

    public override string Write(string command) => $"writer.WriteStrings({Storage});";
}
