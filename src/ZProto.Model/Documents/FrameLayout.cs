using static ZProto.Model.Documents.MarkdownText;

namespace ZProto.Model.Documents;

/// <summary>
/// Where each field of a message is: its frame, its offset and its size in bytes. After a field of no fixed
/// size, offsets count from its end.
/// </summary>
internal sealed class FrameLayout
{
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
        foreach (FieldModel field in message.Fields.Where(field => !field.Type.IsFrame))
            InFirstFrame(field);
        foreach (FieldModel field in message.Fields.Where(field => field.Type.IsFrame))
            InFrameOfItsOwn(field);
    }

    /// <summary>The rows: frame, offset, size, field, type and description.</summary>
    public IEnumerable<string[]> Rows => _rows;

    private void InFirstFrame(FieldModel field)
    {
        string name = Code(field.Name.Text);
        if (field.Type.GetFixedSize(field) is { } size)
            Fixed(name, field.Type.GetLabel(field.Size), field.Constant is null ? "" : Constant(field.Type.FormatConstant(field.Constant.Text)), field.Description, size);
        else
            Varying(name, field.Type.GetLabel(field.Size), field.Description, field.Type.VaryingSize);
    }

    private void InFrameOfItsOwn(FieldModel field)
    {
        string number = DocumentText.Format(++_frame);
        _rows.Add([field.Type.IsLast ? $"{number} ..." : number, "0", "n", Code(field.Name.Text), field.Type.Name, Line(field.Description)]);
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
