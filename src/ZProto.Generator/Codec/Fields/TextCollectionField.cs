using ZProto.Model;

namespace ZProto.Generator.Codec.Fields;

/// <summary>A list or table of texts, which keeps the bytes as they came until it is looked at.</summary>
internal abstract class TextCollectionField(FieldModel model, KeptField kept) : CollectionField(model, kept)
{
    public override bool IsReceived => true;

    public override string? VaryingSize => $"{CollectionType}.GetEncodedSize({Storage})";

    protected override bool HasText => true;
}
