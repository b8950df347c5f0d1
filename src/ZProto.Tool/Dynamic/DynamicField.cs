using ZProto.Model;

namespace ZProto.Tool.Dynamic;

/// <summary>The value of a field of one message, read and written by the field's model.</summary>
internal abstract class DynamicField(FieldModel field)
{
    /// <summary>The field.</summary>
    public FieldModel Field { get; } = field;

    /// <summary>Whether it is sent in frames of its own, after the first.</summary>
    public bool IsFrame => Field.Type is FieldType.Frame or FieldType.Msg;

    /// <summary>The value for programs.</summary>
    public abstract object Json { get; }

    /// <summary>The value in one line, for people.</summary>
    public abstract string Text { get; }

    /// <summary>Whether it takes several values, one after the other.</summary>
    public virtual bool IsList => false;

    /// <summary>What the field is, in a few words.</summary>
    public virtual string Type => Field.Type.ToString().ToLowerInvariant();

    /// <summary>The value of a field that was never set.</summary>
    public static DynamicField Create(FieldModel field)
    {
        if (field.Constant is not null)
            return new DynamicConstant(field);
        return field.Type switch
        {
            FieldType.Number => new DynamicNumber(field),
            FieldType.String or FieldType.LongStr => new DynamicText(field),
            FieldType.Strings => new DynamicStrings(field),
            FieldType.Hash => new DynamicHash(field),
            FieldType.Uuid => new DynamicUuid(field),
            FieldType.Msg => new DynamicFrames(field),
            _ => new DynamicBytes(field),
        };
    }

    /// <summary>Takes a value from the command line; of a list, one more.</summary>
    /// <param name="text">The value.</param>
    /// <exception cref="ToolException">It is not a value of this field.</exception>
    public abstract void Set(string text);

    /// <summary>Writes the value.</summary>
    public abstract void Write(ref FrameWriter writer, string message);

    /// <summary>Reads the value.</summary>
    /// <returns>False if the bytes are not a value of this field.</returns>
    public abstract bool Read(ref FrameReader reader);

    /// <summary>Refuses text just read that is not UTF-8.</summary>
    public virtual bool RequireUtf8(ref FrameReader reader) => true;

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
