using ZProto.Model;
using ZProto.Model.Compiling;
using ZProto.Model.Reading;
using ZProto.Model.Xml;

namespace ZProto.Tool.Models;

/// <summary>The files that the command was given, those they include, and the protocols of their engines beside them. No other is opened.</summary>
internal sealed class ToolInput
{
    // What is given is meant as a model: what cannot be read at all is not skipped in silence.
    private readonly Func<string, string> _framing;

    private readonly Dictionary<string, SourceFile> _byPath = new(StringComparer.Ordinal);
    private readonly List<CompilerInput> _given = [];
    private readonly List<CompilerInput> _beside = [];

    private ToolInput(Func<string, string> framing) => _framing = framing;

    /// <summary>The models that were given, in that order.</summary>
    public IEnumerable<SourceFile> Given => _given.Select(input => input.File);

    /// <summary>These, and models beside them that were read for the protocols of engines.</summary>
    public IEnumerable<CompilerInput> Models => _given.Concat(_beside);

    /// <summary>All files, for includes.</summary>
    public IEnumerable<SourceFile> Files => _byPath.Values;

    /// <summary>Reads files. Folders stand for the XML files in them.</summary>
    /// <param name="paths">Files, folders, or patterns such as <c>models/*.xml</c>.</param>
    /// <param name="framing">The framing of the protocol of a file, or empty where its model says it.</param>
    public static ToolInput Read(IEnumerable<string> paths, Func<string, string> framing)
    {
        var read = new ToolInput(framing);
        foreach ((string path, bool isNamed) in paths.SelectMany(Expand))
        {
            if (read.Add(path, isNamed) is { } file && new CompilerInput(file, read.Metadata(file, emit: true)) is { IsModel: true } model)
                read._given.Add(model);
        }
        if (read._given.Count == 0)
            throw ToolException.Usage(read._byPath.Count == 0 ? "there are no XML files to read" : $"{string.Join(", ", read._byPath.Values.Select(file => file.Path))}: no model; the root of a model is <class>");
        foreach (SourceFile engine in read.Given.Where(file => KindOf(file) is not (null or ModelKind.Protocol)).ToList())
            read.AddProtocolsOf(engine);
        return read;
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

    /// <summary>Reads the protocols of an engine, and of its further sockets and its own machines, where they are beside it.</summary>
    private void AddProtocolsOf(SourceFile engine)
    {
        XmlElement root = engine.Document.Root!;
        AddProtocol(engine, ProtocolOf(root));
        foreach (ModelName wanted in root.Children("socket").Concat(root.Children("machine")).Select(ProtocolOf).OfType<ModelName>())
            AddProtocol(engine, wanted);
    }

    private static ModelName? ProtocolOf(XmlElement element) => (element.GetReference("protocol_class") ?? element.GetReference("proto"))?.Name;

    /// <summary>Reads files beside an engine until one is the protocol of a name, or all for the only one; the file of that name first, as zproto has it.</summary>
    private void AddProtocol(SourceFile engine, ModelName? wanted)
    {
        if (wanted is null ? Given.Any(file => KindOf(file) == ModelKind.Protocol) : Models.Any(model => IsNamed(model.File, wanted)))
            return;
        IEnumerable<string> files = XmlFiles(Folder(engine.Path), "*.xml");
        foreach (string file in files.OrderByDescending(file => wanted is not null && wanted.Equals(new ModelName(Path.GetFileNameWithoutExtension(file)))))
        {
            if (TryAdd(file) is not { } read || !ModelReader.IsModel(read.Document))
                continue;
            // A model that was given is the one of its name.
            if (!Given.Any(given => NameOf(given) is { } name && IsNamed(read, name)))
                _beside.Add(new CompilerInput(read, Metadata(read, emit: false)));
            if (wanted is not null && IsNamed(read, wanted))
                return;
        }
    }

    private ItemMetadata Metadata(SourceFile file, bool emit) => new() { IsDeclared = true, Framing = _framing(file.Path), Emit = emit };

    private static ModelKind? KindOf(SourceFile file) => file.Document.Root is { } root ? ModelReader.KindOf(root) : null;

    private static ModelName? NameOf(SourceFile file) => file.Document.Root?.Attribute("name") is { } name ? new ModelName(name.Value) : null;

    private static bool IsNamed(SourceFile file, ModelName name) => name.Equals(NameOf(file));

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
