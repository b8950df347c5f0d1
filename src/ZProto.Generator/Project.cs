using Microsoft.CodeAnalysis.CSharp;
using ZProto.Generator.Codec;
using ZProto.Model;
using ZProto.Model.Naming;
using ZProto.Model.Reading;
using ZProto.Model.Xml;

namespace ZProto.Generator;

/// <summary>Reads the models of a project together: with their includes, their namespaces, and what they would both generate.</summary>
internal sealed class Project
{
    private readonly ProjectOptions _options;
    private readonly List<ModelItem> _items;
    private readonly List<ModelText> _texts;

    // A file that several models include is reported once.
    private readonly HashSet<Problem> _reported = [];
    private readonly ClassNames _classes = new();
    private readonly HashSet<string> _hintNames = new(StringComparer.OrdinalIgnoreCase);

    private Project(IEnumerable<ModelItem> items, ProjectOptions options)
    {
        _options = options;
        // The compiler's order depends on what was edited last; which of two models is the first must not.
        _items = items.OrderBy(item => item.Text.Path, StringComparer.Ordinal).ToList();
        _texts = _items.ConvertAll(item => item.Text);
    }

    public static EquatableArray<ProjectModel> Read(IEnumerable<ModelItem> items, ProjectOptions options, CancellationToken cancellation)
    {
        var project = new Project(items, options);
        var models = new List<ProjectModel>();
        foreach (ModelItem item in project._items.Where(item => item.IsModel))
        {
            cancellation.ThrowIfCancellationRequested();
            models.Add(project.Read(item));
        }
        return models.ToEquatableArray();
    }

    private ProjectModel Read(ModelItem item)
    {
        ModelResult result = ModelReader.Read(item.Text, _texts);
        var problems = new List<Problem>(result.Problems);
        CodecSource? codec = result.Model is { Protocol: not null } model ? Codec(item, model, problems) : null;
        string hintName = codec is null ? "" : HintName(codec);
        return new ProjectModel(item.Text.Path, hintName, codec, problems.Where(_reported.Add).ToEquatableArray());
    }

    /// <summary>What to generate, or null where a problem that is found here forbids it.</summary>
    private CodecSource? Codec(ModelItem item, ClassModel model, List<Problem> problems)
    {
        int before = problems.Count;
        CodecNames names = CodecNames.Of(model);
        problems.AddRange(names.Problems);
        string @namespace = Namespace(item, model, problems);
        string modifier = Modifier(item, model, problems);
        if (_options.Language < LanguageVersion.CSharp11)
            problems.Add(Problem.At(model.Span, ProblemKinds.LanguageTooOld, _options.Language.ToDisplayString()));

        string fullName = @namespace.Length == 0 ? names.Class : $"{@namespace}.{names.Class}";
        if (_classes.Take(@namespace, fullName, item.Text.Path, model.Span) is { } taken)
            problems.Add(taken);

        string? hidden = new[] { @namespace, _options.RootNamespace }.FirstOrDefault(name => name.Split('.').Contains(names.Class));
        if (hidden is not null)
            problems.Add(Problem.At(model.Span, ProblemKinds.ClassHidesNamespace, names.Class, hidden));

        bool sound = problems.Skip(before).All(problem => problem.Kind.Severity != ProblemSeverity.Error);
        return sound ? new CodecSource(model, names, @namespace, modifier) : null;
    }

    /// <summary>The model's own namespace, else the item's, else the project's.</summary>
    private string Namespace(ModelItem item, ClassModel model, List<Problem> problems)
    {
        string chosen = model.Namespace?.Name.Text ?? item.Metadata.Namespace;
        if (chosen.Length == 0)
            return string.Join(".", _options.RootNamespace.Split('.').Where(part => part.Length > 0).Select(Identifier));
        if (!chosen.Split('.').All(SyntaxFacts.IsValidIdentifier))
            problems.Add(Problem.At(model.Namespace?.Span ?? model.Span, ProblemKinds.BadNamespace, chosen));
        return chosen;
    }

    private static string Modifier(ModelItem item, ClassModel model, List<Problem> problems)
    {
        string chosen = model.Modifier ?? item.Metadata.Modifier;
        if (chosen.Length == 0)
            return "public";
        if (chosen is not ("public" or "internal"))
            problems.Add(Problem.At(model.Span, ProblemKinds.BadModifier, chosen));
        return chosen;
    }

    private string HintName(CodecSource codec)
    {
        string name = codec.Namespace.Length == 0 ? codec.Names.Class : $"{codec.Namespace}.{codec.Names.Class}";
        string hintName = $"{name}.g.cs";
        // The compiler compares these names without regard to case, C# does not.
        for (int i = 2; !_hintNames.Add(hintName); i++)
            hintName = $"{name}-{i}.g.cs";
        return hintName;
    }

    // A root namespace is often the project's name, which may be no identifier.
    private static string Identifier(string part)
    {
        string identifier = new([.. part.Select(c => SyntaxFacts.IsIdentifierPartCharacter(c) ? c : '_')]);
        return SyntaxFacts.IsIdentifierStartCharacter(identifier[0]) ? identifier : "_" + identifier;
    }
}
