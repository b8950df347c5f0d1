namespace ZProto;

/// <summary>A message that cannot be encoded as it is: a field holds what the wire cannot carry, or it has no id.</summary>
public sealed class ZProtoEncodeException : Exception
{
    /// <summary>Makes the exception without saying why.</summary>
    public ZProtoEncodeException()
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Why the message cannot be encoded.</param>
    public ZProtoEncodeException(string message)
        : base(message)
    {
    }

    /// <summary>Makes the exception.</summary>
    /// <param name="message">Why the message cannot be encoded.</param>
    /// <param name="innerException">What led to it.</param>
    public ZProtoEncodeException(string message, Exception innerException)
        : base(message, innerException)
    {
    }

    private ZProtoEncodeException(string command, string field, string problem)
        : base($"{command}: {field} {problem}")
        => FieldName = field;

    /// <summary>The field at fault, as the model names it, or null where the message has no valid id.</summary>
    public string? FieldName { get; }

    /// <summary>A message without an id, or with one that its protocol does not know.</summary>
    /// <param name="protocol">The protocol's class.</param>
    public static ZProtoEncodeException NoId(string protocol)
        => new($"This {protocol} has no id that its protocol knows: set Id, or use one of the Set... methods, before it is encoded.");

    internal static ZProtoEncodeException TooLong(string command, string field, int length)
        => new(command, field, $"has {length} octets in UTF-8, and the wire carries at most 255 of a string; use longstr for more");

    internal static ZProtoEncodeException TooLarge(string command, string field, ulong value, int size)
        => new(command, field, $"is {value}, and {command} carries at most {ulong.MaxValue >> (64 - (8 * size))} of it");

    internal static ZProtoEncodeException KeyTooLong(string command, string field, int length)
        => new(command, field, $"has a key of {length} octets in UTF-8, and the wire carries at most 255 of a key");

    internal static ZProtoEncodeException WrongLength(string command, string field, int length, int size)
        => new(command, field, $"has {length} octets, and must have {size}");

    internal static ZProtoEncodeException ZeroInTopic(string command)
        => new(command, "topic", "holds a zero, which ends a topic on the wire");
}
