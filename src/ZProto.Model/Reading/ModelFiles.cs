using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>The files of a project, found by the names that models call them. Paths are text here: no file system is asked.</summary>
internal sealed class ModelFiles
{
    /// <summary>The hint for a required file that is missing.</summary>
    public const string HowToAdd = "; add it to the project as <ZProtoModel Include=\"...\" /> or <AdditionalFiles Include=\"...\" />";

    // By their names without the folders, which are what every look-up begins with.
    private readonly ILookup<string, (SourceFile Text, List<string> Segments)> _files;

    // For hints, which look no further than at the names.
    private readonly EquatableArray<string> _names;

    private readonly Dictionary<string, string> _hints = new(StringComparer.Ordinal);
    private readonly SpellingHints _spelling = new();

    public ModelFiles(IEnumerable<SourceFile> files)
    {
        _files = files.Select(file => (Text: file, Segments: Segments(file.Path))).ToLookup(file => file.Segments.LastOrDefault() ?? "", StringComparer.OrdinalIgnoreCase);
        _names = _files.Select(same => same.Key).ToEquatableArray();
    }

    /// <summary>The files that one model includes.</summary>
    public ModelFiles(IncludedFiles included)
        : this(included.Files)
        => _names = included.AllNames;

    /// <summary>Whether some file was asked for.</summary>
    public bool WasAsked { get; private set; }

    /// <summary>The file of a name: by its path relative to the file that calls for it, then by the end of its path, then by its name alone.</summary>
    /// <param name="name">The name.</param>
    /// <param name="caller">The path of the file that calls for it.</param>
    public SourceFile? Find(string name, string caller)
    {
        WasAsked = true;
        List<string> folder = Folder(caller);
        List<string> wanted = Segments(IsRooted(name) ? name : string.Join("/", folder.Concat([name])));
        SourceFile? exact = Nearest(folder, wanted, file => file.Count == wanted.Count);
        if (exact is not null)
            return exact;

        List<string> self = Segments(caller);
        List<string> suffix = Segments(name).Where(segment => segment is not ".." and not "").ToList();
        List<string> last = suffix.Skip(suffix.Count - 1).ToList();
        return Nearest(folder, suffix, file => !file.SequenceEqual(self)) ?? Nearest(folder, last, file => !file.SequenceEqual(self));
    }

    /// <summary>The files that a model includes, itself or through others: each that some attribute names, as its elements may be misspelt.</summary>
    /// <param name="model">The model.</param>
    public IncludedFiles GetIncluded(SourceFile model)
    {
        List<SourceFile> found = [model];
        for (int i = 0; i < found.Count; i++)
        {
            foreach (XmlAttribute attribute in found[i].Document.Roots.SelectMany(root => root.AllAttributes()))
            {
                if (_files.Contains(FileName(attribute.Value)) && Find(attribute.Value, found[i].Path) is { } file && !found.Contains(file))
                    found.Add(file);
            }
        }
        return new IncludedFiles(found.ToEquatableArray(), _names);
    }

    /// <summary>The hint for a name that no file has: the name that may be meant, or else the given text.</summary>
    public string Hint(string name, string otherwise)
    {
        // All models of a project may include the one license that it does not have.
        if (!_hints.TryGetValue(FileName(name), out string? hint))
            _hints[FileName(name)] = hint = _spelling.Hint(FileName(name), _names);
        return hint.Length > 0 ? hint : otherwise;
    }

    /// <summary>The last part of a path.</summary>
    public static string FileName(string path) => Segments(path).LastOrDefault() ?? "";

    private SourceFile? Nearest(List<string> folder, List<string> suffix, Func<List<string>, bool> fits)
        => _files[suffix.LastOrDefault() ?? ""]
            .Where(file => EndsWith(file.Segments, suffix) && fits(file.Segments))
            .OrderByDescending(file => CommonPrefix(folder, file.Segments))
            .ThenBy(file => file.Segments.Count)
            .ThenBy(file => file.Text.Path.Length)
            .ThenBy(file => file.Text.Path, StringComparer.Ordinal)
            .FirstOrDefault().Text;

    private static List<string> Folder(string path)
    {
        List<string> segments = Segments(path);
        if (segments.Count > 0)
            segments.RemoveAt(segments.Count - 1);
        return segments;
    }

    // A rooted path keeps its first, empty segment.
    private static List<string> Segments(string path)
    {
        var segments = new List<string>();
        foreach (string segment in path.Trim().Replace('\\', '/').Split('/'))
        {
            if (segment == "." || (segment.Length == 0 && segments.Count > 0))
                continue;
            if (segment == ".." && segments.Count > 0 && segments[segments.Count - 1] is not ".." and not "")
                segments.RemoveAt(segments.Count - 1);
            else
                segments.Add(segment);
        }
        return segments;
    }

    private static bool IsRooted(string path)
    {
        path = path.Trim();
        return path.Length > 0 && (path[0] is '/' or '\\' || (path.Length > 1 && path[1] == ':'));
    }

    private static bool EndsWith(List<string> path, List<string> suffix)
        => suffix.Count > 0
            && path.Count >= suffix.Count
            && path.Skip(path.Count - suffix.Count).SequenceEqual(suffix, StringComparer.OrdinalIgnoreCase);

    private static int CommonPrefix(List<string> left, List<string> right)
    {
        int length = 0;
        while (length < left.Count && length < right.Count && string.Equals(left[length], right[length], StringComparison.OrdinalIgnoreCase))
            length++;
        return length;
    }
}
