namespace ZProto.Model;

/// <summary>A location in a model's text.</summary>
/// <param name="File">The file's path, as it was given.</param>
/// <param name="Offset">Characters before it, from 0.</param>
/// <param name="Length">Characters it is long.</param>
/// <param name="Line">The line it starts in, from 1.</param>
/// <param name="Column">The column it starts in, from 1, in UTF-16 units.</param>
/// <param name="EndLine">The line it ends in, from 1.</param>
/// <param name="EndColumn">The column after its last character, from 1.</param>
public readonly record struct SourceSpan(string File, int Offset, int Length, int Line, int Column, int EndLine, int EndColumn)
{
    /// <summary>The location as compilers write it: <c>file(line,column)</c>.</summary>
    public override string ToString() => $"{File}({Line},{Column})";
}
