using System.CommandLine;
using ZProto.Model.Compiling;
using ZProto.Tool.Documents;
using ZProto.Tool.Models;

namespace ZProto.Tool.Commands;

/// <summary><c>zproto docs</c>: writes documents of models.</summary>
internal static class DocsCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string[]> models = CommonArguments.Models();
        string[] names = [.. DocumentFormat.All.Select(known => known.Name)];
        var format = new Option<string>("--format", "-f")
        {
            Description = "markdown: the whole model, with the layout of each message or the states. abnf: the grammar of a protocol. dot, mermaid: the states of a server, client or mesh as a picture.",
            HelpName = string.Join("|", names),
            DefaultValueFactory = _ => names[0],
        }.AcceptOnlyFromAmong(names);
        var output = new Option<string?>("--output", "-o") { Description = "The folder to write to, a file for each model. Without it, one document goes to the standard output.", HelpName = "folder" };
        Option<string> framing = CommonArguments.Framing();
        var command = new Command("docs", "Write documents of models: Markdown, ABNF, state diagrams for Graphviz or Mermaid.") { models, format, output, framing };
        command.SetAction(parsed => Run(
            terminal,
            ToolModels.CompileValid(parsed.GetRequiredValue(models), parsed.GetRequiredValue(framing), null, terminal.WriteError),
            DocumentFormat.Find(parsed.GetRequiredValue(format)),
            parsed.GetValue(output)));
        return command;
    }

    private static int Run(Terminal terminal, IReadOnlyList<CompiledFile> models, DocumentFormat format, string? folder)
    {
        List<CompiledFile> fitting = format.Select(models);
        if (folder is not null)
            format.WriteFiles(fitting, folder, terminal.Output);
        else if (fitting.Count > 1)
            throw ToolException.Usage($"these are {fitting.Count} documents; say with --output which folder they go to");
        else
            terminal.Output.Write(format.Write(fitting[0].Model!.Model));
        return ExitCode.Success;
    }
}
