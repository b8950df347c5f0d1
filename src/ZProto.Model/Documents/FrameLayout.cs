using System.Text;
using static ZProto.Model.Documents.MarkdownText;

namespace ZProto.Model.Documents;

/// <summary>
/// Where each field of a message is: its frame, its offset and its size in bytes. After a field of no fixed
/// size, offsets count from its end.
/// </summary>
internal sealed class FrameLayout
{
    /// <summary>What each type is on the wire.</summary>
    public static readonly (FieldType Type, string Wire)[] Types =
    [
        (FieldType.Number, "an unsigned number of 1, 2, 4 or 8 bytes, the most significant first"),
        (FieldType.Octets, "a fixed number of bytes"),
        (FieldType.String, "1 byte: the length; text in UTF-8, at most 255 bytes"),
        (FieldType.LongStr, "4 bytes: the length; text in UTF-8"),
        (FieldType.Strings, "4 bytes: how many; each as a longstr"),
        (FieldType.Hash, "4 bytes: how many; each name as a string and its value as a longstr"),
        (FieldType.Chunk, "4 bytes: the length; bytes"),
        (FieldType.Uuid, "16 bytes, in the byte order of RFC 4122"),
        (FieldType.Frame, "a frame of its own, after the first"),
        (FieldType.Msg, "all frames that are left"),
    ];

    private readonly List<string[]> _rows = [];
    private int _offset;
    private string? _after;
    private int _frame = 1;

    public FrameLayout(ProtocolModel protocol, MessageModel message)
    {
        if (protocol.PubSub)
        {
            Fixed("", "number 1", Constant(ToHex(message.Id)), "The message's id", 1);
            Varying("topic", "text in UTF-8", "The topic, and a zero after it", "n + 1");
        }
        else
        {
            Fixed("", "octets", Constant(ToHex((byte)(protocol.Header >> 8), (byte)protocol.Header)), "The protocol's signature", 2);
            Fixed("", "number 1", Constant(ToHex(message.Id)), "The message's id", 1);
        }
        // Frames come after the first, whatever the position of their fields.
        foreach (FieldModel field in message.Fields.Where(field => !IsFrame(field)))
            InFirstFrame(field);
        foreach (FieldModel field in message.Fields.Where(IsFrame))
            InFrameOfItsOwn(field);
    }

    /// <summary>The rows: frame, offset, size, field, type and description.</summary>
    public IEnumerable<string[]> Rows => _rows;

    /// <summary>What the language calls a type.</summary>
    public static string Name(FieldType type) => type.ToString().ToLowerInvariant();

    private static bool IsFrame(FieldModel field) => field.Type is FieldType.Frame or FieldType.Msg;

    private void InFirstFrame(FieldModel field)
    {
        string name = Code(field.Name.Text);
        if (FixedSize(field) is { } size)
        {
            string value = field.Constant is null ? "" : Constant(field.Type == FieldType.Number ? field.Constant.Text : $"\"{field.Constant.Text}\"");
            Fixed(name, field.Type == FieldType.Number ? $"number {DocumentText.Format(field.Size)}" : Name(field.Type), value, field.Description, size);
            return;
        }
        string varying = field.Type switch
        {
            FieldType.String => "1 + n",
            FieldType.Strings => "4 + each 4 + n",
            FieldType.Hash => "4 + each 1 + n + 4 + n",
            _ => "4 + n",
        };
        Varying(name, Name(field.Type), field.Description, varying);
    }

    private static int? FixedSize(FieldModel field) => field.Type switch
    {
        FieldType.Number or FieldType.Octets => field.Size,
        FieldType.Uuid => 16,
        FieldType.String when field.Constant is { } constant => 1 + Encoding.UTF8.GetByteCount(constant.Text),
        FieldType.LongStr when field.Constant is { } constant => 4 + Encoding.UTF8.GetByteCount(constant.Text),
        _ => null,
    };

    private void InFrameOfItsOwn(FieldModel field)
    {
        string number = DocumentText.Format(++_frame);
        bool isAll = field.Type == FieldType.Msg;
        _rows.Add([isAll ? $"{number} ..." : number, "0", "n", Code(field.Name.Text), Name(field.Type), Line(field.Description)]);
    }

    private void Fixed(string field, string type, string value, string description, int size)
    {
        Add(DocumentText.Format(size), field, value.Length == 0 ? type : $"{type} = {value}", description);
        _offset += size;
    }

    private void Varying(string field, string type, string description, string size)
    {
        Add(size, field, type, description);
        _after = field;
        _offset = 0;
    }

    private void Add(string size, string field, string type, string description)
    {
        string offset = DocumentText.Format(_offset);
        string index = _after is null ? offset : _offset == 0 ? $"after {_after}" : $"after {_after} + {offset}";
        _rows.Add([_rows.Count == 0 ? "1" : "", index, size, field, type, Line(description)]);
    }

    private static string ToHex(params byte[] bytes) => string.Join(" ", bytes.Select(value => DocumentText.Hex(value)));

    private static string Constant(string value) => Code(value);
}
