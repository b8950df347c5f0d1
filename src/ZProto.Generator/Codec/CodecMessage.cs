using ZProto.Generator.Codec.Fields;
using ZProto.Generator.Engines;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Codec;

/// <summary>A message of a codec, with what its fields become.</summary>
internal sealed class CodecMessage
{
    private CodecMessage(MessageModel model, string name, Dictionary<ModelName, KeptField> kept)
    {
        Model = model;
        Name = name;
        Fields = model.Fields.Select(field => field.Constant is null ? FieldFactory.Create(field, kept[field.Name]) : FieldFactory.CreateConstant(field)).ToList();
        Settable = Fields.OfType<CodecField>().ToList();
    }

    /// <summary>The fields that a codec keeps.</summary>
    public static List<CodecField> GetFields(ProtocolModel protocol, CodecNames names)
        => KeptField.CreateAll(protocol, names).Select(kept => FieldFactory.Create(kept.Model, kept)).ToList();

    /// <summary>The messages of a protocol, with what their fields become.</summary>
    public static List<CodecMessage> CreateAll(ProtocolModel protocol, CodecNames names)
    {
        Dictionary<ModelName, KeptField> kept = KeptField.CreateAll(protocol, names).ToDictionary(field => field.Model.Name);
        return protocol.Messages.Select((message, i) => new CodecMessage(message, names.Messages[i], kept)).ToList();
    }

    /// <summary>What makes each message of a protocol: the parameters of its <c>Create</c>.</summary>
    public static EquatableArray<EquatableArray<MessageParameter>> Parameters(ProtocolModel protocol, CodecNames names)
        => CreateAll(protocol, names)
            .Select(message => message.Settable
                .Select(field => new MessageParameter(field.DeclaredType, field.Parameter, CSharp.Sentence(field.Kept.Description, field.Kept.Name.Text)))
                .ToEquatableArray())
            .ToEquatableArray();

    /// <summary>What a selftest's <c>body</c> fills in each message of a protocol.</summary>
    public static EquatableArray<BodyProperty> Bodies(ProtocolModel protocol, CodecNames names)
    {
        Dictionary<ModelName, FieldNames> byName = protocol.Fields.Select((field, i) => (field, i)).ToDictionary(pair => pair.field.Name, pair => names.Fields[pair.i]);
        return protocol.Messages
            .Select(message => message.BodyField is { } field ? new BodyProperty(byName[field.Name].Property, field.Type.IsText) : new BodyProperty("", false))
            .ToEquatableArray();
    }

    /// <summary>The header's fields that vary.</summary>
    /// <param name="protocol">The protocol.</param>
    /// <param name="names">Its names in C#.</param>
    /// <param name="from">The message that has what they were.</param>
    public static EquatableArray<HeaderParameter> HeaderParameters(ProtocolModel protocol, CodecNames names, string from)
        => CreateAll(protocol, names).Take(1)
            .SelectMany(message => message.Fields.Take(protocol.HeaderFields))
            .OfType<CodecField>()
            .Select(field => new HeaderParameter(field.HeaderType, field.AssignInHeader(from), field.GetFrom(from)))
            .ToEquatableArray();

    /// <summary>The fields of a protocol that can pair replies with calls.</summary>
    public static EquatableArray<CorrelationField> CorrelationFields(ProtocolModel protocol, CodecNames names)
        => GetFields(protocol, names)
            .Where(field => field.Model.Type.CanCorrelate)
            .Select(field =>
            {
                var carriers = protocol.Messages.Select((message, i) => (Name: names.Messages[i], Field: message.Fields.FirstOrDefault(item => item.Constant is null && item.Name.Equals(field.Model.Name))))
                    .Where(carrier => carrier.Field is not null).ToList();
                bool isUuid = field is UuidField;
                return new CorrelationField(
                    field.Model.Name,
                    field.Property,
                    isUuid ? "" : field.StorageType,
                    isUuid ? UuidField.Size : carriers.Select(carrier => carrier.Field!.Size).DefaultIfEmpty(field.Model.Size).Min(),
                    carriers.Select(carrier => carrier.Name).ToEquatableArray());
            })
            .ToEquatableArray();

    /// <summary>Writes a <c>switch</c> over the id with one line for each message.</summary>
    public static void WriteSwitch(SourceWriter writer, List<CodecMessage> messages, Func<CodecMessage, string> statement, string otherwise)
    {
        writer.Open("switch (_id)");
        foreach (CodecMessage message in messages)
            writer.Write($"case MessageId.{message.Name}:\n    {statement(message).Replace("\n", "\n    ")}");
        writer.Write($"default:\n    {otherwise}");
        writer.Close();
    }

    public MessageModel Model { get; }

    /// <summary>Its name in C#.</summary>
    public string Name { get; }

    /// <summary>Its name in zproto's C codecs, which its ZPL carries.</summary>
    public string CName => Model.Name.C.ToUpperInvariant();

    /// <summary>Its fields as they are on the wire.</summary>
    public List<MessageField> Fields { get; }

    /// <summary>Its fields that are not constant.</summary>
    public List<CodecField> Settable { get; }
}
