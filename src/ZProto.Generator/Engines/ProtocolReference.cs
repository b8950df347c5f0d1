using ZProto.Generator.Codec;
using ZProto.Model;
using ZProto.Model.Compiling;
using ZProto.Model.Frames;
using ZProto.Model.Naming;

namespace ZProto.Generator.Engines;

/// <summary>What an engine needs to know of its protocol.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Class">The codec's class with its namespace.</param>
/// <param name="Messages">Its messages with their names in C#.</param>
/// <param name="Parameters">What makes each of the messages, in the same order.</param>
/// <param name="Bodies">The property of each message, in the same order, that a selftest's <c>body</c> fills.</param>
internal sealed record ProtocolReference(
    string Name,
    string Class,
    EquatableArray<NamedItem> Messages,
    EquatableArray<EquatableArray<MessageParameter>> Parameters,
    EquatableArray<BodyProperty> Bodies)
{
    /// <summary>What the header of the message before is called in generated code.</summary>
    public const string SentHeader = "SentHeader";

    /// <summary>The header's fields that vary; each message's <see cref="Parameters"/> begin with them.</summary>
    public EquatableArray<HeaderParameter> HeaderParameters { get; init; } = EquatableArray<HeaderParameter>.Empty;

    /// <summary>The fields that could pair replies with calls.</summary>
    public EquatableArray<CorrelationField> CorrelationFields { get; init; } = EquatableArray<CorrelationField>.Empty;

    /// <summary>Whether who sent it may decide which message a list of frames is.</summary>
    public bool DistinguishesSenders { get; init; }

    /// <summary>Whether a message is one of some, as a condition on <c>message</c>.</summary>
    // Over numbers, since a protocol may have a message for every id there can be.
    public string IdIsOneOf(IEnumerable<string> messages) => $"(int)message.Id is {string.Join(" or ", messages.Select(message => $"(int){Class}.MessageId.{message}"))}";

    public static ProtocolReference Create(CompiledProtocol protocol)
    {
        ProtocolModel model = protocol.Model;
        CodecNames names = protocol.Names;
        return new ProtocolReference(
            model.Name.Text,
            $"global::{CSharp.QualifiedName(protocol.FullName)}",
            model.Messages.Select((message, i) => new NamedItem(message.Name, names.Messages[i])).ToEquatableArray(),
            CodecMessage.Parameters(model, names),
            CodecMessage.Bodies(model, names))
        {
            HeaderParameters = CodecMessage.HeaderParameters(model, names, SentHeader),
            DistinguishesSenders = MessageTrial.DistinguishSenders(model),
            CorrelationFields = CodecMessage.CorrelationFields(model, names),
        };
    }
}

/// <summary>A field that can pair replies with calls.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Property">Its property.</param>
/// <param name="Type">The property's type; a uuid's is empty.</param>
/// <param name="Size">Bytes that every message has for it.</param>
/// <param name="Messages">The messages that have it, in C#.</param>
internal sealed record CorrelationField(ModelName Name, string Property, string Type, int Size, EquatableArray<string> Messages);

/// <summary>A property that a selftest's <c>body</c> fills.</summary>
/// <param name="Name">Its name; empty where a message has none.</param>
/// <param name="IsText">Whether it is text; otherwise bytes.</param>
internal sealed record BodyProperty(string Name, bool IsText);

/// <summary>A parameter of what makes a message.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Name">Its name.</param>
/// <param name="Doc">What the field says of itself.</param>
internal sealed record MessageParameter(string Type, string Name, string Doc);

/// <summary>A parameter for a field of the header, which may be left out for what it was in the message before.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Assign">The statement that sets the field in the header that is kept, if it is given.</param>
/// <param name="Value">The field of the header that is kept, as an argument.</param>
internal sealed record HeaderParameter(string Type, string Assign, string Value);
