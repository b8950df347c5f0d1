using System.Globalization;
using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>Puts included files in the place of their includes.</summary>
internal sealed class IncludeResolver
{
    // Two includes a file double with each level, and twenty files would make a million elements.
    private const int MaxElements = 100_000;
    private const int MaxDepth = 200;
    private const string WithoutLicense = "; the generated file has none";

    private readonly ModelFiles _files;
    private readonly ProblemList _problems;
    private readonly List<ModelText> _open = [];
    private readonly HashSet<string> _told = new(StringComparer.Ordinal);
    private int _elements;

    private IncludeResolver(ModelText model, IEnumerable<ModelText> all, ProblemList problems)
    {
        _files = new ModelFiles(all);
        _problems = problems;
        _open.Add(model);
        _told.Add(model.Path);
    }

    /// <summary>The root of a model with its includes in place. An include that cannot be is reported and left out.</summary>
    public static XmlElement Resolve(ModelText model, XmlElement root, IReadOnlyList<ModelText> all, ProblemList problems)
        => new IncludeResolver(model, all, problems).Expand(root, 0);

    private XmlElement Expand(XmlElement element, int depth)
    {
        var content = new List<XmlNode>();
        foreach (XmlNode node in element.Content)
        {
            if (node is not XmlElement child)
                content.Add(node);
            else if (child.IsCalled("include"))
                content.AddRange(Include(child, depth + 1));
            else
                content.Add(Expand(child, depth + 1));
        }
        return element with { Content = content.ToEquatableArray() };
    }

    private IEnumerable<XmlNode> Include(XmlElement include, int depth)
    {
        if (include.Given("filename") is not { } filename)
        {
            _problems.Report(include.Attribute("filename")?.ValueSpan ?? include.Span, ProblemKinds.MissingFileName, include.Name);
            return [];
        }
        ModelText including = _open[_open.Count - 1];
        if (_files.Find(filename.Value, including.Path) is not { } file)
        {
            string name = ModelFiles.FileName(filename.Value);
            bool isLicense = name.StartsWith("license", StringComparison.OrdinalIgnoreCase);
            string hint = _files.Hint(filename.Value, _problems.NearMiss, isLicense ? WithoutLicense : ModelFiles.HowToAdd);
            _problems.Report(filename.ValueSpan, isLicense ? ProblemKinds.LicenseNotFound : ProblemKinds.IncludeNotFound, filename.Value, hint);
            return [];
        }
        int circle = _open.FindIndex(open => open.Path == file.Path);
        if (circle >= 0)
        {
            IEnumerable<string> chain = _open.Skip(circle).Concat([file]).Select(open => ModelFiles.FileName(open.Path));
            _problems.Report(filename.ValueSpan, ProblemKinds.IncludeCircle, ModelFiles.FileName(file.Path), string.Join(" -> ", chain));
            return [];
        }
        if (_told.Add(file.Path))
            _problems.AddRange(file.Document.Problems);
        if (file.Document.Root is not { } root || !HasRoomFor(root, filename, depth))
            return [];

        _open.Add(file);
        XmlElement expanded = Expand(root, depth);
        _open.RemoveAt(_open.Count - 1);
        return root.IsCalled("class") || root.IsCalled("fragment") ? expanded.Content : [expanded];
    }

    private bool HasRoomFor(XmlElement root, XmlAttribute filename, int depth)
    {
        if (_elements > MaxElements)
            return false;
        string? problem = null;
        if (depth > MaxDepth)
            problem = string.Format(CultureInfo.InvariantCulture, "includes and elements are nested more than {0} deep here", MaxDepth);
        else if ((_elements += Count(root)) > MaxElements)
            problem = string.Format(CultureInfo.InvariantCulture, "the includes of this model hold more than {0} elements", MaxElements);
        if (problem is not null)
            _problems.Report(filename.ValueSpan, ProblemKinds.TooLarge, problem);
        return problem is null;
    }

    private static int Count(XmlElement element) => 1 + element.Elements.Sum(Count);
}
