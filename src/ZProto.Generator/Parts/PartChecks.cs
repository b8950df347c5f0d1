using System.Globalization;
using ZProto.Model;
using ZProto.Model.Naming;
using ZProto.Model.Reading;

namespace ZProto.Generator.Parts;

/// <summary>
/// Finds where the user's parts and the models miss each other. What is reported is also recovered from: the declarations and bodies that
/// the compiler would ask for are written, so that one mistake is one error.
/// </summary>
internal sealed class PartChecks
{
    private readonly ILookup<(string Namespace, string Name), UserClass> _classes;
    private readonly List<UserClass> _others;
    private readonly List<ModelDiagnostic> _diagnostics = [];
    private readonly Recovery _recovery = new();
    private readonly SpellingHints _spelling = new();
    private readonly HashSet<UserClass> _reported = [];

    private PartChecks(EquatableArray<EnginePart> engines, EquatableArray<UserClass> classes)
    {
        var known = new HashSet<(string, string)>(engines.Select(engine => (engine.Namespace, engine.Class)));
        _classes = classes.ToLookup(type => (type.Namespace, type.Name));
        _others = classes.Where(type => !known.Contains((type.Namespace, type.Name))).ToList();
    }

    /// <summary>Whether some class may be part of what a model was to generate and does not.</summary>
    public static bool HasOrphans(EquatableArray<EnginePart> engines, EquatableArray<UserClass> classes)
        => new PartChecks(engines, classes) is var checks && checks._others.Exists(checks.IsOrphan);

    /// <summary>Checks all parts.</summary>
    /// <param name="engines">The generated engines.</param>
    /// <param name="hasFailed">Whether some model has errors that leave nothing of it to generate.</param>
    /// <param name="classes">The user's partial classes.</param>
    /// <param name="forgotten">Models among the project's other XML.</param>
    public static PartReport Check(EquatableArray<EnginePart> engines, bool hasFailed, EquatableArray<UserClass> classes, EquatableArray<ForgottenModel> forgotten)
    {
        var checks = new PartChecks(engines, classes);
        foreach (EnginePart engine in engines)
            checks.Check(engine);
        foreach (UserClass type in checks._others.Where(type => checks.IsOrphan(type) && !checks._reported.Contains(type)))
            checks.CheckOrphan(type, hasFailed, forgotten);
        return new PartReport(checks._diagnostics.ToEquatableArray(), checks._recovery.ToString());
    }

    private void Check(EnginePart engine)
    {
        List<UserClass> own = _classes[(engine.Namespace, engine.Class)].ToList();
        List<RequiredMember> missing = engine.Required.Where(method => !In(own, method.Nested).Any(written => written.Name == method.Name && written.IsImplementation)).ToList();
        foreach (UserClass type in own)
            CheckClasses(engine, type, missing);
        foreach (UserClass type in _others)
            CheckOther(engine, type, own.Count > 0, missing);
        if (engine.HasErrors)
            DeclareUnknown(engine, own);
        else
            CheckNames(engine, own, missing);
        CheckWakeups(engine, own);
    }

    /// <summary>The methods of the user's in one class of an engine.</summary>
    private static IEnumerable<UserMethod> In(IEnumerable<UserClass> own, string nested)
        => nested.Length == 0 ? own.SelectMany(type => type.Methods) : own.SelectMany(type => type.Nested).Where(type => type.Name == nested).SelectMany(type => type.Methods);

    /// <summary>Finds methods that are in a part of the engine, and in the wrong class of it.</summary>
    private void CheckClasses(EnginePart engine, UserClass part, List<RequiredMember> missing)
    {
        foreach ((string nested, EquatableArray<UserMethod> methods) in part.Nested.Select(type => (type.Name, type.Methods)).Prepend(("", part.Methods)))
        {
            // Several machines may have an action of one name.
            List<UserMethod> misplaced = methods
                .Where(method => missing.Exists(wanted => wanted.Name == method.Name && wanted.Nested != nested) && !engine.Required.Any(own => own.Name == method.Name && own.Nested == nested))
                .ToList();
            if (misplaced.Count == 0)
                continue;
            RequiredMember first = missing.Find(wanted => wanted.Name == misplaced[0].Name);
            string names = string.Join(", ", misplaced.Select(method => $"'{method.Name}'"));
            _diagnostics.Add(ModelDiagnostic.Create(misplaced[0].Span, PartDiagnostics.OtherClass, misplaced.Count == 1 ? $"{names} belongs" : $"{names} belong", first.Nested.Length == 0 ? engine.Class : $"{engine.Class}.{first.Nested}"));
            _recovery.Declare(part, nested, misplaced.Where(method => method.IsImplementation));
            Implement(engine, missing, misplaced);
        }
    }

    /// <summary>Finds the part of an engine in another namespace or under a name that is nearly right.</summary>
    private void CheckOther(EnginePart engine, UserClass type, bool hasPart, List<RequiredMember> missing)
    {
        if (missing.Count == 0 || _reported.Contains(type))
            return;
        List<UserMethod> found = type.AllMethods.Where(method => missing.Exists(wanted => wanted.Name == method.Name)).ToList();
        bool isNamesake = type.Name == engine.Class;
        if (isNamesake ? hasPart && found.Count == 0 : hasPart || found.Count == 0 || _spelling.Suggest(type.Name, [engine.Class]) is null)
            return;
        _reported.Add(type);
        _diagnostics.Add(isNamesake
            ? ModelDiagnostic.Create(type.Span, PartDiagnostics.OtherNamespace, engine.FullName, engine.Namespace.Length == 0 ? "no namespace" : $"namespace '{engine.Namespace}'")
            : ModelDiagnostic.Create(type.Span, PartDiagnostics.MisspeltClass, type.Name, engine.Class));
        DeclareAll(type);
        Implement(engine, missing, hasPart ? found : null);
    }

    /// <summary>Finds methods whose names are nearly those that the model asks for.</summary>
    private void CheckNames(EnginePart engine, List<UserClass> own, List<RequiredMember> missing)
    {
        foreach (string nested in missing.Select(method => method.Nested).Distinct().ToList())
        {
            List<UserMethod> unknown = Undeclared(engine, own, nested);
            foreach (RequiredMember method in missing.Where(method => method.Nested == nested).ToList())
            {
                if (_spelling.Suggest(method.Name, unknown.Select(written => written.Name)) is not { } meant)
                    continue;
                UserMethod written = unknown.Find(candidate => candidate.Name == meant);
                unknown.Remove(written);
                string index = string.Format(CultureInfo.InvariantCulture, "{0}({1},{2})", ModelFiles.FileName(written.Span.File), written.Span.Line, written.Span.Column);
                _diagnostics.Add(ModelDiagnostic.Create(method.Span, PartDiagnostics.MisspeltMethod, method.Text, written.Name, index));
                _recovery.Declare(own[0], nested, [written]);
                _recovery.Implement(engine, method);
            }
        }
    }

    /// <summary>Finds wakeups that a message cancels though their state does not name it.</summary>
    private void CheckWakeups(EnginePart engine, List<UserClass> own)
    {
        foreach (ActionWithWakeup action in engine.ShortWakeups)
        {
            IEnumerable<SourceSpan> calls = action.Body is { } body
                ? [body]
                : In(own, action.Nested).Where(method => method.IsImplementation && method.Name == action.Name).SelectMany(method => method.Wakeups);
            foreach (SourceSpan call in calls)
                _diagnostics.Add(ModelDiagnostic.Create(call, PartDiagnostics.ShortWakeup, action.State, action.Event));
        }
    }

    /// <summary>Declares what the user wrote for that part of a model which could not be read.</summary>
    private void DeclareUnknown(EnginePart engine, List<UserClass> own)
    {
        foreach (string nested in own.SelectMany(type => type.Nested).Select(type => type.Name).Distinct().Prepend(""))
            _recovery.Declare(engine.Namespace, engine.Class, nested, Undeclared(engine, own, nested).Where(method => method.Declaration.StartsWith("private ", StringComparison.Ordinal)));
    }

    /// <summary>The bodies in one class of an engine of what neither model nor user declares.</summary>
    private static List<UserMethod> Undeclared(EnginePart engine, List<UserClass> own, string nested)
    {
        List<UserMethod> written = In(own, nested).ToList();
        return written.FindAll(method => method.IsImplementation && method.Declaration.Contains("private ")
            && !written.Exists(other => other.Name == method.Name && !other.HasBody)
            && !engine.Required.Any(wanted => wanted.Nested == nested && wanted.Name == method.Name));
    }

    private void Implement(EnginePart engine, List<RequiredMember> missing, List<UserMethod>? found)
    {
        foreach (RequiredMember method in missing.Where(wanted => found is null || found.Exists(written => written.Name == wanted.Name)).ToList())
        {
            missing.Remove(method);
            _recovery.Implement(engine, method);
        }
    }

    private void CheckOrphan(UserClass type, bool hasFailed, EquatableArray<ForgottenModel> forgotten)
    {
        ForgottenModel? model = forgotten.FirstOrDefault(candidate => candidate.Class == type.Name);
        IEnumerable<UserClass> parts = _classes[(type.Namespace, type.Name)];
        if (!hasFailed && model is null && !parts.Any(part => part.IsEngine))
            return;
        if (!hasFailed && !parts.Any(_reported.Contains))
        {
            _diagnostics.Add(ModelDiagnostic.Create(type.Span, PartDiagnostics.ForgottenModel, $"the rest of the class '{type.Name}'", model?.Hint ?? ": add the model to the project, as <ZProtoModel Include=\"...\" />"));
        }
        _reported.Add(type);
        DeclareAll(type);
    }

    /// <summary>Whether a class has bodies without declarations, or names a base of engines though no model generates its rest.</summary>
    private bool IsOrphan(UserClass type) => type.IsEngine || type.AllMethods.Any(method => method.IsImplementation && method.Declaration.Contains("private "));

    private void DeclareAll(UserClass type)
    {
        foreach ((string nested, EquatableArray<UserMethod> methods) in type.Nested.Select(inner => (inner.Name, inner.Methods)).Prepend(("", type.Methods)))
            _recovery.Declare(type, nested, methods.Where(method => method.IsImplementation && !methods.Any(other => other.Name == method.Name && !other.HasBody)));
    }
}

/// <summary>What was found of the user's parts.</summary>
/// <param name="Diagnostics">What is wrong.</param>
/// <param name="Recovery">C# that keeps the compiler from saying more of it; empty for none.</param>
internal sealed record PartReport(EquatableArray<ModelDiagnostic> Diagnostics, string Recovery);
