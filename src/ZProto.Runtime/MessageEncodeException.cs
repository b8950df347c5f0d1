namespace ZProto;

/// <summary>A message cannot be encoded: a field has a value that the wire format cannot carry, or it has no id.</summary>
public sealed class MessageEncodeException : ZProtoException
{
    /// <summary>Creates the exception with a default message.</summary>
    public MessageEncodeException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Why the message cannot be encoded.</param>
    public MessageEncodeException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">Why the message cannot be encoded.</param>
    /// <param name="innerException">The cause.</param>
    public MessageEncodeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    private MessageEncodeException(string command, string field, string problem)
        : base($"{command}: {field} {problem}")
        => FieldName = field;

    /// <summary>The field that cannot be encoded, as the model names it, or null if the message has no valid id.</summary>
    public string? FieldName { get; }

    /// <summary>A message without an id, or with one that its protocol does not know.</summary>
    /// <param name="protocol">The protocol's class.</param>
    public static MessageEncodeException NoId(string protocol)
        => new($"This {protocol} has no id that its protocol knows: set Id, or use one of the Set... methods, before it is encoded.");

    internal static MessageEncodeException TooLong(string command, string field, int length)
        => new(command, field, $"has {length} bytes in UTF-8, and the wire carries at most 255 of a string; use longstr for more");

    internal static MessageEncodeException TooLarge(string command, string field, ulong value, int size)
        => new(command, field, $"is {value}, and {command} carries at most {ulong.MaxValue >> (64 - (8 * size))} of it");

    internal static MessageEncodeException KeyTooLong(string command, string field, int length)
        => new(command, field, $"has a key of {length} bytes in UTF-8, and the wire carries at most 255 of a key");

    internal static MessageEncodeException WrongLength(string command, string field, int length, int size)
        => new(command, field, $"has {length} bytes, and must have {size}");

    /// <summary>A message with an optional field that is set after one that is not: it could only end before both.</summary>
    /// <param name="command">The message.</param>
    /// <param name="field">The field that is not set.</param>
    /// <param name="next">The field after it.</param>
    public static MessageEncodeException NotSet(string command, string field, string next)
        => new(command, field, $"is not set, and {next} after it is; set both, or clear {next}");

    internal static MessageEncodeException WithoutFrames(string command, string field)
        => new(command, field, "was set to no frames, and must have at least one");

    internal static MessageEncodeException EmptyFrameInEnvelope(string command, string field)
        => new(command, field, "has an empty frame, which ends an envelope on the wire");

    internal static MessageEncodeException ZeroInTopic(string command)
        => new(command, "topic", "holds a zero, which ends a topic on the wire");
}
