namespace ZProto.Model.Reading;

/// <summary>The files of a project, found by the names that models call them. Paths are text here: no file system is asked.</summary>
internal sealed class ModelFiles
{
    /// <summary>The hint for a required file that is missing.</summary>
    public const string HowToAdd = "; add it to the project as <ZProtoModel Include=\"...\" /> or <AdditionalFiles Include=\"...\" />";

    private readonly List<(SourceFile Text, List<string> Segments)> _files;

    public ModelFiles(IEnumerable<SourceFile> files)
        => _files = files.Select(file => (file, Segments(file.Path))).ToList();

    /// <summary>The names of all files, without their folders.</summary>
    public IEnumerable<string> Names => _files.Select(file => FileName(file.Text.Path));

    /// <summary>The file of a name: by its path relative to the file that calls for it, then by the end of its path, then by its name alone.</summary>
    /// <param name="name">The name.</param>
    /// <param name="caller">The path of the file that calls for it.</param>
    public SourceFile? Find(string name, string caller)
    {
        List<string> folder = Folder(caller);
        List<string> wanted = Segments(IsRooted(name) ? name : string.Join("/", folder.Concat([name])));
        SourceFile? exact = Nearest(folder, file => file.Count == wanted.Count && EndsWith(file, wanted));
        if (exact is not null)
            return exact;

        List<string> self = Segments(caller);
        List<string> suffix = Segments(name).Where(segment => segment is not ".." and not "").ToList();
        List<string> last = suffix.Skip(suffix.Count - 1).ToList();
        return Nearest(folder, file => EndsWith(file, suffix) && !file.SequenceEqual(self))
            ?? Nearest(folder, file => EndsWith(file, last) && !file.SequenceEqual(self));
    }

    /// <summary>The hint for a name that no file has: the name that may be meant, or else the given text.</summary>
    public string Hint(string name, SpellingHints spelling, string otherwise)
        => spelling.Hint(FileName(name), Names) is { Length: > 0 } hint ? hint : otherwise;

    /// <summary>The last part of a path.</summary>
    public static string FileName(string path) => Segments(path).LastOrDefault() ?? "";

    private SourceFile? Nearest(List<string> folder, Func<List<string>, bool> fits)
        => _files
            .Where(file => fits(file.Segments))
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
