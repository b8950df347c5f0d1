using ZProto.Model.Naming;

namespace ZProto.Model.Compiling;

/// <summary>Where the classes of a project's models go: the namespace and modifier of each, and that each can be there.</summary>
/// <param name="options">What models are compiled for.</param>
internal sealed class ClassPlaces(CompilerOptions options)
{
    private readonly ClassNames _classes = new();
    private bool _isLanguageReported;

    /// <summary>The item's namespace, else the model's own, else the project's. Each that is none in C# is reported.</summary>
    public string GetNamespace(CompilerInput input, ClassModel model, List<ModelDiagnostic> diagnostics)
    {
        string? ofModel = Validate(model.Namespace?.Name.Text ?? "", model.Namespace?.Span ?? model.Span);
        string? ofItem = Validate(input.Metadata.Namespace, model.Span);
        return ofItem ?? ofModel ?? CSharpIdentifier.MakeNamespace(input.Metadata.IsReferenced ? input.Metadata.RootNamespace : options.RootNamespace);

        string? Validate(string name, SourceSpan span)
        {
            if (name.Length == 0 || CSharpIdentifier.IsNamespace(name))
                return name.Length == 0 ? null : name;
            diagnostics.Add(ModelDiagnostic.Create(span, DiagnosticRules.BadNamespace, name));
            return null;
        }
    }

    /// <summary>The item's modifier, else the model's own, else <c>public</c>. Each that is neither that nor <c>internal</c> is reported.</summary>
    public static string GetModifier(CompilerInput input, ClassModel model, List<ModelDiagnostic> diagnostics)
    {
        string? ofModel = Validate(model.Modifier?.Name.Text ?? "", model.Modifier?.Span ?? model.Span);
        string? ofItem = Validate(input.Metadata.Modifier, model.Span);
        return ofItem ?? ofModel ?? "public";

        string? Validate(string modifier, SourceSpan span)
        {
            if (modifier.ToLowerInvariant() is "public" or "internal")
                return modifier.ToLowerInvariant();
            if (modifier.Length > 0)
                diagnostics.Add(ModelDiagnostic.Create(span, DiagnosticRules.BadModifier, modifier));
            return null;
        }
    }

    /// <summary>Whether no class has a name yet.</summary>
    public bool IsFree(string @namespace, ModelName name) => _classes.IsFree(@namespace.Length == 0 ? name.Pascal : $"{@namespace}.{name.Pascal}");

    /// <summary>Reserves the place of a model's class, where nothing else may be called as it is.</summary>
    /// <param name="path">The model's file.</param>
    /// <param name="model">The model.</param>
    /// <param name="diagnostics">What is wrong with it, to which is added why it has no place.</param>
    public bool TryReserve(string path, CompiledModel model, List<ModelDiagnostic> diagnostics)
    {
        SourceSpan span = model.Model.Span;
        if (options.OldLanguage is { } language)
        {
            // It is the project's mistake, and not one of each model.
            if (!_isLanguageReported)
                diagnostics.Add(ModelDiagnostic.Create(span, DiagnosticRules.LanguageTooOld, language));
            _isLanguageReported = true;
            return false;
        }
        ModelDiagnostic? taken = NameScope.ValidateLength(model.FullName, span) ?? _classes.Take(model.Namespace, model.FullName, path, span);
        if (taken is not null)
            diagnostics.Add(taken);
        string? hidden = new[] { model.Namespace, options.RootNamespace }.FirstOrDefault(name => name.Split('.').Contains(model.Class));
        if (hidden is not null)
            diagnostics.Add(ModelDiagnostic.Create(span, DiagnosticRules.ClassHidesNamespace, model.Class, hidden));
        return taken is null && diagnostics.TrueForAll(diagnostic => diagnostic.Rule != DiagnosticRules.NameTooLong);
    }
}
