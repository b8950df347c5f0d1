using System.Collections.ObjectModel;
using ZProto.Codec;

namespace ZProto;

/// <summary>A call of a client had a reply that the model says is an error. Generated clients have a class of it for each such reply, with its fields as properties.</summary>
public class ReplyException : ZProtoException
{
    /// <summary>Creates the exception without a message of its own.</summary>
    public ReplyException()
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What went wrong.</param>
    public ReplyException(string message)
        : base(message)
    {
    }

    /// <summary>Creates the exception.</summary>
    /// <param name="message">What went wrong.</param>
    /// <param name="innerException">What led to it, or null.</param>
    public ReplyException(string message, Exception? innerException)
        : base(message, innerException)
    {
    }

    /// <summary>Creates the exception of the reply, for the class that is generated for it.</summary>
    /// <param name="client">The client's class.</param>
    /// <param name="reply">The reply, as the model names it.</param>
    /// <param name="fields">The fields that the reply carries, as the model names them, in its order.</param>
    /// <exception cref="ArgumentNullException"><paramref name="fields"/> is null.</exception>
    protected ReplyException(string client, string reply, IReadOnlyDictionary<string, object?> fields)
        : this(reply, fields, $"A call of {client} failed")
    {
    }

    private protected ReplyException(string reply, IReadOnlyDictionary<string, object?> fields, string failure)
        : base($"{failure}: {Format(reply, fields)}")
    {
        Reply = reply;
        Fields = fields;
    }

    /// <summary>The reply, as the model names it; null if the exception was not made of one.</summary>
    public string? Reply { get; }

    /// <summary>The fields that the reply carries, as the model names them; empty if the exception was not made of one.</summary>
    public IReadOnlyDictionary<string, object?> Fields { get; } = ReadOnlyDictionary<string, object?>.Empty;

    private static string Format(string reply, IReadOnlyDictionary<string, object?> fields)
    {
        ArgumentNullException.ThrowIfNull(fields);
        var text = new FieldText(reply);
        foreach ((string name, object? value) in fields)
            text.Add(name, value);
        return text.ToString();
    }
}
