using Microsoft.CodeAnalysis;

namespace ZProto.CodeFixes;

/// <summary>What a diagnostic says of the methods that the model asks of a class.</summary>
internal sealed class MissingMethodsReport
{
    private MissingMethodsReport(List<IMethodSymbol> methods) => Methods = methods;

    /// <summary>The definitions of the methods, in the model's order.</summary>
    public List<IMethodSymbol> Methods { get; }

    /// <summary>Those without a body.</summary>
    public IEnumerable<IMethodSymbol> Missing => Methods.Where(method => method.PartialImplementationPart is null);

    /// <summary>The class that has them, or null where the model has changed since.</summary>
    public INamedTypeSymbol Class => Methods.FirstOrDefault()?.ContainingType!;

    public static MissingMethodsReport Read(Diagnostic diagnostic, Compilation compilation)
    {
        string ids = diagnostic.Properties.TryGetValue("Methods", out string? found) ? found ?? "" : "";
        return new MissingMethodsReport(ids.Split('\n')
            .Where(id => id.Length > 0)
            .Select(id => DocumentationCommentId.GetFirstSymbolForDeclarationId(id, compilation))
            .OfType<IMethodSymbol>()
            .Select(method => method.PartialDefinitionPart ?? method)
            .ToList());
    }
}
