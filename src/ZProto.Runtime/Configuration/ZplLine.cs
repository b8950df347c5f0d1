namespace ZProto.Configuration;

/// <summary>Reads one line of ZPL.</summary>
internal ref struct ZplLine(ReadOnlySpan<char> line)
{
    private readonly ReadOnlySpan<char> _line = line;
    private int _at;

    /// <summary>How many levels the line is indented.</summary>
    public int Level { get; private set; }

    /// <summary>The property's name; null if the line has no property.</summary>
    public string? Name { get; private set; }

    /// <summary>The property's value; null if it has none.</summary>
    public string? Value { get; private set; }

    /// <summary>What is wrong with the line, if <see cref="TryRead"/> returned false.</summary>
    public string? Problem { get; private set; }

    /// <summary>Where in the line reading stands, from 1: at the problem, if there is one.</summary>
    public readonly int Column => _at + 1;

    private readonly ReadOnlySpan<char> Rest => _line[_at..];

    private readonly bool IsAtEnd => _at == _line.Length || _line[_at] == '#';

    public bool TryRead()
    {
        SkipSpace();
        if (IsAtEnd)
            return true;

        int tab = _line[.._at].IndexOf('\t');
        if (tab >= 0)
            return Fail(tab, "A tab cannot indent a property; each level is 4 spaces.");
        if (_at % 4 != 0)
            return Fail(_at, $"A property is indented by 4 spaces for each level; this one is indented by {_at}.");
        Level = _at / 4;
        return TryReadName() && TryReadValue();
    }

    private bool TryReadName()
    {
        if (_line[_at] is '"' or '\'')
        {
            int length = QuotedLength();
            if (length < 0)
                return Fail(_at, "The quoted name has no closing quote.");
            Name = _line.Slice(_at + 1, length).ToString();
            return TrySkip(length + 2);
        }

        if (Rest.StartsWith(ZplText.EscapedQuote))
        {
            if (!TryReadEscaped(out string? name))
                return false;
            Name = name;
            return true;
        }

        int end = ZplText.NameLength(Rest);
        if (end == 0)
            return Fail(_at, "A name begins with a letter, a digit or one of $-_@.&+/ or stands in quotes.");
        Name = Rest[..end].ToString();
        _at += end;
        return true;
    }

    private bool TryReadValue()
    {
        SkipSpace();
        if (IsAtEnd)
            return true;
        if (_line[_at] != '=')
            return Fail(_at, "After a name comes '=', a comment or the end of the line; a name with other characters stands in quotes.");
        _at++;
        SkipSpace();

        if (Rest.StartsWith(ZplText.EscapedQuote))
        {
            if (!TryReadEscaped(out string? value))
                return false;
            Value = value;
            SkipSpace();
            return IsAtEnd || Fail(_at, "After an escaped value comes a comment or the end of the line.");
        }

        if (!IsAtEnd && _line[_at] is '"' or '\'')
        {
            int length = QuotedLength();

            // RFC 4: what starts with a quote and does not end in the same one is an unquoted value.
            if (length >= 0 && IsEnd(_at + length + 2))
            {
                Value = _line.Slice(_at + 1, length).ToString();
                return TrySkip(length + 2);
            }
        }

        int comment = Rest.IndexOf('#');
        ReadOnlySpan<char> plain = (comment < 0 ? Rest : Rest[..comment]).TrimEnd(ZplText.Space);
        Value = plain.ToString();
        return TrySkip(plain.Length);
    }

    private bool TryReadEscaped(out string text)
    {
        int start = _at + ZplText.EscapedQuote.Length;
        int length = _line[start..].IndexOf('"');
        text = "";
        if (length < 0)
            return Fail(_at, "The escaped text has no closing quote.");
        int wrong = ZplText.Unescape(_line.Slice(start, length), out text);
        if (wrong >= 0)
            return Fail(start + wrong, "In escaped text a '%' is followed by two hexadecimal digits, or by 'u' and four.");
        return TrySkip(start + length + 1 - _at);
    }

    /// <summary>How long the text in the quotes that begin here is; -1 if they do not end.</summary>
    private readonly int QuotedLength() => _line[(_at + 1)..].IndexOf(_line[_at]);

    private readonly bool IsEnd(int at)
    {
        ReadOnlySpan<char> rest = _line[at..].TrimStart(ZplText.Space);
        return rest.IsEmpty || rest[0] == '#';
    }

    private void SkipSpace() => _at = _line.Length - Rest.TrimStart(ZplText.Space).Length;

    /// <summary>Moves on over text that has been taken, if it is text that may be taken.</summary>
    private bool TrySkip(int length)
    {
        for (int end = _at + length; _at < end; _at++)
        {
            char c = _line[_at];
            if (ZplText.IsForbidden(c))
                return Fail(_at, $"The control character U+{(int)c:X4} cannot stand in ZPL as it is.");
        }

        return true;
    }

    private bool Fail(int at, string problem)
    {
        _at = at;
        Problem = problem;
        return false;
    }
}
