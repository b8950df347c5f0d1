using System.Globalization;
using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>Replaces includes by the files they name.</summary>
internal sealed class IncludeResolver
{
    // Two includes a file double with each level, and twenty files would make a million elements.
    private const int MaxElements = 100_000;
    private const int MaxDepth = 200;
    private const string WithoutLicense = "; the generated file has none";

    private readonly ModelFiles _files;
    private readonly DiagnosticBag _diagnostics;
    private readonly List<SourceFile> _open = [];
    private readonly HashSet<string> _reported = new(StringComparer.Ordinal);
    private int _elements;

    private IncludeResolver(SourceFile model, ModelFiles files, DiagnosticBag diagnostics)
    {
        _files = files;
        _diagnostics = diagnostics;
        _open.Add(model);
        _reported.Add(model.Path);
    }

    /// <summary>The root of a model with its includes resolved. An include that cannot be resolved is reported and left out.</summary>
    public static XmlElement Resolve(SourceFile model, XmlElement root, ModelFiles files, DiagnosticBag diagnostics)
        => new IncludeResolver(model, files, diagnostics).Expand(root, 0);

    private XmlElement Expand(XmlElement element, int depth)
    {
        var content = new List<XmlNode>();
        foreach (XmlNode node in element.Content)
        {
            if (node is not XmlElement child)
                content.Add(node);
            else if (child.IsNamed("include"))
                content.AddRange(Include(child, depth + 1));
            else
                content.Add(Expand(child, depth + 1));
        }
        return element with { Content = content.ToEquatableArray() };
    }

    private IEnumerable<XmlNode> Include(XmlElement include, int depth)
    {
        if (include.GetNonEmptyAttribute("filename") is not { } filename)
        {
            _diagnostics.Report(include.Attribute("filename")?.ValueSpan ?? include.Span, DiagnosticRules.MissingFileName, include.Name);
            return [];
        }
        SourceFile including = _open[_open.Count - 1];
        if (_files.Find(filename.Value, including.Path) is not { } file)
        {
            string name = ModelFiles.FileName(filename.Value);
            bool isLicense = name.StartsWith("license", StringComparison.OrdinalIgnoreCase);
            string hint = _files.Hint(filename.Value, isLicense ? WithoutLicense : ModelFiles.HowToAdd);
            _diagnostics.Report(filename.ValueSpan, isLicense ? DiagnosticRules.LicenseNotFound : DiagnosticRules.IncludeNotFound, filename.Value, hint);
            return [];
        }
        int cycle = _open.FindIndex(open => open.Path == file.Path);
        if (cycle >= 0)
        {
            IEnumerable<string> chain = _open.Skip(cycle).Concat([file]).Select(open => ModelFiles.FileName(open.Path));
            _diagnostics.Report(filename.ValueSpan, DiagnosticRules.IncludeCycle, ModelFiles.FileName(file.Path), string.Join(" -> ", chain));
            return [];
        }
        if (_reported.Add(file.Path))
            _diagnostics.AddRange(file.Document.Diagnostics);
        if (file.Document.Root is not { } root || !HasRoomFor(root, filename, depth))
            return [];

        _open.Add(file);
        XmlElement expanded = Expand(root, depth);
        _open.RemoveAt(_open.Count - 1);
        return root.IsNamed("class") || root.IsNamed("fragment") ? expanded.Content : [expanded];
    }

    private bool HasRoomFor(XmlElement root, XmlAttribute filename, int depth)
    {
        if (_elements > MaxElements)
            return false;
        string? diagnostic = null;
        if (depth > MaxDepth)
            diagnostic = string.Format(CultureInfo.InvariantCulture, "includes and elements are nested more than {0} deep here", MaxDepth);
        else if ((_elements += Count(root)) > MaxElements)
            diagnostic = string.Format(CultureInfo.InvariantCulture, "the includes of this model hold more than {0} elements", MaxElements);
        if (diagnostic is not null)
            _diagnostics.Report(filename.ValueSpan, DiagnosticRules.TooLarge, diagnostic);
        return diagnostic is null;
    }

    private static int Count(XmlElement element) => 1 + element.Elements.Sum(Count);
}
