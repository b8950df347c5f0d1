using ZProto.Model;
using ZProto.Model.Reading;
using ZProto.Model.Xml;

namespace ZProto.Tool.Models;

/// <summary>The files that the command was given, those they include, and those beside them.</summary>
internal sealed class ModelTexts
{
    private readonly Dictionary<string, ModelText> _byPath = new(StringComparer.Ordinal);

    private ModelTexts()
    {
    }

    /// <summary>The models that were given, in that order.</summary>
    public List<ModelText> Given { get; } = [];

    /// <summary>Other models that lie beside them, for engines to find their protocol.</summary>
    public List<ModelText> Beside { get; } = [];

    /// <summary>All files, for includes.</summary>
    public IReadOnlyList<ModelText> All => [.. _byPath.Values];

    /// <summary>Reads files. Folders stand for the XML files in them.</summary>
    /// <param name="paths">Files, folders, or patterns such as <c>models/*.xml</c>.</param>
    public static ModelTexts Read(IEnumerable<string> paths)
    {
        var texts = new ModelTexts();
        foreach (string file in paths.SelectMany(Expand))
        {
            // What cannot be read at all is not skipped in silence.
            if (texts.Add(file) is { } text && (text.Document.Root is null || ModelReader.IsModel(text.Document)))
                texts.Given.Add(text);
        }
        if (texts.Given.Count == 0)
            throw ToolException.Usage(texts.All.Count == 0 ? "there are no XML files to read" : $"{string.Join(", ", texts.All.Select(text => text.Path))}: no model; the root of a model is <class>");
        foreach (string folder in texts.Given.Select(text => Folder(text.Path)).Distinct().ToList())
        {
            foreach (string file in XmlFiles(folder, "*.xml"))
            {
                if (texts.Add(file) is { } text && ModelReader.IsModel(text.Document))
                    texts.Beside.Add(text);
            }
        }
        return texts;
    }

    private static IEnumerable<string> Expand(string path)
    {
        string name = Path.GetFileName(path);
        if (Directory.Exists(path))
            return XmlFiles(path, "*.xml");
        if (name.Contains('*', StringComparison.Ordinal) || name.Contains('?', StringComparison.Ordinal))
            return XmlFiles(Folder(path), name);
        return File.Exists(path) ? [path] : throw ToolException.Usage($"{path}: there is no such file");
    }

    private static IEnumerable<string> XmlFiles(string folder, string pattern)
    {
        if (!Directory.Exists(folder.Length == 0 ? "." : folder))
            throw ToolException.Usage($"{folder}: there is no such folder");
        IEnumerable<string> names = Directory.EnumerateFiles(folder.Length == 0 ? "." : folder, pattern).Select(file => Path.GetFileName(file)!);
        return names.Order(StringComparer.Ordinal).Select(name => folder.Length == 0 ? name : Path.Combine(folder, name));
    }

    private static string Folder(string path) => Path.GetDirectoryName(path) ?? "";

    /// <summary>Reads a file with what it includes, unless it was read before.</summary>
    private ModelText? Add(string path)
    {
        string full = Path.GetFullPath(path);
        if (_byPath.ContainsKey(full))
            return null;
        var text = new ModelText(path, LaxXmlReader.Read(File.ReadAllText(full), path));
        _byPath.Add(full, text);
        if (text.Document.Root is { } root)
            AddIncludes(root, Folder(path));
        return text;
    }

    private void AddIncludes(XmlElement element, string folder)
    {
        foreach (XmlElement child in element.Elements)
        {
            if (!child.IsCalled("include"))
                AddIncludes(child, folder);
            else if (child.Given("filename") is { } filename && Path.Combine(folder, filename.Value.Trim().Replace('\\', '/')) is var path && File.Exists(path))
                Add(path);
        }
    }
}
