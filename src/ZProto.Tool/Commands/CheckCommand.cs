using System.CommandLine;
using Spectre.Console;
using ZProto.Model;
using ZProto.Model.Compiling;
using ZProto.Shared;
using ZProto.Tool.Models;

namespace ZProto.Tool.Commands;

/// <summary><c>zproto check</c>: says what is wrong with models.</summary>
internal static class CheckCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string[]> models = CommonArguments.Models();
        var strict = new Option<bool>("--warnings-as-errors") { Description = "Fail on warnings too." };
        Option<string> framing = CommonArguments.Framing();
        Option<bool> json = CommonArguments.Json();
        var command = new Command("check", "Say what is wrong with models, as the build would.\nThe protocol of a server, client or mesh is looked for among the models given, then beside them.") { models, strict, framing, json };
        command.SetAction(parsed => Run(terminal, ToolModels.Compile(parsed.GetRequiredValue(models), parsed.GetRequiredValue(framing), CodeChecks.Instance), parsed.GetValue(strict), parsed.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, IReadOnlyList<CompiledFile> models, bool isStrict, bool isJson)
    {
        List<ModelDiagnostic> diagnostics = models.SelectMany(model => model.Diagnostics).ToList();
        int errors = diagnostics.Count(diagnostic => diagnostic.IsError);
        int warnings = diagnostics.Count(diagnostic => diagnostic.Rule.Severity == RuleSeverity.Warning);
        if (isJson)
        {
            terminal.WriteJson(new
            {
                models = models.Select(model => new { file = model.Path, name = model.Model?.Model.Name.Text, kind = model.Model?.Model.Kind.ToString().ToLowerInvariant() }),
                errors,
                warnings,
                problems = diagnostics.Select(Json),
            });
        }
        else
        {
            foreach (ModelDiagnostic diagnostic in diagnostics)
                terminal.Write(diagnostic);
            if (terminal.IsInteractive)
                Summarize(terminal, models, errors, warnings);
        }
        return errors > 0 || (isStrict && warnings > 0) ? ExitCode.Errors : ExitCode.Success;
    }

    private static object Json(ModelDiagnostic diagnostic) => new
    {
        file = diagnostic.Span.File,
        line = diagnostic.Span.Line,
        column = diagnostic.Span.Column,
        endLine = diagnostic.Span.EndLine,
        endColumn = diagnostic.Span.EndColumn,
        severity = diagnostic.Rule.Severity.ToString().ToLowerInvariant(),
        id = diagnostic.Rule.Id,
        message = diagnostic.Message,
    };

    private static void Summarize(Terminal terminal, IReadOnlyList<CompiledFile> models, int errors, int warnings)
    {
        Color color = errors > 0 ? Color.Red : warnings > 0 ? Color.Yellow : Color.Green;
        terminal.WriteLine($"{Counted(models.Count, "model")}: {Counted(errors, "error")}, {Counted(warnings, "warning")}.", color);
    }

    private static string Counted(int count, string what) => count switch
    {
        0 => $"no {what}s",
        1 => $"1 {what}",
        _ => $"{count} {what}s",
    };
}
