using System.Text;
using System.Xml.Linq;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests.Documents;

/// <summary>
/// A page of the documentation as a project. Models are files of it, and so are types. Statements under one heading are one method.
/// A block that says <c>in</c> is a part of a model or class shown before: elements, members, or the statements of a method.
/// </summary>
internal sealed class DocumentPage
{
    // What an SDK project has by itself, and the lines that stand at the head of every file that uses ZProto.
    private const string Usings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using ZProto;
        global using ZProto.Testing;
        global using ZProto.Transports;
        global using ZProto.Zyre;
        """;

    private readonly string _path;
    private readonly List<DocumentBlock> _blocks;
    private readonly DocumentPage? _basis;

    /// <summary>Reads a page.</summary>
    /// <param name="path">Its path from the root of the tree.</param>
    /// <param name="basis">The page whose models and classes it goes on with, or null.</param>
    public DocumentPage(string path, DocumentPage? basis = null)
    {
        _path = path;
        _basis = basis;
        _blocks = [.. DocumentBlock.Read(Repository.Read(path).ReplaceLineEndings("\n"))];
    }

    /// <summary>What its blocks of C# and XML make together.</summary>
    public TestProject Project
    {
        get
        {
            var models = new Dictionary<string, string>();
            ReadModels(models);
            return new TestProject([.. models.Select(model => new TestModel(model.Key, model.Value))])
            {
                Sources = [Usings, .. Types(), .. Statements()],
                Packages = ["ZProto.Hosting", "ZProto.NetMQ", "ZProto.LibZmq", "ZProto.Testing", "ZProto.Zyre"],
                RootNamespace = "",
                Language = LanguageVersion.Latest,
            };
        }
    }

    private IEnumerable<DocumentBlock> CSharpBlocks => _blocks.Where(block => block.Language == "csharp");

    private void ReadModels(Dictionary<string, string> models)
    {
        _basis?.ReadModels(models);
        foreach (DocumentBlock block in _blocks.Where(block => block.Language == "xml"))
        {
            if (block.Whole is { } whole)
            {
                int end = models[whole].LastIndexOf("</class>", StringComparison.Ordinal);
                models[whole] = models[whole].Insert(end, block.Text + "\n");
            }
            else if (block.Info.EndsWith(".xml", StringComparison.Ordinal))
            {
                models[block.Info] = block.Text;
            }
            else
            {
                List<XElement> roots = [.. XElement.Parse($"<any>{block.Text}</any>").Elements()];
                if (roots is [{ Name.LocalName: "class" } model])
                    models[$"{model.Attribute("name")!.Value}.xml"] = block.Text;
            }
        }
    }

    private IEnumerable<string> Types()
    {
        foreach (string type in _basis?.Types() ?? [])
            yield return type;
        foreach (DocumentBlock block in CSharpBlocks)
        {
            if (block.Whole is { } whole)
                yield return Inside(whole, block);
            else if (!HasStatements(block))
                yield return At(block) + block.Text;
        }
    }

    private IEnumerable<string> Statements()
        => CSharpBlocks.Where(block => block.Whole is null && HasStatements(block)).GroupBy(block => block.Heading).Select(Method);

    private string Method(IEnumerable<DocumentBlock> blocks)
    {
        var usings = new StringBuilder();
        var statements = new StringBuilder();
        var types = new StringBuilder();
        foreach (DocumentBlock block in blocks)
        {
            CompilationUnitSyntax unit = Parse(block);
            usings.Append(unit.Usings.ToFullString());
            int first = unit.Members.First().FullSpan.Start;
            int end = unit.Members.OfType<GlobalStatementSyntax>().Last().FullSpan.End;
            int line = block.Line + block.Text[..first].Count(c => c == '\n');
            statements.Append($"#line {line} \"{_path}\"\n{block.Text[first..end]}\n");
            types.Append(block.Text[end..]).Append('\n');
        }
        // A method that awaits cannot have spans.
        string head = statements.ToString().Contains("await ", StringComparison.Ordinal) ? "async Task" : "void";
        return $"{usings}\ninternal static class Statements{blocks.First().Heading}\n{{\npublic static {head} Run()\n{{\n{statements}\n}}\n}}\n{types}";
    }

    private string Inside(string whole, DocumentBlock block)
    {
        string[] classes = whole.Split('.');
        bool areMembers = SyntaxFactory.ParseCompilationUnit($"class C {{\n{block.Text}\n}}").ContainsDiagnostics is false;
        string body = At(block) + block.Text;
        if (!areMembers)
            body = $"private void Part{block.Line}()\n{{\n{body}\n}}";
        return $"{string.Concat(classes.Select(name => $"partial class {name}\n{{\n"))}{body}\n{string.Concat(classes.Select(_ => "}\n"))}";
    }

    private static bool HasStatements(DocumentBlock block) => Parse(block).Members.OfType<GlobalStatementSyntax>().Any();

    private static CompilationUnitSyntax Parse(DocumentBlock block) => SyntaxFactory.ParseCompilationUnit(block.Text);

    private string At(DocumentBlock block) => $"#line {block.Line} \"{_path}\"\n";
}
