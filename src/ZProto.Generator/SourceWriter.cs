using System.Text;
using ZProto.Model;

namespace ZProto.Generator;

/// <summary>Writes C# with indentation, so that an emitter reads like what it emits.</summary>
/// <param name="paths">How the build maps the paths of models.</param>
internal sealed class SourceWriter(PathMap paths)
{
    private const string Indent = "    ";

    private readonly StringBuilder _text = new();
    private int _depth;
    private bool _blankLine;

    /// <summary>The column that a line begins in, from 1.</summary>
    public int Column => 1 + (_depth * Indent.Length);

    /// <summary>Writes lines, each with the current indentation. An empty text writes an empty line.</summary>
    public SourceWriter Write(string lines)
    {
        foreach (string line in lines.Split('\n'))
            WriteLine(line.TrimEnd('\r'));
        return this;
    }

    /// <summary>Writes lines as they are, from the first column.</summary>
    public void WriteRaw(string lines)
    {
        int depth = _depth;
        _depth = 0;
        Write(lines);
        _depth = depth;
    }

    /// <summary>Maps the next line to a line of a model.</summary>
    public void LineDirective(SourceSpan span) => WriteRaw(CSharp.LineDirective(Mapped(span)));

    /// <summary>Maps the next line, from a column on, to a location in a model.</summary>
    public void LineDirective(SourceSpan span, int column) => WriteRaw(CSharp.LineDirective(Mapped(span), column));

    /// <summary>Opens a block in braces.</summary>
    public SourceWriter Open(string head)
    {
        Write(head);
        WriteLine("{");
        _depth++;
        _blankLine = false;
        return this;
    }

    /// <summary>Closes a block.</summary>
    public void Close(string end = "}")
    {
        _depth--;
        _blankLine = false;
        WriteLine(end);
    }

    /// <summary>Writes indented lines without braces, such as the statements of a <c>case</c>.</summary>
    public void Indented(Action write)
    {
        _depth++;
        write();
        _depth--;
    }

    /// <summary>Puts an empty line before what is written next, unless it opens a block or ends one.</summary>
    public void BlankLine() => _blankLine = true;

    /// <summary>All that was written.</summary>
    public override string ToString() => _text.ToString();

    private SourceSpan Mapped(SourceSpan span) => span with { File = paths.Map(span.File) };

    private void WriteLine(string line)
    {
        if (_blankLine)
        {
            _blankLine = false;
            _text.Append('\n');
        }
        if (line.Length > 0)
        {
            for (int i = 0; i < _depth; i++)
                _text.Append(Indent);
            _text.Append(line);
        }
        _text.Append('\n');
    }
}
