using System.CommandLine;
using ZProto.Model;
using ZProto.Model.Documents;
using ZProto.Tool.Models;

namespace ZProto.Tool.Commands;

/// <summary><c>zproto docs</c>: writes documents of models.</summary>
internal static class DocsCommand
{
    private static readonly Dictionary<string, (string Extension, Func<ClassModel, string> Write, Func<ClassModel, bool> Fits, string Of)> s_formats = new()
    {
        ["markdown"] = (".md", MarkdownDocument.Write, _ => true, "all models"),
        ["abnf"] = (".abnf", AbnfDocument.Write, model => model.Protocol is not null, "protocols"),
        ["dot"] = (".dot", DotDocument.Write, model => model.Engine is not null, "servers and clients"),
        ["mermaid"] = (".mmd", MermaidDocument.Write, model => model.Engine is not null, "servers and clients"),
    };

    public static Command Create(Terminal terminal)
    {
        Argument<string[]> models = CommonArguments.Models();
        var format = new Option<string>("--format", "-f")
        {
            Description = "markdown: the whole model, with the layout of each message or the states. abnf: the grammar of a protocol. dot, mermaid: the states of a server or client as a picture.",
            HelpName = string.Join("|", s_formats.Keys),
            DefaultValueFactory = _ => "markdown",
        }.AcceptOnlyFromAmong([.. s_formats.Keys]);
        var output = new Option<string?>("--output", "-o") { Description = "The folder to write to, a file for each model. Without it, one document goes to the standard output.", HelpName = "folder" };
        var command = new Command("docs", "Write documents of models: Markdown, ABNF, state diagrams for Graphviz or Mermaid.") { models, format, output };
        command.SetAction(parsed => Run(terminal, parsed.GetRequiredValue(models), parsed.GetRequiredValue(format), parsed.GetValue(output)));
        return command;
    }

    private static int Run(Terminal terminal, string[] paths, string formatName, string? folder)
    {
        var format = s_formats[formatName];
        IReadOnlyList<CheckedModel> models = ModelSet.ReadSound(paths, terminal);
        List<CheckedModel> fitting = models.Where(model => format.Fits(model.Model!)).ToList();
        if (fitting.Count == 0)
            throw ToolException.Usage($"{formatName} is for {format.Of}, and there is none among the models given");
        if (folder is not null)
            return WriteFiles(terminal, fitting, format.Extension, format.Write, folder);
        if (fitting.Count > 1)
            throw ToolException.Usage($"these are {fitting.Count} documents; say with --output which folder they go to");
        terminal.Output.Write(format.Write(fitting[0].Model!));
        return ExitCode.Done;
    }

    private static int WriteFiles(Terminal terminal, List<CheckedModel> models, string extension, Func<ClassModel, string> write, string folder)
    {
        List<(CheckedModel Model, string File)> files = models.ConvertAll(model => (model, Path.Combine(folder, Path.GetFileNameWithoutExtension(model.Path) + extension)));
        if (files.GroupBy(file => file.File, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } clash)
            throw ToolException.Usage($"{string.Join(" and ", clash.Select(file => file.Model.Path))} would both be written to {clash.Key}");
        Directory.CreateDirectory(folder);
        foreach ((CheckedModel model, string file) in files)
        {
            File.WriteAllText(file, write(model.Model!));
            terminal.Output.WriteLine(file);
        }
        return ExitCode.Done;
    }
}
