using ZProto.Model;
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
    EquatableArray<BodyProperty> Bodies);

/// <summary>A property that a selftest's <c>body</c> fills.</summary>
/// <param name="Name">Its name; empty where a message has none.</param>
/// <param name="IsText">Whether it is text; else octets.</param>
internal sealed record BodyProperty(string Name, bool IsText);

/// <summary>A parameter of what makes a message.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Name">Its name.</param>
/// <param name="Doc">What the field says of itself.</param>
internal sealed record MessageParameter(string Type, string Name, string Doc);
