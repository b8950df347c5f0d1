using ZProto.Model;
using ZProto.Model.Reading;
using ZProto.Model.Xml;

namespace ZProto.Tool.Models;

/// <summary>The files that the command was given, those they include, and the protocols of their servers and clients beside them. No other is opened.</summary>
internal sealed class ModelTexts
{
    private readonly Dictionary<string, SourceFile> _byPath = new(StringComparer.Ordinal);

    private ModelTexts()
    {
    }

    /// <summary>The models that were given, in that order.</summary>
    public List<SourceFile> Given { get; } = [];

    /// <summary>Models beside them that were read for the protocols of engines.</summary>
    public List<SourceFile> Beside { get; } = [];

    /// <summary>All files, for includes.</summary>
    public IReadOnlyList<SourceFile> All => [.. _byPath.Values];

    /// <summary>Reads files. Folders stand for the XML files in them.</summary>
    /// <param name="paths">Files, folders, or patterns such as <c>models/*.xml</c>.</param>
    public static ModelTexts Read(IEnumerable<string> paths)
    {
        var texts = new ModelTexts();
        foreach ((string file, bool isNamed) in paths.SelectMany(Expand))
        {
            // What cannot be read at all is not skipped in silence.
            if (texts.Add(file, isNamed) is { } text && (text.Document.Root is null || ModelReader.IsModel(text.Document)))
                texts.Given.Add(text);
        }
        if (texts.Given.Count == 0)
            throw ToolException.Usage(texts.All.Count == 0 ? "there are no XML files to read" : $"{string.Join(", ", texts.All.Select(text => text.Path))}: no model; the root of a model is <class>");
        foreach (SourceFile engine in texts.Given.Where(text => text.Document.Root is { } root && ModelReader.KindOf(root) is ModelKind.Server or ModelKind.Client).ToList())
            texts.AddProtocolOf(engine);
        return texts;
    }

    private static IEnumerable<(string Path, bool IsNamed)> Expand(string path)
    {
        string name = Path.GetFileName(path);
        if (Directory.Exists(path))
            return XmlFiles(path, "*.xml").Select(file => (file, false));
        if (name.Contains('*', StringComparison.Ordinal) || name.Contains('?', StringComparison.Ordinal))
            return XmlFiles(Folder(path), name).Select(file => (file, false));
        return File.Exists(path) ? [(path, true)] : throw ToolException.Usage($"{path}: there is no such file");
    }

    /// <summary>Reads files beside a server or client until one is the protocol it names; the file of that name first, as zproto has it.</summary>
    private void AddProtocolOf(SourceFile engine)
    {
        XmlElement root = engine.Document.Root!;
        ModelName? wanted = (root.GetReference("protocol_class") ?? root.GetReference("proto"))?.Name;
        if (wanted is null ? Given.Exists(IsProtocol) : Given.Exists(IsWanted) || Beside.Exists(IsWanted))
            return;
        IEnumerable<string> files = XmlFiles(Folder(engine.Path), "*.xml");
        foreach (string file in files.OrderByDescending(file => wanted is not null && wanted.Equals(new ModelName(Path.GetFileNameWithoutExtension(file)))))
        {
            if (TryAdd(file) is not { } text || !ModelReader.IsModel(text.Document))
                continue;
            Beside.Add(text);
            if (IsWanted(text))
                return;
        }

        bool IsWanted(SourceFile text) => wanted is not null && text.Document.Root?.Attribute("name") is { } name && wanted.Equals(new ModelName(name.Value));
    }

    private static bool IsProtocol(SourceFile text) => text.Document.Root is { } root && ModelReader.KindOf(root) == ModelKind.Protocol;

    private static IEnumerable<string> XmlFiles(string folder, string pattern)
    {
        if (!Directory.Exists(folder.Length == 0 ? "." : folder))
            throw ToolException.Usage($"{folder}: there is no such folder");
        IEnumerable<string> names = Directory.EnumerateFiles(folder.Length == 0 ? "." : folder, pattern).Select(file => Path.GetFileName(file)!);
        return names.Order(StringComparer.Ordinal).Select(name => folder.Length == 0 ? name : Path.Combine(folder, name));
    }

    private static string Folder(string path) => Path.GetDirectoryName(path) ?? "";

    /// <summary>Reads a file with what it includes, unless it was read before, or was not named and is not a regular file.</summary>
    private SourceFile? Add(string path, bool isNamed = false)
    {
        string full = Path.GetFullPath(path);
        if (_byPath.ContainsKey(full) || (isNamed ? ModelFile.Read(full) : ModelFile.ReadRegular(full)) is not { } read)
            return null;
        var text = new SourceFile(path, LenientXmlParser.Parse(read, path));
        _byPath.Add(full, text);
        foreach (XmlElement root in text.Document.Roots)
            AddIncludes(root, Folder(path));
        return text;
    }

    // What may not be read is as good as not there.
    private SourceFile? TryAdd(string path)
    {
        try
        {
            return Add(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private void AddIncludes(XmlElement element, string folder)
    {
        foreach (XmlElement child in element.Elements)
        {
            if (child.GetNonEmptyAttribute("filename") is { } filename && (child.IsNamed("include") || child.IsNamed("custom")))
                AddInclude(filename.Value.Trim().Replace('\\', '/'), folder);
            else
                AddIncludes(child, folder);
        }
    }

    // By its path, or else by its name beside the file that includes it.
    private void AddInclude(string name, string folder)
    {
        string? path = new[] { Path.Combine(folder, name), Path.Combine(folder, Path.GetFileName(name)) }.FirstOrDefault(File.Exists);
        if (path is not null)
            TryAdd(path);
    }
}
