using ZProto.Model;
using ZProto.Model.WireTypes;

namespace ZProto.Tool.Dynamic;

/// <summary>The value of a field of one message, read and written by the field's model.</summary>
internal abstract class DynamicField(FieldModel field)
{
    /// <summary>The field.</summary>
    public FieldModel Field { get; } = field;

    /// <summary>The value for programs.</summary>
    public abstract object Json { get; }

    /// <summary>The value in one line, for people.</summary>
    public abstract string Text { get; }

    /// <summary>Whether it takes several values, one after the other.</summary>
    public virtual bool IsList => false;

    /// <summary>Whether it was given or read. An optional field is not there otherwise.</summary>
    public bool IsSet { get; private set; }

    /// <summary>Whether the message ends before it.</summary>
    public bool IsLeftOut => Field.IsOptional && !IsSet;

    /// <summary>What the field is, in a few words.</summary>
    public string Type => Field.Constant is null ? TypeWithSize : $"{Field.Type.Name}, constant";

    /// <summary>What the field is where it is not constant.</summary>
    protected virtual string TypeWithSize => Field.Type.Name;

    /// <summary>The value of a field that was never set, or that is constant.</summary>
    public static DynamicField Create(FieldModel field) => field.Type switch
    {
        NumberType => new DynamicNumber(field),
        OctetsType => new DynamicOctets(field),
        StringType => new DynamicString(field),
        LongStrType => new DynamicLongStr(field),
        StringsType => new DynamicStrings(field),
        HashType => new DynamicHash(field),
        ChunkType => new DynamicChunk(field),
        UuidType => new DynamicUuid(field),
        FrameType => new DynamicFrame(field),
        MsgType => new DynamicFrames(field),
        EnvelopeType => new DynamicEnvelope(field),
        _ => throw new ArgumentException($"No field is of type {field.Type.Name}.", nameof(field)),
    };

    /// <summary>Takes a value from the command line; of a list, one more.</summary>
    /// <param name="text">The value.</param>
    /// <exception cref="ToolException">It is not a value of this field.</exception>
    public void Set(string text)
    {
        if (Field.Constant is not null)
            throw InvalidValue($"it is always {Text}, and cannot be set");
        Parse(text);
        IsSet = true;
    }

    /// <summary>Writes the value.</summary>
    public abstract void Write(ref FrameWriter writer, string message);

    /// <summary>Reads the value.</summary>
    /// <returns>False if the bytes are not a value of this field.</returns>
    public abstract bool Read(ref FrameReader reader);

    /// <summary>Writes the value where each field is a frame.</summary>
    public void AddFrame(ref FrameWriter writer, string message)
    {
        if (Field.Constant is { } constant)
            writer.AddFrame(Field.Type.GetFrame(constant, Field.Size));
        else
            WriteFrame(ref writer, message);
    }

    /// <summary>Reads the value where each field is a frame.</summary>
    /// <returns>False if the frames are not a value of this field.</returns>
    public bool TakeFrame(ref FrameReader reader)
    {
        IsSet = true;
        return Field.Constant is { } constant ? reader.ReadConstantFrame(Field.Type.GetFrame(constant, Field.Size)) : ReadFrame(ref reader);
    }

    /// <summary>Writes a value that varies as a frame of its own.</summary>
    protected virtual void WriteFrame(ref FrameWriter writer, string message) => Write(ref writer, message);

    /// <summary>Reads a value that varies from a frame of its own.</summary>
    protected virtual bool ReadFrame(ref FrameReader reader) => Read(ref reader);

    /// <summary>Refuses text just read that is not UTF-8.</summary>
    public virtual bool RequireUtf8(ref FrameReader reader) => true;

    /// <summary>Sets the value to what a text represents; of a list, adds one more.</summary>
    protected abstract void Parse(string text);

    /// <summary>The error for a text that is not a value of this field.</summary>
    protected ToolException InvalidValue(string diagnostic) => ToolException.Usage($"field '{Field.Name.Text}': {diagnostic}");

    /// <summary>The bytes that a text represents: hexadecimal digits, <c>text:...</c>, or the content of <c>@file</c>.</summary>
    protected byte[] ParseBytes(string text)
    {
        const string raw = "text:";
        if (text.StartsWith(raw, StringComparison.Ordinal))
            return System.Text.Encoding.UTF8.GetBytes(text[raw.Length..]);
        if (text.StartsWith('@'))
            return File.Exists(text[1..]) ? File.ReadAllBytes(text[1..]) : throw InvalidValue($"there is no file '{text[1..]}'");
        return HexText.Parse(text, $"field '{Field.Name.Text}'");
    }
}
