using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZProto.Model;

namespace ZProto.Generator.Parts;

/// <summary>Finds where C# uses the class of a model that was forgotten. Of that the compiler says only that there is no such class.</summary>
internal static class ForgottenClasses
{
    /// <summary>The first use of each class that is unknown.</summary>
    public static IEnumerable<ModelDiagnostic> Find(EquatableArray<ForgottenModel> models, Compilation compilation, CancellationToken cancellationToken)
        => from model in models
           let use = compilation.SyntaxTrees.Select(tree => Find(model.Class, tree, compilation, cancellationToken)).FirstOrDefault(found => found is not null)
           where use is not null
           select ModelDiagnostic.Create(UserClass.GetSpan(use.Identifier), PartDiagnostics.ForgottenModel, $"the class '{model.Class}'", model.Hint);

    private static IdentifierNameSyntax? Find(string name, SyntaxTree tree, Compilation compilation, CancellationToken cancellationToken)
        => tree.GetRoot(cancellationToken).DescendantNodes().OfType<IdentifierNameSyntax>().FirstOrDefault(node
            => node.Identifier.ValueText == name && IsOfClass(node) && compilation.GetSemanticModel(tree).GetSymbolInfo(node, cancellationToken).Symbol is null);

    // Other names may be members of what is unknown.
    private static bool IsOfClass(IdentifierNameSyntax name)
        => SyntaxFacts.IsInTypeOnlyContext(name) || (name.Parent is MemberAccessExpressionSyntax access && access.Expression == name);
}
