namespace ZProto.Model.Xml;

/// <summary>Converts offsets to lines and columns.</summary>
internal sealed class LineMap
{
    private readonly string _path;
    private readonly List<int> _starts = [0];

    public LineMap(string text, string path)
    {
        _path = path;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] == '\n' || (text[i] == '\r' && !(i + 1 < text.Length && text[i + 1] == '\n')))
                _starts.Add(i + 1);
        }
    }

    public SourceSpan Span(int start, int end)
    {
        int line = LineOf(start);
        int endLine = LineOf(end);
        return new SourceSpan(_path, start, end - start, line + 1, start - _starts[line] + 1, endLine + 1, end - _starts[endLine] + 1);
    }

    private int LineOf(int offset)
    {
        int found = _starts.BinarySearch(offset);
        return found >= 0 ? found : ~found - 1;
    }
}
