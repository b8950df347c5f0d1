using ZProto.Generator.Engines;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Codec;

/// <summary>A message of a codec, with what its fields become.</summary>
internal sealed class CodecMessage
{
    public CodecMessage(MessageModel model, string name, Dictionary<ModelName, CodecField> fields, bool requiresUtf8)
    {
        Model = model;
        Name = name;
        Fields = model.Fields.Select(field => new MessageField(field, field.Constant is null ? fields[field.Name] : null, requiresUtf8)).ToList();
        Settable = Fields.Where(field => field.Varying is not null).ToList();
        Varying = Settable.Select(field => field.Varying!).ToList();
    }

    /// <summary>The messages of a protocol, with what their fields become.</summary>
    public static List<CodecMessage> CreateAll(ProtocolModel protocol, CodecNames names, IEnumerable<CodecField> fields)
    {
        Dictionary<ModelName, CodecField> byName = fields.ToDictionary(field => field.Model.Name);
        return protocol.Messages.Select((message, i) => new CodecMessage(message, names.Messages[i], byName, protocol.RequiresUtf8)).ToList();
    }

    /// <summary>What makes each message of a protocol: the parameters of its <c>Create</c>.</summary>
    public static EquatableArray<EquatableArray<MessageParameter>> Parameters(ProtocolModel protocol, CodecNames names)
        => CreateAll(protocol, names, protocol.Fields.Select((field, i) => new CodecField(field, names.Fields[i])))
            .Select(message => message.Settable
                .Select(field => new MessageParameter(field.ParameterType, field.Varying!.Parameter, CSharp.Sentence(field.Varying.Model.Description, field.Varying.Model.Name.Text)))
                .ToEquatableArray())
            .ToEquatableArray();

    /// <summary>What a selftest's <c>body</c> fills in each message of a protocol.</summary>
    public static EquatableArray<BodyProperty> Bodies(ProtocolModel protocol, CodecNames names)
    {
        Dictionary<ModelName, FieldNames> byName = protocol.Fields.Select((field, i) => (field, i)).ToDictionary(pair => pair.field.Name, pair => names.Fields[pair.i]);
        return protocol.Messages
            .Select(message => message.BodyField is { } field ? new BodyProperty(byName[field.Name].Property, field.Type is FieldType.String or FieldType.LongStr) : new BodyProperty("", false))
            .ToEquatableArray();
    }

    /// <summary>The properties of the header's fields that vary.</summary>
    public static EquatableArray<string> HeaderProperties(ProtocolModel protocol, CodecNames names)
    {
        Dictionary<ModelName, string> properties = protocol.Fields.Select((field, i) => (field, i)).ToDictionary(pair => pair.field.Name, pair => names.Fields[pair.i].Property);
        return protocol.Messages.Take(1)
            .SelectMany(message => message.Fields.Take(protocol.HeaderFields))
            .Where(field => field.Constant is null)
            .Select(field => properties[field.Name])
            .ToEquatableArray();
    }

    /// <summary>The fields of a protocol that can pair replies with calls.</summary>
    public static EquatableArray<CorrelationField> CorrelationFields(ProtocolModel protocol, CodecNames names)
        => protocol.Fields.Select((field, i) => (field, i))
            .Where(pair => pair.field.Type is FieldType.Number or FieldType.Uuid)
            .Select(pair =>
            {
                var carriers = protocol.Messages.Select((message, i) => (Name: names.Messages[i], Field: message.Fields.FirstOrDefault(item => item.Constant is null && item.Name.Equals(pair.field.Name))))
                    .Where(carrier => carrier.Field is not null).ToList();
                bool isUuid = pair.field.Type == FieldType.Uuid;
                return new CorrelationField(
                    pair.field.Name,
                    names.Fields[pair.i].Property,
                    isUuid ? "" : new CodecField(pair.field, names.Fields[pair.i]).StorageType,
                    isUuid ? 16 : carriers.Select(carrier => carrier.Field!.Size).DefaultIfEmpty(pair.field.Size).Min(),
                    carriers.Select(carrier => carrier.Name).ToEquatableArray());
            })
            .ToEquatableArray();

    public MessageModel Model { get; }

    /// <summary>Its name in C#.</summary>
    public string Name { get; }

    /// <summary>Its name in zproto's C codecs, which its ZPL carries.</summary>
    public string CName => Model.Name.C.ToUpperInvariant();

    /// <summary>Its fields as they are on the wire.</summary>
    public List<MessageField> Fields { get; }

    /// <summary>Its fields that are not constant, as they are in this message.</summary>
    public List<MessageField> Settable { get; }

    /// <summary>Its fields that are not constant, as the codec keeps them.</summary>
    public List<CodecField> Varying { get; }
}
