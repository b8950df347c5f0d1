namespace ZProto;

/// <summary>Why bytes are not a message.</summary>
public enum DecodeErrorKind
{
    /// <summary>Nothing: the message was decoded.</summary>
    None,

    /// <summary>A frame is missing.</summary>
    MissingFrame,

    /// <summary>The first frame is too short for a signature and an id.</summary>
    TruncatedHeader,

    /// <summary>The first frame starts with another signature: it is another protocol's.</summary>
    WrongSignature,

    /// <summary>The protocol has no message with this id.</summary>
    UnknownId,

    /// <summary>The topic has no end.</summary>
    UnterminatedTopic,

    /// <summary>The frame ends within a field.</summary>
    Truncated,

    /// <summary>A constant field has another value.</summary>
    WrongConstant,

    /// <summary>The frames are larger together than a message can hold, which is about 2 GB.</summary>
    TooLarge,

    /// <summary>A text is not UTF-8, and the protocol is strict about that: <c>utf8="strict"</c>.</summary>
    InvalidUtf8,

    /// <summary>There are more frames than the message has.</summary>
    ExtraFrame,

    /// <summary>A frame is longer or shorter than its field always is.</summary>
    WrongLength,

    /// <summary>The protocol has no message with these frames.</summary>
    UnknownMessage,
}

/// <summary>Why a decode failed, and where.</summary>
/// <param name="Kind">What was wrong.</param>
/// <param name="Field">The field at which it was, as the model names it, or null.</param>
/// <param name="Position">Bytes of the first frame before it.</param>
public readonly record struct DecodeError(DecodeErrorKind Kind, string? Field, int Position)
{
    /// <summary>The frame at which it was, counted from 1, in a protocol whose fields are frames; else 0.</summary>
    public int Frame { get; init; }

    /// <summary>The error in words, for logs.</summary>
    public override string ToString()
    {
        string words = Kind switch
        {
            DecodeErrorKind.None => "no error",
            DecodeErrorKind.MissingFrame => "a frame is missing",
            DecodeErrorKind.TruncatedHeader => "the frame is too short for signature and id",
            DecodeErrorKind.WrongSignature => "the signature is another protocol's",
            DecodeErrorKind.UnknownId => "no message has this id",
            DecodeErrorKind.UnterminatedTopic => "the topic has no end",
            DecodeErrorKind.Truncated => "the frame is too short",
            DecodeErrorKind.InvalidUtf8 => "the text is not UTF-8",
            DecodeErrorKind.TooLarge => "the frames are larger than a message can hold",
            DecodeErrorKind.ExtraFrame => "there are more frames than the message has",
            DecodeErrorKind.WrongLength => "the frame has another length",
            DecodeErrorKind.UnknownMessage => "no message has these frames",
            _ => "the constant has another value",
        };
        if (Kind == DecodeErrorKind.UnknownMessage)
            return words;
        string place = Frame > 0 ? $"frame {Frame}" : $"byte {Position}";
        return Field is null ? $"{words}, at {place}" : $"{words}, in field {Field} at {place}";
    }
}
