using System.CommandLine;
using Spectre.Console;
using ZProto.Model;
using ZProto.Tool.Models;

namespace ZProto.Tool.Commands;

/// <summary><c>zproto check</c>: says what is wrong with models.</summary>
internal static class CheckCommand
{
    public static Command Create(Terminal terminal)
    {
        Argument<string[]> models = CommonArguments.Models();
        var strict = new Option<bool>("--warnings-as-errors") { Description = "Fail on warnings too." };
        Option<bool> json = CommonArguments.Json();
        var command = new Command("check", "Say what is wrong with models, as the build would.\nThe protocol of a server or client is looked for among the models given, then beside them.") { models, strict, json };
        command.SetAction(parsed => Run(terminal, parsed.GetRequiredValue(models), parsed.GetValue(strict), parsed.GetValue(json)));
        return command;
    }

    private static int Run(Terminal terminal, string[] paths, bool isStrict, bool isJson)
    {
        IReadOnlyList<CheckedModel> models = ModelSet.Read(paths).Models;
        List<Problem> problems = models.SelectMany(model => model.Problems).ToList();
        int errors = problems.Count(problem => problem.Kind.Severity == ProblemSeverity.Error);
        int warnings = problems.Count(problem => problem.Kind.Severity == ProblemSeverity.Warning);
        if (isJson)
        {
            terminal.WriteJson(new
            {
                models = models.Select(model => new { file = model.Path, name = model.Model?.Name.Text, kind = model.Model?.Kind.ToString().ToLowerInvariant() }),
                errors,
                warnings,
                problems = problems.Select(Json),
            });
        }
        else
        {
            foreach (Problem problem in problems)
                terminal.Write(problem);
            if (terminal.IsRich)
                Summarize(terminal, models, errors, warnings);
        }
        return errors > 0 || (isStrict && warnings > 0) ? ExitCode.Errors : ExitCode.Done;
    }

    private static object Json(Problem problem) => new
    {
        file = problem.Span.File,
        line = problem.Span.Line,
        column = problem.Span.Column,
        endLine = problem.Span.EndLine,
        endColumn = problem.Span.EndColumn,
        severity = problem.Kind.Severity.ToString().ToLowerInvariant(),
        id = problem.Kind.Id,
        message = problem.Message,
    };

    private static void Summarize(Terminal terminal, IReadOnlyList<CheckedModel> models, int errors, int warnings)
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
