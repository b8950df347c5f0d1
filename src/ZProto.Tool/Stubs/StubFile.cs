using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZProto.Model.Compiling;
using ZProto.Model.Naming;
using ZProto.Shared;

namespace ZProto.Tool.Stubs;

/// <summary>The user's part of an engine, to be filled in.</summary>
internal static class StubFile
{
    private const string Indent = "    ";

    // What types are written with, so that generated code can be read in every namespace; here a using is nicer.
    private static readonly string[] s_namespaces = ["System.Collections.Generic", "System", "ZProto"];

    /// <summary>Writes the file.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="namespace">The namespace of the generated part.</param>
    public static string Write(CompiledEngine engine, string @namespace)
    {
        var body = new StringBuilder();
        body.Append($"public partial class {engine.Class}\n{{\n");
        List<RequiredMember> own = [.. engine.RequiredMembers.Where(member => member.Nested.Length == 0)];
        Write(body, own, Indent);
        // The class of peers is there though it lacks nothing: that is where one looks for it.
        string peer = engine is CompiledHost host ? host.Names.PeerClass : "";
        IEnumerable<string> nested = engine.RequiredMembers.Select(member => member.Nested).Prepend(peer).Where(name => name.Length > 0).Distinct();
        string separator = own.Count > 0 ? "\n" : "";
        foreach (string name in nested)
        {
            string comment = name == peer ? $"{Indent}// One for each {(engine is CompiledServer ? "connected client" : "peer")}.\n" : "";
            body.Append($"{separator}{comment}{Indent}public sealed partial class {CSharp.Identifier(name)}\n{Indent}{{\n");
            Write(body, engine.RequiredMembers.Where(member => member.Nested == name), Indent + Indent);
            body.Append($"{Indent}}}\n");
            separator = "\n";
        }
        body.Append("}\n");

        string text = body.ToString();
        var usings = new List<string>();
        foreach (string used in s_namespaces)
        {
            string shorter = text.Replace($"global::{used}.", "", StringComparison.Ordinal);
            if (shorter != text)
                usings.Add($"using {used};\n");
            text = shorter;
        }
        usings.Sort(StringComparer.Ordinal);
        return $"{string.Concat(usings)}{(usings.Count > 0 ? "\n" : "")}namespace {CSharp.QualifiedName(@namespace)};\n\n{text}";
    }

    /// <summary>The methods of which a file of C# has no body.</summary>
    public static IEnumerable<RequiredMember> Missing(CompiledEngine engine, string text)
    {
        HashSet<(string Class, string Method)> written = CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes()
            .OfType<MethodDeclarationSyntax>()
            .Where(method => method.Modifiers.Any(SyntaxKind.PartialKeyword) && (method.Body is not null || method.ExpressionBody is not null))
            .Select(method => ((method.Parent as ClassDeclarationSyntax)?.Identifier.ValueText ?? "", method.Identifier.ValueText))
            .ToHashSet();
        return engine.RequiredMembers.Where(member => !written.Contains((ClassOf(engine, member), member.Name)));
    }

    /// <summary>The class that a method belongs in.</summary>
    public static string ClassOf(CompiledEngine engine, RequiredMember member) => member.Nested.Length == 0 ? engine.Class : member.Nested;

    private static void Write(StringBuilder body, IEnumerable<RequiredMember> members, string indent)
    {
        string separator = "";
        foreach (RequiredMember member in members)
        {
            body.Append(separator);
            foreach (string line in MethodStub.Write(member.GetDescription().Select(Terminal.Sanitize), member.GetDeclaration()))
                body.Append($"{indent}{line}\n");
            separator = "\n";
        }
    }
}
