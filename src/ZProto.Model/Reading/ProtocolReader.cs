using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>Reads the protocol of a model.</summary>
internal sealed class ProtocolReader
{
    // Four bits are left beside zproto's own twelve; a wider signature sets those too.
    private const ulong MaxNarrowSignature = 15;

    private readonly XmlElement _root;
    private readonly ProblemList _problems;
    private readonly FieldReader _fieldReader;
    private readonly CSharpNames _messageNames;
    private readonly CSharpNames _fieldNames;
    private readonly Dictionary<int, ModelName> _ids = [];
    private readonly Dictionary<ModelName, FieldModel> _variable = [];
    private readonly List<ModelName> _order = [];

    private ProtocolReader(XmlElement root, ModelName className, EquatableArray<DefineModel> defines, ProblemList problems)
    {
        _root = root;
        _problems = problems;
        _fieldReader = new FieldReader(root, new ConstantReader(className, defines, problems), problems);
        _messageNames = new CSharpNames(problems);
        _fieldNames = new CSharpNames(problems);
    }

    public static ProtocolModel Read(XmlElement root, ModelName className, EquatableArray<DefineModel> defines, ProblemList problems)
        => new ProtocolReader(root, className, defines, problems).Read();

    private ProtocolModel Read()
    {
        IReadOnlyList<FieldModel> header = [];
        foreach (XmlElement element in _root.Children("header"))
            header = _fieldReader.ReadFields(element, "the header", header);

        var messages = new List<MessageModel>();
        var names = new HashSet<ModelName>();
        int place = 0;
        foreach (XmlElement element in _root.Children("message"))
        {
            place++;
            if (_fieldReader.IsFull)
                break;
            if (!element.TryReadName(_problems, out ModelName name, out SourceSpan span))
                continue;
            bool isNew = names.Add(name);
            if (isNew)
                _messageNames.Add(name, span);
            else
                _problems.Report(span, ProblemKinds.DuplicateMessage, name.Text);
            MessageModel message = ReadMessage(element, name, span, isNew ? ReadId(element, name, span, place) : (byte)0, header);
            if (isNew)
                messages.Add(message);
        }
        return new ProtocolModel(ReadSignature(), _root.Flag("pubsub"), WithIds(messages).ToEquatableArray(), _order.Select(name => _variable[name]).ToEquatableArray())
        {
            RequiresUtf8 = ReadUtf8(),
            HeaderFields = header.Count,
        };
    }

    private MessageModel ReadMessage(XmlElement element, ModelName name, SourceSpan span, byte id, IReadOnlyList<FieldModel> header)
    {
        List<FieldModel> fields = [.. _fieldReader.ReadFields(element, $"message '{name.Text}'", header)];
        for (int i = 0; i < fields.Count; i++)
        {
            if (fields[i].Type == FieldType.Msg && i < fields.Count - 1)
                _problems.Report(fields[i].Span, ProblemKinds.MsgNotLast, fields[i].Name.Text);
            if (fields[i].Constant is null)
                fields[i] = AddVariable(fields[i]);
        }
        return new MessageModel(name, span, id, ReadRole(element), ReadDigest(element), element.Description(), fields.ToEquatableArray());
    }

    /// <summary>Adds a field that varies, and gives it with the type that it has elsewhere: one with two types is declared with the first.</summary>
    private FieldModel AddVariable(FieldModel field)
    {
        if (!_variable.TryGetValue(field.Name, out FieldModel? first))
        {
            _fieldNames.Add(field.Name, field.Span);
            _variable.Add(field.Name, field);
            _order.Add(field.Name);
        }
        else if (first.Type != field.Type || (first.Size != field.Size && field.Type != FieldType.Number))
        {
            string here = BuiltInTypes.Show(field.Type, field.Size);
            string elsewhere = BuiltInTypes.Show(first.Type, first.Size);
            _problems.Report(field.Span, ProblemKinds.FieldWithTwoTypes, field.Name.Text, here, elsewhere);
            return first;
        }
        else
        {
            // The codec keeps the widest number; each message writes its own size.
            string description = first.Description.Length == 0 ? field.Description : first.Description;
            _variable[field.Name] = first with { Size = Math.Max(first.Size, field.Size), Description = description };
        }
        return field;
    }

    /// <summary>The messages with an id for each, where an error left two with one.</summary>
    private List<MessageModel> WithIds(List<MessageModel> messages)
    {
        if (!_problems.HasErrors)
            return messages;
        var taken = new HashSet<byte>();
        var free = new Queue<byte>(Enumerable.Range(0, 256).Select(id => (byte)id).Except(messages.Select(message => message.Id)));
        return messages.Select(message => taken.Add(message.Id) || free.Count == 0 ? message : message with { Id = free.Dequeue() }).ToList();
    }

    private byte ReadId(XmlElement element, ModelName name, SourceSpan nameSpan, int place)
    {
        XmlAttribute? written = element.Given("id");
        SourceSpan span = written?.ValueSpan ?? nameSpan;
        ulong id = (ulong)place;
        if ((written is not null && !Literal.TryParse(written.Value, out id)) || id > byte.MaxValue)
            _problems.Report(span, ProblemKinds.BadMessageId, written?.Value ?? Literal.Show(id));
        else if (_ids.TryGetValue((int)id, out ModelName? other))
            _problems.Report(span, ProblemKinds.DuplicateMessageId, Literal.Show(id), other.Text);
        else
            _ids.Add((int)id, name);
        return (byte)id;
    }

    private string? ReadRole(XmlElement element)
    {
        if (element.Given("role") is not { } role)
            return null;
        string value = role.Value.Trim().ToLowerInvariant();
        if (value is "client" or "server")
            return value;
        _problems.Report(role.ValueSpan, ProblemKinds.UnknownRole, role.Value);
        return null;
    }

    private string? ReadDigest(XmlElement element)
    {
        if (element.Given("digest") is not { } digest)
            return null;
        string value = digest.Value.Trim();
        if (value.Length == 40 && value.All(TestReader.IsHexDigit))
            return value.ToUpperInvariant();
        _problems.Report(digest.ValueSpan, ProblemKinds.BadDigest, digest.Value);
        return null;
    }

    private bool ReadUtf8()
    {
        if (_root.Given("utf8") is not { } rule)
            return false;
        switch (rule.Value.Trim().ToLowerInvariant())
        {
            case "strict":
                return true;
            case "lax":
                return false;
            default:
                _problems.Report(rule.ValueSpan, ProblemKinds.BadUtf8, rule.Value);
                return false;
        }
    }

    private int ReadSignature()
    {
        if (_root.Given("signature") is not { } signature)
            return 0;
        if (Literal.TryParse(signature.Value, out ulong value) && value <= ushort.MaxValue)
        {
            if (value > MaxNarrowSignature)
                _problems.Report(signature.ValueSpan, ProblemKinds.WideSignature, Literal.Show(value), $"{ProtocolModel.FirstBytes((int)value):X4}");
            return (int)value;
        }
        _problems.Report(signature.ValueSpan, ProblemKinds.BadSignature, signature.Value);
        return 0;
    }
}
