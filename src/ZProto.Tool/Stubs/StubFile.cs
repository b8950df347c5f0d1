using System.Security;
using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace ZProto.Tool.Stubs;

/// <summary>The user's part of a server or client, to be filled in.</summary>
internal static class StubFile
{
    private const string Indent = "    ";

    // What types are written with, so that generated code can be read in every namespace; here a using is nicer.
    private static readonly string[] s_namespaces = ["System.Collections.Generic", "System", "ZProto"];

    /// <summary>Writes the file.</summary>
    /// <param name="part">What is in it.</param>
    /// <param name="namespace">The namespace of the generated part.</param>
    public static string Write(PartialClassStub part, string @namespace)
    {
        var body = new StringBuilder();
        body.Append($"public partial class {part.Class}\n{{\n");
        List<StubMethod> own = [.. part.Methods.Where(method => method.Class == part.Class)];
        Write(body, own, Indent);
        if (part.HasClients)
        {
            if (own.Count > 0)
                body.Append('\n');
            body.Append($"{Indent}// One for each connected client.\n{Indent}public sealed partial class {PartialClassStub.ClientClass}\n{Indent}{{\n");
            Write(body, part.Methods.Where(method => method.Class == PartialClassStub.ClientClass), Indent + Indent);
            body.Append($"{Indent}}}\n");
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
        return $"{string.Concat(usings)}{(usings.Count > 0 ? "\n" : "")}namespace {string.Join(".", @namespace.Split('.').Select(StubMethod.Identifier))};\n\n{text}";
    }

    /// <summary>The methods of which a file of C# has no body.</summary>
    public static IEnumerable<StubMethod> Missing(IEnumerable<StubMethod> methods, string text)
    {
        HashSet<(string Class, string Method)> written = CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes()
            .OfType<MethodDeclarationSyntax>()
            .Where(method => method.Modifiers.Any(SyntaxKind.PartialKeyword) && (method.Body is not null || method.ExpressionBody is not null))
            .Select(method => ((method.Parent as ClassDeclarationSyntax)?.Identifier.ValueText ?? "", method.Identifier.ValueText))
            .ToHashSet();
        return methods.Where(method => !written.Contains((method.Class, method.Name)));
    }

    private static void Write(StringBuilder body, IEnumerable<StubMethod> methods, string indent)
    {
        string separator = "";
        foreach (StubMethod method in methods)
        {
            body.Append(separator);
            Describe(body, method.Description, indent);
            body.Append($"{indent}private partial void {method.Name}({method.Parameters})\n");
            body.Append($"{indent}{{\n{indent}{Indent}throw new global::System.NotImplementedException();\n{indent}}}\n");
            separator = "\n";
        }
    }

    private static void Describe(StringBuilder body, string description, string indent)
    {
        if (description.Length == 0)
            return;
        string[] lines = [.. description.Split('\n').Select(line => SecurityElement.Escape(Terminal.Sanitize(line.TrimEnd('\r'))))];
        if (lines.Length == 1)
            body.Append($"{indent}/// <summary>{Sentence(lines[0])}</summary>\n");
        else
            body.Append($"{indent}/// <summary>\n{string.Concat(lines.Select(line => $"{indent}/// {line}".TrimEnd() + "\n"))}{indent}/// </summary>\n");
    }

    private static string Sentence(string text) => text[^1] is '.' or '!' or '?' or ':' ? text : $"{text}.";
}
