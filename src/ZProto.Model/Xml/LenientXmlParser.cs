using System.Globalization;
using System.Text;

namespace ZProto.Model.Xml;

/// <summary>
/// Reads XML as models in the wild are written: a bare <c>&amp;</c> is a literal one, <c>--</c> may occur in a comment, and attributes
/// need no space between them. All else that is not well formed is an error.
/// Nothing a document type declares is used, and no other file is read.
/// </summary>
public sealed class LenientXmlParser
{
    /// <summary>Characters up to which a text is read.</summary>
    public const int MaxLength = 4 * 1024 * 1024;

    private const int MaxDepth = 100;
    private const int MaxAmpersandWarnings = 100;
    private const int MaxMessageLength = 400;
    private const string CodeAdvice = "; if this is C#, put it into <![CDATA[ ... ]]>";

    private static readonly (string Reference, char Meaning)[] s_entities =
        [("&amp;", '&'), ("&lt;", '<'), ("&gt;", '>'), ("&quot;", '"'), ("&apos;", '\'')];

    private static readonly char[] s_specialInText = ['&', '\r'];
    private static readonly char[] s_specialInAttribute = ['&', '\r', '\n', '\t'];
    private static readonly char[] s_signsOfCode = [';', '{', '}', '=', '&', '|'];

    private readonly string _source;
    private readonly string _text;
    private readonly LineMap _lines;
    private readonly Stack<OpenElement> _open = new();
    private readonly List<XmlElement> _roots = [];
    private readonly List<ModelDiagnostic> _diagnostics = [];
    private readonly StringBuilder _value = new();
    private int _position;
    private int _ampersands;
    private bool _hasDocumentType;
    private bool _hasFailed;
    private bool _isTooDeep;
    private int _failedAt = -1;

    private LenientXmlParser(string source, string path)
    {
        _source = source;
        _text = source.Substring(0, LegalLength(source));
        _lines = new LineMap(source, path);
    }

    private bool IsOutsideRoot => _open.Count == 0;

    private bool IsAtEnd => _position == _text.Length;

    /// <summary>
    /// Reads a text. It never throws: what is wrong is among the document's diagnostics. Only the first error is reported; what follows it is read where it
    /// can be, so that the rest is known.
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="path">The file's path, for the spans; nothing is read from it.</param>
    /// <param name="readAs">What the file's bytes were read as; null for Unicode.</param>
    public static XmlDocument Parse(string text, string path, Encoding? readAs = null)
    {
        if (text.Length > MaxLength)
            return TooLong(text.Length, path);
        var reader = new LenientXmlParser(text, path);
        if (DeclaredEncoding.Check(text, readAs) is { } wrong)
            reader.Report(reader._lines.Span(wrong.Start, wrong.End), DiagnosticRules.BadEncoding, wrong.Message);
        reader.ReadDocument();
        return reader.ToDocument();
    }

    private static XmlDocument TooLong(int length, string path)
    {
        string message = string.Format(CultureInfo.InvariantCulture, "the file is {0} characters long; {1} are the most that are read", length, MaxLength);
        return new XmlDocument(null, EquatableArray<XmlElement>.Empty, new([ModelDiagnostic.Create(new SourceSpan(path, 0, 0, 1, 1, 1, 1), DiagnosticRules.TooLarge, message)]));
    }

    private XmlDocument ToDocument()
    {
        while (!IsOutsideRoot)
            Close();
        return new XmlDocument(_roots.FirstOrDefault(), _roots.ToEquatableArray(), _diagnostics.ToEquatableArray());
    }

    private bool ReadDocument()
    {
        if (At("\uFEFF"))
            _position++;
        while (!IsAtEnd)
        {
            if (!ReadPiece() && !TryGoOn())
                return false;
        }
        return ReadEnd();
    }

    // Where an error left the text in the middle of something, that is over at the next tag.
    private bool TryGoOn()
    {
        if (_isTooDeep || IsAtEnd)
            return false;
        int next = _text.IndexOf('<', Math.Min(_text.Length, Math.Max(_position, _failedAt + 1)));
        _position = next < 0 ? _text.Length : next;
        return true;
    }

    private bool ReadPiece()
        => !At("<") ? ReadText()
        : At("<!--") ? SkipComment()
        : At("<![CDATA[") ? ReadCData()
        : At("<!DOCTYPE") ? SkipDocumentType()
        : At("<?") ? SkipInstruction()
        : At("</") ? ReadEndTag()
        : ReadStartTag();

    private bool ReadEnd()
    {
        if (!IsOutsideRoot)
        {
            OpenElement open = _open.Peek();
            return Fail(open.Span, $"<{open.Name}> is never closed{CodeHint(open.Tag)}");
        }
        if (_text.Length < _source.Length || _roots.Count == 0)
            return Fail(0, 0, "there is no element");
        return true;
    }

    private bool ReadText()
    {
        int start = _position;
        int tag = _text.IndexOf('<', start);
        int end = tag < 0 ? _text.Length : tag;
        if (!(IsOutsideRoot ? IsBlank(start, end) : AddText(start, end)))
            return false;
        _position = end;
        return true;
    }

    private bool IsBlank(int start, int end)
    {
        for (int i = start; i < end; i++)
        {
            if (!IsSpace(_text[i]))
                return Fail(i, i + 1, "text stands outside the root element");
        }
        return true;
    }

    private bool AddText(int start, int end)
    {
        int mark = _text.IndexOf("]]>", start, end - start, StringComparison.Ordinal);
        if (mark >= 0)
            return Fail(mark, mark + 3, "']]>' ends a CDATA section, and none is open; write ]]&gt;");
        if (!TryResolve(start, end, s_specialInText, out string text))
            return false;
        Add(new XmlText(text, _lines.Span(start, end), IsCData: false));
        return true;
    }

    private bool ReadCData()
    {
        int tag = _position;
        int start = tag + "<![CDATA[".Length;
        if (IsOutsideRoot)
            return Fail(tag, start, "a CDATA section stands outside the root element");
        if (!SkipPast("]]>", start))
            return Fail(tag, start, "the CDATA section is never ended by ']]>'");

        int end = _position - "]]>".Length;
        string text = _text.Substring(start, end - start).Replace("\r\n", "\n").Replace('\r', '\n');
        Add(new XmlText(text, _lines.Span(start, end), IsCData: true));
        return true;
    }

    private bool SkipComment()
    {
        int tag = _position;
        int start = tag + "<!--".Length;
        return SkipPast("-->", start) || Fail(tag, start, "the comment is never ended by '-->'");
    }

    private bool SkipInstruction()
    {
        int tag = _position;
        _position += "<?".Length;
        if (ReadName().Length == 0)
            return Fail(tag, tag + 2, $"'<?' is followed by {Describe(tag + 2)}, not by a name{CodeHint(tag)}");
        return SkipPast("?>", _position) || Fail(tag, tag + 2, "the processing instruction is never ended by '?>'");
    }

    private bool SkipDocumentType()
    {
        int tag = _position;
        int end = tag + "<!DOCTYPE".Length;
        if (_hasDocumentType || !IsOutsideRoot || _roots.Count > 0)
            return Fail(tag, end, "a document type may stand once, before the root element");
        _hasDocumentType = true;
        _diagnostics.Add(ModelDiagnostic.Create(_lines.Span(tag, end), DiagnosticRules.DocumentType));

        _position = end;
        int depth = 0;
        while (!IsAtEnd)
        {
            if (At(">") && depth <= 0)
            {
                _position++;
                return true;
            }
            depth += At("[") ? 1 : At("]") ? -1 : 0;
            if (!SkipInDocumentType())
                break;
        }
        _position = _text.Length;
        return Fail(tag, end, "the document type is never ended by '>'");
    }

    // What is quoted or commented out may hold brackets.
    private bool SkipInDocumentType()
        => At("\"") ? SkipPast("\"", _position + 1)
        : At("'") ? SkipPast("'", _position + 1)
        : At("<!--") ? SkipPast("-->", _position + 4)
        : At("<?") ? SkipPast("?>", _position + 2)
        : SkipPast("", _position + 1);

    // The file of a <custom> has a root for each piece of code.
    private static bool IsSource(string root) => root.Equals("source", StringComparison.OrdinalIgnoreCase);

    private bool ReadStartTag()
    {
        int tag = _position++;
        string name = ReadName();
        if (name.Length == 0)
            return Fail(tag, tag + 1, $"'<' starts no tag, as {Describe(_position)} follows it: write &lt; for a literal one{(IsOutsideRoot ? "" : CodeAdvice)}");

        SourceSpan span = _lines.Span(tag + 1, _position);
        if (IsOutsideRoot && _roots.Count > 0 && !(IsSource(name) && IsSource(_roots[0].Name)))
            return Fail(span, $"<{name}> is a second root element, after <{_roots[0].Name}> in line {_roots[0].Span.Line}");
        if (_open.Count == MaxDepth)
            return Fail(span, DiagnosticRules.TooLarge, $"<{name}> stands in {MaxDepth} other elements, the most that are read");
        var attributes = new List<XmlAttribute>();
        if (!TryReadAttributes(tag, name, attributes))
        {
            // It counts with the attributes that it has up to there, and as empty if it ends so.
            int end = _text.IndexOf('>', tag);
            _open.Push(new OpenElement(tag, name, span, attributes.ToEquatableArray()));
            if (end > 0 && _text[end - 1] == '/')
                Close();
            _position = end < 0 ? _text.Length : end + 1;
            return true;
        }

        _open.Push(new OpenElement(tag, name, span, attributes.ToEquatableArray()));
        if (At("/"))
        {
            _position++;
            Close();
        }
        _position++;
        return true;
    }

    // Stops before the '>' or '/>'.
    private bool TryReadAttributes(int tag, string element, List<XmlAttribute> read)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        while (true)
        {
            SkipSpace();
            if (At(">") || At("/>"))
                break;
            if (IsAtEnd)
                return Fail(tag + 1, tag + 1 + element.Length, $"the tag <{element}> is never ended by '>'{CodeHint(tag)}");
            if (ReadAttribute(tag, element) is not { } attribute)
                return false;
            if (!names.Add(attribute.Name))
                return Fail(attribute.NameSpan, $"<{element}> has an attribute '{attribute.Name}' already");
            read.Add(attribute);
        }
        return true;
    }

    private XmlAttribute? ReadAttribute(int tag, string element)
    {
        int start = _position;
        string name = ReadName();
        SourceSpan nameSpan = _lines.Span(start, _position);
        if (name.Length == 0)
            return Refuse(start, start + 1, $"{Describe(start)} cannot stand in the tag <{element}>{CodeHint(tag)}");

        SkipSpace();
        if (!At("="))
            return Refuse(start, start + name.Length, $"attribute '{name}' has no value{CodeHint(tag)}");
        _position++;
        SkipSpace();
        if (!At("\"") && !At("'"))
            return Refuse(start, start + name.Length, $"the value of attribute '{name}' is not in quotes{CodeHint(tag)}");

        int open = _position;
        int end = _text.IndexOfAny([_text[open], '<'], open + 1);
        _position = end < 0 ? _text.Length : end;
        if (end < 0)
            return Refuse(open, open + 1, $"the value of attribute '{name}' is never ended by {_text[open]}");
        if (_text[end] == '<')
            return Refuse(end, end + 1, $"'<' stands in the value of attribute '{name}'; write &lt;, or end the value by {_text[open]}");
        if (!TryResolve(open + 1, end, s_specialInAttribute, out string value))
            return null;
        _position++;
        return new XmlAttribute(name, value, nameSpan, _lines.Span(open + 1, end));
    }

    private bool ReadEndTag()
    {
        int tag = _position;
        int start = _position += "</".Length;
        string name = ReadName();
        if (name.Length == 0)
            return Fail(tag, start, $"'</' is followed by {Describe(start)}, not by a name{CodeHint(tag)}");

        SourceSpan span = _lines.Span(start, _position);
        SkipSpace();
        if (!At(">"))
            return Fail(span, $"the end tag </{name}> is not ended by '>'");
        if (IsOutsideRoot)
            return Fail(span, $"</{name}> closes an element that was never opened");
        OpenElement open = _open.Peek();
        if (name != open.Name)
        {
            bool isFirst = !_hasFailed;
            Fail(span, $"</{name}> stands where </{open.Name}> should: <{open.Name}> was opened in line {open.Span.Line}{CodeHint(open.Tag)}");
            // Those inside are over with the one that it names. The first that names none is the end of this one, and others follow from it.
            if (_open.Any(element => element.Name == name))
            {
                while (_open.Peek().Name != name)
                    Close();
            }
            else if (!isFirst)
            {
                _position++;
                return true;
            }
        }

        _position++;
        Close();
        return true;
    }

    private void Close() => Add(_open.Pop().ToElement());

    private void Add(XmlNode node)
    {
        if (!IsOutsideRoot)
            _open.Peek().Content.Add(node);
        else
            _roots.Add((XmlElement)node);
    }

    // Line ends become line feeds, and in an attribute all white space becomes spaces, as XML says.
    private bool TryResolve(int start, int end, char[] special, out string value)
    {
        value = "";
        if (_text.IndexOfAny(special, start, end - start) < 0)
        {
            value = _text.Substring(start, end - start);
            return true;
        }

        char lineEnd = special == s_specialInAttribute ? ' ' : '\n';
        _value.Clear();
        int next;
        for (int i = start; i < end; i = next)
        {
            next = i + 1;
            char c = _text[i];
            if (c == '&' && !TryResolveReference(i, end, out next))
                return false;
            if (c == '\r' && next < end && _text[next] == '\n')
                next++;
            if (c != '&')
                _value.Append(Array.IndexOf(special, c) >= 0 ? lineEnd : c);
        }
        value = _value.ToString();
        return true;
    }

    private bool TryResolveReference(int start, int end, out int next)
    {
        foreach ((string reference, char meaning) in s_entities)
        {
            if (At(reference, start))
            {
                _value.Append(meaning);
                next = start + reference.Length;
                return true;
            }
        }
        if (!IsCharacterReference(start, end, out int character, out next))
        {
            next = start + 1;
            _value.Append('&');
            if (!_hasFailed && _ampersands++ < MaxAmpersandWarnings)
                _diagnostics.Add(ModelDiagnostic.Create(_lines.Span(start, next), DiagnosticRules.LiteralAmpersand));
            return true;
        }
        if (!IsLegal(character))
            return Fail(start, next, $"'{_text.Substring(start, next - start)}' is no character that XML allows");
        _value.Append(char.ConvertFromUtf32(character));
        return true;
    }

    private bool IsCharacterReference(int start, int end, out int character, out int next)
    {
        bool isHex = At("&#x", start);
        int radix = isHex ? 16 : 10;
        int digits = start + (isHex ? 3 : 2);
        character = 0;
        next = digits;
        if (!At("&#", start))
            return false;
        for (; next < end && DigitOf(_text[next]) is int digit && digit < radix; next++)
            character = Math.Min((character * radix) + digit, 0x110000);
        return next > digits && next < end && _text[next++] == ';';
    }

    private static int DigitOf(char c) => c switch
    {
        >= '0' and <= '9' => c - '0',
        >= 'a' and <= 'f' => c - 'a' + 10,
        >= 'A' and <= 'F' => c - 'A' + 10,
        _ => int.MaxValue,
    };

    private bool At(string what) => At(what, _position);

    private bool At(string what, int position) => string.CompareOrdinal(_text, position, what, 0, what.Length) == 0;

    private bool SkipPast(string what, int from)
    {
        int found = _text.IndexOf(what, from, StringComparison.Ordinal);
        _position = found < 0 ? _text.Length : found + what.Length;
        return found >= 0;
    }

    private void SkipSpace()
    {
        while (!IsAtEnd && IsSpace(_text[_position]))
            _position++;
    }

    private string ReadName()
    {
        int start = _position;
        if (!IsAtEnd && IsNameStart(_text[_position]))
        {
            do
                _position++;
            while (!IsAtEnd && IsNamePart(_text[_position]));
        }
        return _text.Substring(start, _position - start);
    }

    private static bool IsSpace(char c) => c is ' ' or '\t' or '\r' or '\n';

    private static bool IsNameStart(char c) => char.IsLetter(c) || c is '_' or ':' || char.IsSurrogate(c);

    private static bool IsNamePart(char c)
        => IsNameStart(c) || char.IsDigit(c) || c is '-' or '.'
        || char.GetUnicodeCategory(c) is UnicodeCategory.NonSpacingMark or UnicodeCategory.SpacingCombiningMark;

    private static bool IsLegal(int character)
        => character is '\t' or '\n' or '\r' or (>= 0x20 and <= 0xD7FF) or (>= 0xE000 and <= 0xFFFD) or (>= 0x10000 and <= 0x10FFFF);

    private static int LegalLength(string text)
    {
        int i = 0;
        while (i < text.Length)
        {
            if (char.IsSurrogatePair(text, i))
                i += 2;
            else if (IsLegal(text[i]))
                i++;
            else
                break;
        }
        return i;
    }

    private string Describe(int position)
        => position >= _text.Length ? "the end of the file"
        : IsSpace(_text[position]) ? "white space"
        : $"'{char.ConvertFromUtf32(char.ConvertToUtf32(_text, position))}'";

    // A '<' in C# is either glued to a name (a generic) or has the signs of statements before it.
    private string CodeHint(int tag)
    {
        if (tag == 0)
            return "";
        int start = _text.LastIndexOf('>', tag - 1) + 1;
        bool isGlued = tag > start && (char.IsLetterOrDigit(_text[tag - 1]) || _text[tag - 1] == '_');
        return isGlued || _text.IndexOfAny(s_signsOfCode, start, tag - start) >= 0 ? CodeAdvice : "";
    }

    private XmlAttribute? Refuse(int start, int end, string message)
    {
        Fail(start, end, message);
        return null;
    }

    private bool Fail(int start, int end, string message) => Fail(_lines.Span(start, end), message);

    private bool Fail(SourceSpan span, string message) => Fail(span, DiagnosticRules.NotWellFormed, message);

    private bool Fail(SourceSpan span, DiagnosticRule kind, string message)
    {
        // The text was cut at the first illegal character, so what is missing at the end is missing because of it.
        if (IsAtEnd && _text.Length < _source.Length)
        {
            kind = DiagnosticRules.NotWellFormed;
            span = _lines.Span(_text.Length, _text.Length + 1);
            message = string.Format(CultureInfo.InvariantCulture, "the character U+{0:X4} is not allowed in XML", (int)_source[_text.Length]);
        }
        _isTooDeep |= kind == DiagnosticRules.TooLarge;
        _failedAt = Math.Max(_failedAt, span.Offset);
        Report(span, kind, message);
        return false;
    }

    private void Report(SourceSpan span, DiagnosticRule kind, string message)
    {
        if (_hasFailed)
            return;
        _hasFailed = true;
        if (message.Length > MaxMessageLength)
            message = message.Substring(0, MaxMessageLength) + "...";
        _diagnostics.Add(ModelDiagnostic.Create(span, kind, message));
    }

    private sealed class OpenElement(int tag, string name, SourceSpan span, EquatableArray<XmlAttribute> attributes)
    {
        public int Tag => tag;

        public string Name => name;

        public SourceSpan Span => span;

        public List<XmlNode> Content { get; } = [];

        public XmlElement ToElement() => new(name, span, attributes, Content.ToEquatableArray());
    }
}
