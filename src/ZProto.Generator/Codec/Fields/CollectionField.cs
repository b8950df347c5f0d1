using ZProto.Model;

namespace ZProto.Generator.Codec.Fields;

/// <summary>A field that is an object of the runtime's, made when it is first asked for.</summary>
internal abstract class CollectionField(FieldModel model, KeptField kept) : CodecField(model, kept)
{
    public override string StorageType => $"{CollectionType}?";

    public override string AssignParameter => $"{AssignedProperty}.ReplaceWith({Parameter});";

    public override string ClearStorage => $"{Storage}?.Clear();";

    public override string CopyStorage => $"if ({Storage} is not null)\n    copy.{Property}.CopyFrom({Storage});";

    public override string Comparison => $"{CollectionType}.ContentEquals({Storage}, other.{Storage})";

    public override string AddToText => $"text.Add({CSharp.Literal(Kept.Name.Text)}, {Storage});";

    public override string AssignInHeader(string message) => $"if ({Parameter} is not null)\n    {message}.{Property}.ReplaceWith({Parameter});";

    public override string GetFrom(string message) => $"{message}.{Property}";

    protected override string OptionalType => ParameterType;

    protected override string AssignOptional => AssignParameter;

    protected override string IsSet => $"{Storage} is not null";

    /// <summary>The object's type.</summary>
    protected abstract string CollectionType { get; }

    protected override void EmitMembers(SourceWriter writer) => writer.Write($"public {CollectionType} {Property} => {Storage} ??= new {CollectionType}();");
}
