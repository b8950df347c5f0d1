using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ZProto.Generator.Tests.Driver;

/// <summary>What a user would write beside generated servers: each method, and each action that has no body in the model, as a method that does nothing.</summary>
internal static class UsersHalf
{
    /// <summary>The C# of the user's half of every server of a run.</summary>
    public static string Of(GeneratorRun run)
    {
        var text = new StringBuilder();
        foreach (INamedTypeSymbol client in run.Compilation.GetSymbolsWithName("Client", SymbolFilter.Type).OfType<INamedTypeSymbol>().Where(IsClient))
        {
            INamedTypeSymbol server = client.ContainingType;
            if (!server.ContainingNamespace.IsGlobalNamespace)
                text.AppendLine($"namespace {string.Join(".", Parts(server.ContainingNamespace).Select(part => $"@{part}"))} {{");
            text.AppendLine($"partial class @{server.Name} {{");
            foreach (IMethodSymbol method in Methods(server))
                text.AppendLine($"private partial void @{method.Name}({string.Join(", ", method.Parameters.Select(parameter => $"{parameter.Type.ToDisplayString(SymbolDisplayFormat.FullyQualifiedFormat)} @{parameter.Name}"))}) {{ }}");
            text.AppendLine("partial class Client {");
            foreach (IMethodSymbol action in Actions(client))
                text.AppendLine($"private partial void @{action.Name}() {{ }}");
            text.AppendLine(server.ContainingNamespace.IsGlobalNamespace ? "} }" : "} } }");
        }
        return text.ToString();
    }

    /// <summary>The actions that a generated client's machine asks of the user.</summary>
    public static IEnumerable<IMethodSymbol> Actions(INamedTypeSymbol client)
        => client.GetMembers().OfType<IMethodSymbol>().Where(method => method is { IsPartialDefinition: true, Name: not ("OnInitialize" or "OnTerminate") });

    // Hooks may be left out; they say nothing of who may call them.
    private static IEnumerable<IMethodSymbol> Methods(INamedTypeSymbol server)
        => server.GetMembers().OfType<IMethodSymbol>().Where(method => method.IsPartialDefinition && method.DeclaringSyntaxReferences[0].GetSyntax() is MethodDeclarationSyntax declaration && declaration.Modifiers.Any(SyntaxKind.PrivateKeyword));

    private static bool IsClient(INamedTypeSymbol type)
        => type is { ContainingType: not null, BaseType.Name: "ServerClient" };

    private static IEnumerable<string> Parts(INamespaceSymbol @namespace)
        => @namespace.IsGlobalNamespace ? [] : Parts(@namespace.ContainingNamespace).Append(@namespace.Name);
}
