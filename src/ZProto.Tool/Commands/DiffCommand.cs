using System.CommandLine;
using Spectre.Console;
using ZProto.Model.Compiling;
using ZProto.Tool.Comparison;
using ZProto.Tool.Models;

namespace ZProto.Tool.Commands;

/// <summary><c>zproto diff</c>: says what changes of models break.</summary>
internal static class DiffCommand
{
    public static Command Create(Terminal terminal)
    {
        var before = new Argument<string>("old") { Description = "The model as it was: an XML file, or a folder of them." };
        var after = new Argument<string>("new") { Description = "The model as it is: a file, or a folder; models of folders are compared by their names." };
        var only = new Option<string?>("--only") { Description = "Look only for what breaks the wire, or code.", HelpName = "wire|code" }.AcceptOnlyFromAmong("wire", "code");
        Option<string> framing = CommonArguments.Framing();
        Option<bool> json = CommonArguments.Json();
        var command = new Command("diff", "Say what the changes of a model break: the wire, between peers of both; or code, written for the old one.\nThe exit code is 1 if they break anything.") { before, after, only, framing, json };
        command.SetAction(parsed => Run(
            terminal,
            Compile(parsed.GetRequiredValue(before), parsed.GetRequiredValue(framing), terminal),
            Compile(parsed.GetRequiredValue(after), parsed.GetRequiredValue(framing), terminal),
            parsed.GetValue(only),
            parsed.GetValue(json)));
        return command;
    }

    private static CompiledModel[] Compile(string path, string framing, Terminal terminal)
        => [.. ToolModels.CompileValid([path], framing, null, terminal.WriteError).Select(file => file.Model!)];

    private static int Run(Terminal terminal, CompiledModel[] before, CompiledModel[] after, string? only, bool isJson)
    {
        Breakage looked = only switch { "wire" => Breakage.Wire, "code" => Breakage.Code, _ => Breakage.Wire | Breakage.Code };
        Difference[] differences = [.. ModelComparison.Compare(before, after)
            .Select(difference => difference with { Breaks = difference.Breaks & looked })
            .Where(difference => only is null || difference.Breaks != Breakage.Nothing)
            .OrderByDescending(difference => difference.Breaks)];
        if (isJson)
            terminal.WriteJson(new { differences = differences.Select(Json) });
        else
            Array.ForEach(differences, difference => terminal.WriteLine($"{difference.Span}: {Describe(difference.Breaks)}: {Terminal.Sanitize(difference.Text)}", ColorOf(difference.Breaks)));
        return differences.Any(difference => difference.Breaks != Breakage.Nothing) ? ExitCode.Errors : ExitCode.Success;
    }

    private static object Json(Difference difference) => new
    {
        file = difference.Span.File,
        line = difference.Span.Line,
        column = difference.Span.Column,
        wire = difference.Breaks.HasFlag(Breakage.Wire),
        code = difference.Breaks.HasFlag(Breakage.Code),
        message = difference.Text,
    };

    private static string Describe(Breakage breaks) => breaks switch
    {
        Breakage.Nothing => "breaks nothing",
        Breakage.Wire => "breaks the wire",
        Breakage.Code => "breaks code",
        _ => "breaks the wire and code",
    };

    private static Color ColorOf(Breakage breaks) => breaks switch
    {
        Breakage.Nothing => Color.Green,
        Breakage.Code => Color.Yellow,
        _ => Color.Red,
    };
}
