using ZProto.Generator.Codec.Fields;

namespace ZProto.Generator.Codec;

/// <summary>
/// Fields of a message that are side by side on the wire: several of fixed size, whose bytes are reserved or checked once and
/// whose offsets are known here, or one of any kind.
/// </summary>
internal sealed class FieldRun
{
    /// <summary>What the bytes are called in generated code.</summary>
    public const string Bytes = "run";

    private readonly List<MessageField> _fields = [];

    /// <summary>Its only field, or null where there are several.</summary>
    public MessageField? Single => _fields.Count == 1 ? _fields[0] : null;

    /// <summary>Its fields and their offsets, if their size is fixed; otherwise none.</summary>
    public List<(IFixedField Field, int Offset)> Fixed { get; } = [];

    /// <summary>Bytes of its fields.</summary>
    public int Size { get; private set; }

    /// <summary>The runs that fields make.</summary>
    public static List<FieldRun> Split(IEnumerable<MessageField> fields)
    {
        var runs = new List<FieldRun>();
        MessageField? previous = null;
        foreach (MessageField field in fields)
        {
            if (previous is not IFixedField || field is not IFixedField)
                runs.Add(new FieldRun());
            runs[runs.Count - 1].Add(field);
            previous = field;
        }
        return runs;
    }

    /// <summary>Its bytes from an offset on, in generated code.</summary>
    public static string From(int offset) => offset == 0 ? Bytes : $"{Bytes}[{offset}..]";

    /// <summary>So many of its bytes from an offset on, in generated code.</summary>
    public static string Slice(int offset, int size) => $"{Bytes}.Slice({offset}, {size})";

    private void Add(MessageField field)
    {
        _fields.Add(field);
        if (field is IFixedField part)
            Fixed.Add((part, Size));
        Size += field.FixedSize;
    }
}
