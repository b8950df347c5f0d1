using ZProto.Model;
using ZProto.Model.Compiling;

namespace ZProto.Tool.Comparison;

/// <summary>How models differ from what they were.</summary>
internal static class ModelComparison
{
    /// <summary>Compares a model with what it was; or several, each with the one of its kind and name.</summary>
    public static IReadOnlyList<Difference> Compare(IReadOnlyList<CompiledModel> before, IReadOnlyList<CompiledModel> after)
    {
        if (before.Count == 1 && after.Count == 1)
            return [.. Compare(before[0], after[0])];
        var differences = new List<Difference>();
        foreach (CompiledModel model in after)
            differences.AddRange(Find(before, model) is { } old ? Compare(old, model) : [new Difference(Breakage.Nothing, model.Model.Span, $"{Describe(model)} is new")]);
        foreach (CompiledModel gone in before.Where(model => Find(after, model) is null))
            differences.Add(new Difference(gone is CompiledProtocol ? Breakage.Wire | Breakage.Code : Breakage.Code, gone.Model.Span, $"{Describe(gone)} is gone"));
        return differences;
    }

    private static IEnumerable<Difference> Compare(CompiledModel before, CompiledModel after)
    {
        if (before.Model.Kind != after.Model.Kind)
            return [new Difference(Breakage.Wire | Breakage.Code, after.Model.Span, $"{Describe(after)} was a {Kind(before)}")];
        IEnumerable<Difference> differences = before is CompiledProtocol protocol
            ? ProtocolComparison.Compare(protocol.Model, ((CompiledProtocol)after).Model)
            : EngineComparison.Compare((CompiledEngine)before, (CompiledEngine)after);
        return CompareClasses(before, after).Concat(differences).Concat(CompareDefines(before.Model, after.Model));
    }

    private static IEnumerable<Difference> CompareClasses(CompiledModel before, CompiledModel after)
    {
        if (before.Class != after.Class)
            yield return new Difference(Breakage.Code, after.Model.Span, $"class '{after.Class}' was '{before.Class}'");
        if (before.Namespace != after.Namespace)
            yield return new Difference(Breakage.Code, after.Model.Span, $"namespace '{after.Namespace}' was '{before.Namespace}'");
    }

    private static IEnumerable<Difference> CompareDefines(ClassModel before, ClassModel after)
    {
        foreach (DefineModel define in after.Defines)
        {
            if (before.Defines.FirstOrDefault(old => old.Name.Equals(define.Name)) is not { } old)
                yield return new Difference(Breakage.Nothing, define.Span, $"define '{define.Name.Text}' is new");
            else if (old.Type != define.Type)
                yield return new Difference(Breakage.Code, define.Span, $"define '{define.Name.Text}' is of another type");
            else if (old.Value != define.Value)
                yield return new Difference(Breakage.Nothing, define.Span, $"define '{define.Name.Text}' is {define.Value}, and was {old.Value}");
        }
        foreach (DefineModel gone in before.Defines.Where(old => !after.Defines.Any(define => define.Name.Equals(old.Name))))
            yield return new Difference(Breakage.Code, gone.Span, $"define '{gone.Name.Text}' is gone");
    }

    private static CompiledModel? Find(IEnumerable<CompiledModel> models, CompiledModel like)
        => models.FirstOrDefault(model => model.Model.Kind == like.Model.Kind && model.Model.Name.Equals(like.Model.Name));

    private static string Describe(CompiledModel model) => $"{Kind(model)} '{model.Model.Name.Text}'";

    private static string Kind(CompiledModel model) => model.Model.Kind.ToString().ToLowerInvariant();
}
