using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ZProto.Generator.Tests.Driver;

/// <summary>What a user would write beside generated engines: each method, and each action that has no body in the model, as a method that does nothing.</summary>
internal static class UserPart
{
    /// <summary>The C# of the user's part of every engine of a run.</summary>
    public static string Write(GeneratorRun run)
    {
        var text = new StringBuilder();
        foreach (INamedTypeSymbol engine in run.Compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>().Where(IsEngine))
        {
            if (!engine.ContainingNamespace.IsGlobalNamespace)
                text.AppendLine($"namespace {string.Join(".", Parts(engine.ContainingNamespace).Select(part => $"@{part}"))} {{");
            Write(text, engine);
            if (!engine.ContainingNamespace.IsGlobalNamespace)
                text.AppendLine("}");
        }
        return text.ToString();
    }

    /// <summary>The methods that a generated class asks of the user.</summary>
    // Hooks may be left out; they say nothing of who may call them.
    public static IEnumerable<IMethodSymbol> GetActions(INamedTypeSymbol type)
        => type.GetMembers().OfType<IMethodSymbol>().Where(method => method.IsPartialDefinition && method.DeclaringSyntaxReferences[0].GetSyntax() is MethodDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PrivateKeyword));

    private static void Write(StringBuilder text, INamedTypeSymbol type)
    {
        text.AppendLine($"partial class @{type.Name} {{");
        foreach (IMethodSymbol method in GetActions(type))
            text.AppendLine($"private partial void @{method.Name}({string.Join(", ", method.Parameters.Select(parameter => $"{parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)} @{parameter.Name}"))}) {{ }}");
        foreach (INamedTypeSymbol machine in type.GetTypeMembers().Where(nested => nested.BaseType?.Name is "ServerClient" or "MeshPeer" or "EngineMachine"))
            Write(text, machine);
        text.AppendLine("}");
    }

    private static bool IsEngine(INamedTypeSymbol type) => type.BaseType?.Name is "ServerEngine" or "ClientEngine" or "MeshEngine" or "ZyreEngine";

    private static IEnumerable<string> Parts(INamespaceSymbol @namespace)
        => @namespace.IsGlobalNamespace ? [] : Parts(@namespace.ContainingNamespace).Append(@namespace.Name);
}
