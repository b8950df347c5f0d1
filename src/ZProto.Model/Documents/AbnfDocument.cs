using System.Text;
using ZProto.Model.WireTypes;

namespace ZProto.Model.Documents;

/// <summary>
/// The messages of a protocol as ABNF (RFC 5234), in the style of zproto's own: a rule for each message, field and type. Where the
/// author wrote a grammar it comes first; what it leaves open, the rules below it define.
/// </summary>
public sealed class AbnfDocument
{
    private const int Width = 78;
    private const string EmptyFrame = "empty-frame";
    private const int MinNameColumn = 15;
    private const int MaxNameColumn = 24;

    private static readonly string[] s_numbers = ["number-1", "number-2", "number-4", "number-8"];

    // The types that others consist of come after them.
    private static readonly GrammarRules[] s_grammars = [.. WireType.All.Select(type => type.Grammar).OfType<GrammarRules>().OrderBy(IsPart)];

    private readonly ProtocolModel _protocol;
    private readonly RuleNames _names = new();
    private readonly StringBuilder _text = new();
    private readonly HashSet<string> _written = [];
    private readonly HashSet<string> _used = [];
    private readonly List<string> _messages;
    private readonly string _root;
    private readonly string _head;
    private readonly int _column;
    private readonly bool _byFrames;

    private AbnfDocument(ProtocolModel protocol)
    {
        _protocol = protocol;
        _byFrames = protocol.Framing == ProtocolFraming.Frames;
        _head = _protocol.PubSub ? "topic" : "signature";
        foreach (string reserved in (string[])[_head, EmptyFrame, .. s_grammars.SelectMany(grammar => grammar.Rules).Select(rule => rule.Name), .. s_numbers])
            _names.Reserve(reserved);
        _root = _names.Allocate(protocol, protocol.Name, upper: false);
        _messages = _protocol.Messages.Select(message => _names.Allocate(message, message.Name, upper: true)).ToList();
        foreach (FieldModel field in _protocol.Messages.SelectMany(message => message.Fields))
            Rule(field);
        _column = Math.Max(MinNameColumn, Math.Min(_names.Longest, MaxNameColumn));
    }

    /// <summary>Writes the grammar of a protocol.</summary>
    /// <param name="model">The protocol.</param>
    public static string Write(ProtocolModel model)
    {
        if (model is null)
            throw new ArgumentNullException(nameof(model));
        var document = new AbnfDocument(model);
        document.Grammar();
        document.Messages();
        document.Types();
        return document._text.ToString();
    }

    private void Grammar()
    {
        Comment($"{(_protocol.Title.Length > 0 ? $"{_protocol.Title}: the" : "The")} messages of {_protocol.Name.Text}, in ABNF");
        Line("");
        if (_protocol.Grammar is { } grammar)
        {
            foreach (string line in grammar.Split('\n'))
                Line(line.TrimEnd());
            return;
        }
        if (_byFrames)
            Comment("Each field is a ZeroMQ frame, and its rule what is in the frame");
        if (_protocol.Messages.Any(message => message.Role is not null))
            Comment("C: is sent by the client, S: by the server");
        var alternatives = _messages.Select((name, i) => Role(_protocol.Messages[i]) + name).ToList();
        List<string> lines = DocumentText.Wrap($"*( {string.Join(" / ", alternatives)} )", Width - _column - 3);
        Write(_root, lines[0], "");
        foreach (string line in lines.Skip(1))
            Line($"{new string(' ', _column + 3)}{line}");
    }

    private static string Role(MessageModel message) => message.Role switch
    {
        "client" => "C:",
        "server" => "S:",
        _ => "",
    };

    private void Messages()
    {
        for (int i = 0; i < _messages.Count; i++)
        {
            MessageModel message = _protocol.Messages[i];
            Line("");
            if (message.Description.Length > 0)
                Comment(message.Description);
            List<string> lines = DocumentText.Wrap(string.Join(" ", _byFrames ? Frames(message) : Head(message).Concat(message.Fields.Select(Rule))), Width - _column - 3);
            Write(_messages[i], lines[0], "");
            foreach (string line in lines.Skip(1))
                Line($"{new string(' ', _column + 3)}{line}");
            if (!_byFrames && _written.Add(_head))
                Header();
            foreach (FieldModel field in message.Fields)
                Field(field);
        }
    }

    private IEnumerable<string> Head(MessageModel message)
    {
        string id = $"%d{DocumentText.Format(message.Id)}";
        return _protocol.PubSub ? [id, _head] : [_head, id];
    }

    /// <summary>The rules of a message's frames; one that it may end before is in brackets with all after it.</summary>
    private IEnumerable<string> Frames(MessageModel message)
        => message.Fields.Select(field => field.IsOptional ? $"[ {Rule(field)}" : Rule(field)).Concat(message.Fields.Where(field => field.IsOptional).Select(_ => "]"));

    private void Header()
    {
        if (_protocol.PubSub)
            Write(_head, "*OCTET %x00", "UTF-8 without a zero, and a zero");
        else
            Write(_head, $"%x{DocumentText.Hex((byte)(_protocol.Header >> 8))} %x{DocumentText.Hex((byte)_protocol.Header)}", "two bytes");
    }

    private void Field(FieldModel field)
    {
        string name = Rule(field);
        if (!_written.Add(name))
            return;
        string comment = DocumentText.OneLine(field.Description);
        if (field.Constant is { } constant)
            comment = $"always {field.Type.FormatConstant(DocumentText.OneLine(constant.Text))}{(comment.Length > 0 ? $": {comment}" : "")}";
        Write(name, Elements(field), comment);
    }

    // Fields of one name are one rule unless one of them is constant, or a number of another size.
    private string Rule(FieldModel field) => _names.Allocate((field.Name, field.Size, field.Constant?.Text), field.Name, upper: false);

    private string Elements(FieldModel field)
    {
        if (_byFrames)
            return FrameElements(field);
        if (field.Constant is { } constant)
            return string.Join(" ", field.Type.GetBytes(constant, field.Size).Select(Terminal));
        string elements = field.Type.GetElements(field.Size);
        _used.Add(elements);
        return elements;
    }

    private string FrameElements(FieldModel field)
    {
        if (field.Constant is { } constant)
            return Terminal(field.Type.GetFrame(constant, field.Size));
        string elements = field.Type.GetFrameElements(field.Size);
        _used.UnionWith(elements.Split(' ').Select(word => word.TrimStart('1', '*')));
        return elements;
    }

    private static string Terminal(byte[] bytes) => bytes.Length == 0 ? "\"\"" : $"%x{string.Join(".", bytes.Select(value => DocumentText.Hex(value)))}";

    private void Types()
    {
        if (_byFrames)
            FrameTypes();
        foreach (GrammarRules grammar in s_grammars.Where(grammar => !_byFrames).Where(grammar => _used.Contains(grammar.Rules[0].Name)))
        {
            Line("");
            Comment(grammar.Comment);
            foreach ((string name, string elements) in grammar.Rules)
                Write(name, elements, "");
            _used.UnionWith(grammar.References);
        }
        string[] numbers = [.. s_numbers.Where(_used.Contains)];
        if (numbers.Length == 0)
            return;
        Line("");
        Comment("Numbers are unsigned, in network byte order");
        foreach (string number in numbers)
            Write(number, $"{number.Substring(number.Length - 1)}OCTET", "");
    }

    private void FrameTypes()
    {
        if (!_used.Contains("frame"))
            return;
        Line("");
        Comment("A ZeroMQ frame, and one without bytes");
        Write("frame", "*OCTET", "");
        Write(EmptyFrame, "\"\"", "");
    }

    private static bool IsPart(GrammarRules grammar)
        => WireType.All.Any(type => type.Grammar?.References.Contains(grammar.Rules[0].Name) == true);

    private void Write(string name, string elements, string comment)
    {
        string rule = $"{name.PadRight(_column)} = {elements}";
        Line(comment.Length == 0 ? rule : $"{rule.PadRight(_column + 22)} ; {comment}");
    }

    private void Comment(string text)
    {
        foreach (string line in DocumentText.Wrap(text, Width - 2))
            Line($"; {line}");
    }

    private void Line(string line) => _text.Append(line).Append('\n');
}
