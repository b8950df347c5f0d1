using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>Reads the protocol of a model.</summary>
internal sealed class ProtocolReader
{
    // Four bits are left beside zproto's own twelve; a wider signature sets those too.
    private const ulong MaxNarrowSignature = 15;

    private readonly XmlElement _root;
    private readonly ModelName _name;
    private readonly SourceSpan _span;
    private readonly DiagnosticBag _diagnostics;
    private readonly ProtocolFraming _framing;
    private readonly FieldReader _fieldReader;
    private readonly CSharpNames _messageNames;
    private readonly CSharpNames _fieldNames;
    private readonly Dictionary<int, ModelName> _ids = [];
    private readonly Dictionary<ModelName, FieldModel> _variable = [];
    private readonly List<ModelName> _order = [];

    private ProtocolReader(XmlElement root, ModelName name, SourceSpan span, EquatableArray<DefineModel> defines, DiagnosticBag diagnostics)
    {
        _root = root;
        _name = name;
        _span = span;
        _diagnostics = diagnostics;
        _framing = ReadFraming();
        _fieldReader = new FieldReader(root, _framing, new ConstantReader(name, defines, diagnostics), diagnostics);
        _messageNames = new CSharpNames(diagnostics);
        _fieldNames = new CSharpNames(diagnostics);
    }

    public static ProtocolModel Read(XmlElement root, ModelName name, SourceSpan span, EquatableArray<DefineModel> defines, DiagnosticBag diagnostics)
        => new ProtocolReader(root, name, span, defines, diagnostics).Read();

    private ProtocolModel Read()
    {
        IReadOnlyList<FieldModel> header = [];
        foreach (XmlElement element in _root.Children("header"))
            header = _fieldReader.ReadFields(element, "the header", header);
        if (_framing == ProtocolFraming.Frames)
            header = FramesReader.WithId(header, _diagnostics);
        else
            HintAtFrames(header);

        var messages = new List<MessageModel>();
        var names = new HashSet<ModelName>();
        int index = 0;
        foreach (XmlElement element in _root.Children("message"))
        {
            index++;
            if (_fieldReader.IsFull)
                break;
            if (!element.TryReadName(_diagnostics, out ModelName name, out SourceSpan span))
                continue;
            bool isNew = names.Add(name);
            if (isNew)
                _messageNames.Add(name, span);
            else
                _diagnostics.Report(span, DiagnosticRules.DuplicateMessage, name.Text);
            MessageModel message = ReadMessage(element, name, span, isNew ? ReadId(element, name, span, index) : (byte)0, header);
            if (isNew)
                messages.Add(message);
        }
        var protocol = new ProtocolModel(_name, _span)
        {
            Signature = ReadSignature(),
            Framing = _framing,
            PubSub = _root.GetFlag("pubsub"),
            Messages = WithIds(messages).ToEquatableArray(),
            Fields = _order.Select(name => _variable[name]).ToEquatableArray(),
            RequiresUtf8 = _root.ReadWord("utf8", _diagnostics, DiagnosticRules.BadUtf8, "lax", "strict") == "strict",
            HeaderFields = header.Count,
        };
        if (_framing == ProtocolFraming.Frames)
            FramesReader.Check(protocol, _diagnostics);
        return protocol;
    }

    private ProtocolFraming ReadFraming()
    {
        if (_root.ReadWord("framing", _diagnostics, DiagnosticRules.BadFraming, "fields", "frames") != "frames")
            return ProtocolFraming.Fields;
        if (!_root.GetFlag("pubsub"))
            return ProtocolFraming.Frames;
        _diagnostics.Report(_root.Attribute("framing")!.ValueSpan, DiagnosticRules.PublishedFrames);
        return ProtocolFraming.Fields;
    }

    private void HintAtFrames(IReadOnlyList<FieldModel> header)
    {
        bool isSaid = _root.GetNonEmptyAttribute("framing") is not null || _root.GetNonEmptyAttribute("signature") is not null || _root.GetFlag("pubsub");
        if (!isSaid && header.Count > 0 && header[0] is { Type.IsText: true, Constant.Text: "" } first)
            _diagnostics.Report(first.Span, DiagnosticRules.LikelyFrames);
    }

    private MessageModel ReadMessage(XmlElement element, ModelName name, SourceSpan span, byte id, IReadOnlyList<FieldModel> header)
    {
        List<FieldModel> fields = [.. _fieldReader.ReadFields(element, $"message '{name.Text}'", header)];
        for (int i = 0; i < fields.Count; i++)
        {
            if (fields[i].Type.IsLast && i < fields.Count - 1)
                _diagnostics.Report(fields[i].Span, DiagnosticRules.MsgNotLast, fields[i].Name.Text);
            if (fields[i].IsId)
                fields[i] = FramesReader.WithId(fields[i], id);
            else if (fields[i].Constant is null)
                fields[i] = AddVariable(fields[i]);
        }
        return new MessageModel(name, span, id, ReadRole(element), ReadDigest(element), element.GetDescription(), fields.ToEquatableArray());
    }

    /// <summary>Adds a variable field and returns it with its type in this protocol: a field with two types is declared with the first.</summary>
    private FieldModel AddVariable(FieldModel field)
    {
        if (!_variable.TryGetValue(field.Name, out FieldModel? first))
        {
            _fieldNames.Add(field.Name, field.Span);
            _variable.Add(field.Name, field);
            _order.Add(field.Name);
        }
        else if (first.Type != field.Type || (first.Size != field.Size && !field.Type.HasManySizes))
        {
            string here = field.Type.Format(field.Size);
            string elsewhere = first.Type.Format(first.Size);
            _diagnostics.Report(field.Span, DiagnosticRules.FieldWithTwoTypes, field.Name.Text, here, elsewhere);
            return first;
        }
        else
        {
            // The codec keeps the widest number; each message writes its own size.
            string description = first.Description.Length == 0 ? field.Description : first.Description;
            _variable[field.Name] = first with { Size = Math.Max(first.Size, field.Size), Description = description, IsOptional = first.IsOptional || field.IsOptional };
        }
        return field;
    }

    /// <summary>The messages with an id for each, where an error left two with one.</summary>
    private List<MessageModel> WithIds(List<MessageModel> messages)
    {
        if (!_diagnostics.HasErrors)
            return messages;
        var taken = new HashSet<byte>();
        var free = new Queue<byte>(Enumerable.Range(0, 256).Select(id => (byte)id).Except(messages.Select(message => message.Id)));
        return messages.Select(message => taken.Add(message.Id) || free.Count == 0 ? message : message with { Id = free.Dequeue() }).ToList();
    }

    private byte ReadId(XmlElement element, ModelName name, SourceSpan nameSpan, int index)
    {
        XmlAttribute? written = element.GetNonEmptyAttribute("id");
        SourceSpan span = written?.ValueSpan ?? nameSpan;
        ulong id = (ulong)index;
        if ((written is not null && !Literal.TryParse(written.Value, out id)) || id > byte.MaxValue)
            _diagnostics.Report(span, DiagnosticRules.BadMessageId, written?.Value ?? Literal.Format(id));
        else if (_ids.TryGetValue((int)id, out ModelName? other))
            _diagnostics.Report(span, DiagnosticRules.DuplicateMessageId, Literal.Format(id), other.Text);
        else
            _ids.Add((int)id, name);
        return (byte)id;
    }

    private string? ReadRole(XmlElement element)
    {
        if (element.GetNonEmptyAttribute("role") is not { } role)
            return null;
        string value = role.Value.Trim().ToLowerInvariant();
        if (value is "client" or "server")
            return value;
        _diagnostics.Report(role.ValueSpan, DiagnosticRules.UnknownRole, role.Value);
        return null;
    }

    private string? ReadDigest(XmlElement element)
    {
        if (element.GetNonEmptyAttribute("digest") is not { } digest)
            return null;
        string value = digest.Value.Trim();
        if (value.Length == 40 && value.All(TestReader.IsHexDigit))
            return value.ToUpperInvariant();
        _diagnostics.Report(digest.ValueSpan, DiagnosticRules.BadDigest, digest.Value);
        return null;
    }

    private int ReadSignature()
    {
        if (_root.GetNonEmptyAttribute("signature") is not { } signature)
            return 0;
        if (Literal.TryParse(signature.Value, out ulong value) && value <= ushort.MaxValue)
        {
            if (value > MaxNarrowSignature)
                _diagnostics.Report(signature.ValueSpan, DiagnosticRules.WideSignature, Literal.Format(value), $"{ProtocolModel.FirstBytes((int)value):X4}");
            return (int)value;
        }
        _diagnostics.Report(signature.ValueSpan, DiagnosticRules.BadSignature, signature.Value);
        return 0;
    }
}
