using ZProto.Model.WireTypes;

namespace ZProto.Model;

/// <summary>What the frames of a protocol's messages are.</summary>
public enum ProtocolFraming
{
    /// <summary>The first frame holds the signature, the message's id and its fields.</summary>
    Fields,

    /// <summary>Every field is a frame of its own.</summary>
    Frames,
}

/// <summary>A protocol: its messages become a codec.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Span">Where the name is.</param>
public sealed record ProtocolModel(ModelName Name, SourceSpan Span) : ClassModel(Name, Span)
{
    /// <inheritdoc/>
    public override ModelKind Kind => ModelKind.Protocol;

    /// <summary>The protocol's signature, 0 to 65535.</summary>
    public int Signature { get; init; }

    /// <summary>Whether messages are framed with a topic instead of the signature.</summary>
    public bool PubSub { get; init; }

    /// <summary>What the frames of its messages are.</summary>
    public ProtocolFraming Framing { get; init; }

    /// <summary>Its messages, in the order of the model.</summary>
    public EquatableArray<MessageModel> Messages { get; init; }

    /// <summary>Every field that some message lets vary, once, in order of first appearance; a number has the largest size that any message gives it.</summary>
    public EquatableArray<FieldModel> Fields { get; init; }

    /// <summary>Whether a message with text that is not UTF-8 is malformed: <c>utf8="strict"</c>.</summary>
    public bool RequiresUtf8 { get; init; }

    /// <summary>The number that the first two bytes of every message are, in network byte order.</summary>
    public ushort Header => FirstBytes(Signature);

    /// <summary>The number that the first two bytes of every message of a signature are, in network byte order.</summary>
    /// <param name="signature">The signature, 0 to 65535.</param>
    public static ushort FirstBytes(int signature) => (ushort)(0xAAA0 | signature);

    /// <summary>Whether a field of the header carries the message's id, by which messages are told from each other then.</summary>
    public bool HasIdField => Messages.Any(message => message.Fields.Any(item => item.IsId));

    /// <summary>How many fields of every message are those of the header, which come first.</summary>
    public int HeaderFields { get; init; }
}

/// <summary>A message of a protocol.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Span">Where the name is.</param>
/// <param name="Id">Its number on the wire, 0 to 255.</param>
/// <param name="Role">Who sends it, <c>client</c> or <c>server</c>, or null.</param>
/// <param name="Digest">The SHA-1 of its first frame with the test values, in hexadecimal, or null.</param>
/// <param name="Description">What it says of itself, or empty.</param>
/// <param name="Fields">Its fields as they are on the wire: the header first, composed types as their parts.</param>
public sealed record MessageModel(
    ModelName Name,
    SourceSpan Span,
    byte Id,
    string? Role,
    string? Digest,
    string Description,
    EquatableArray<FieldModel> Fields)
{
    /// <summary>The field that a selftest's <c>body</c> fills: the first text or bytes that can be set, or null.</summary>
    public FieldModel? BodyField
        => Fields.FirstOrDefault(item => item.Constant is null && (item.Type.IsText || item.Type.IsBytes));
}

/// <summary>A field of a message.</summary>
/// <param name="Name">Its name; a part of a composed type carries the field's name before its own.</param>
/// <param name="Span">Where the name is.</param>
/// <param name="Type">Its type.</param>
/// <param name="Size">Bytes of a <see cref="WireType.Number"/> or <see cref="WireType.Octets"/>, else 0.</param>
/// <param name="Constant">The value it always has, or null where it varies.</param>
/// <param name="Description">What it says of itself, or empty.</param>
/// <param name="Tests">The values to test it with.</param>
public sealed record FieldModel(
    ModelName Name,
    SourceSpan Span,
    WireType Type,
    int Size,
    ConstantModel? Constant,
    string Description,
    EquatableArray<TestValue> Tests)
{
    /// <summary>Whether a message may end before it. Of a protocol's field: whether one of its messages may.</summary>
    public bool IsOptional { get; init; }

    /// <summary>Whether it is the header's field that carries the message's id, which is its constant then.</summary>
    public bool IsId { get; init; }
}

/// <summary>The value of a constant field.</summary>
/// <param name="Text">The text of a string; a number in decimal.</param>
/// <param name="Number">The number, 0 for a string.</param>
public sealed record ConstantModel(string Text, ulong Number);

/// <summary>A value to test a field with.</summary>
/// <param name="Name">The key in a hash, or null.</param>
/// <param name="Value">The value as written, trimmed.</param>
/// <param name="Span">Where it is.</param>
public sealed record TestValue(string? Name, string Value, SourceSpan Span);
