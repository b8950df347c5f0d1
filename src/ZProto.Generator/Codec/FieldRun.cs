namespace ZProto.Generator.Codec;

/// <summary>
/// Fields of a message that are side by side on the wire: several of fixed size, whose bytes are reserved or checked once and
/// whose offsets are known here, or one of any kind.
/// </summary>
internal sealed class FieldRun
{
    /// <summary>What the bytes are called in generated code.</summary>
    public const string Name = "run";

    private readonly List<(MessageField Field, int Offset)> _fields = [];

    /// <summary>Its fields, with their offsets where their size is fixed.</summary>
    public IReadOnlyList<(MessageField Field, int Offset)> Fields => _fields;

    /// <summary>Its only field, or null where there are several.</summary>
    public MessageField? Single => _fields.Count == 1 ? _fields[0].Field : null;

    /// <summary>Whether its fields have a fixed size.</summary>
    public bool IsFixed => _fields[0].Field.IsFixed;

    /// <summary>Bytes of its fields.</summary>
    public int Size { get; private set; }

    /// <summary>The runs that fields make.</summary>
    public static List<FieldRun> Split(IEnumerable<MessageField> fields)
    {
        var runs = new List<FieldRun>();
        MessageField? previous = null;
        foreach (MessageField field in fields)
        {
            if (previous is not { IsFixed: true } || !field.IsFixed)
                runs.Add(new FieldRun());
            runs[runs.Count - 1].Add(field);
            previous = field;
        }
        return runs;
    }

    /// <summary>Its bytes from an offset on, in generated code.</summary>
    public static string From(int offset) => offset == 0 ? Name : $"{Name}[{offset}..]";

    private void Add(MessageField field)
    {
        _fields.Add((field, Size));
        Size += field.FixedSize;
    }
}
