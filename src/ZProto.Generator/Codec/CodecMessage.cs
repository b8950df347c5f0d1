using ZProto.Model;

namespace ZProto.Generator.Codec;

/// <summary>A message of a codec, with what its fields become.</summary>
internal sealed class CodecMessage
{
    public CodecMessage(MessageModel model, string name, Dictionary<ModelName, CodecField> fields)
    {
        Model = model;
        Name = name;
        Fields = model.Fields.Select(field => new MessageField(field, field.Constant is null ? fields[field.Name] : null)).ToList();
        Varying = Fields.Where(field => field.Varying is not null).Select(field => field.Varying!).ToList();
    }

    public MessageModel Model { get; }

    /// <summary>Its name in C#.</summary>
    public string Name { get; }

    /// <summary>Its name in zproto's C codecs, which its ZPL carries.</summary>
    public string CName => Model.Name.C.ToUpperInvariant();

    /// <summary>Its fields as they stand on the wire.</summary>
    public List<MessageField> Fields { get; }

    /// <summary>Its fields that are not constant.</summary>
    public List<CodecField> Varying { get; }
}
