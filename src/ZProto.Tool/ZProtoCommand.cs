using System.CommandLine;
using System.CommandLine.Parsing;
using ZProto.Model.Reading;
using ZProto.Tool.Commands;
using ZProto.Transports;

namespace ZProto.Tool;

/// <summary>The command <c>zproto</c> with all its subcommands.</summary>
internal static class ZProtoCommand
{
    /// <summary>Runs the command.</summary>
    /// <param name="args">What it was called with.</param>
    /// <param name="terminal">Where it reads and writes.</param>
    /// <param name="transports">The transports of commands that connect, by name; those there are by default.</param>
    /// <returns>One of <see cref="ExitCode"/>.</returns>
    public static async Task<int> RunAsync(string[] args, Terminal terminal, IReadOnlyDictionary<string, Func<ITransport>>? transports = null)
    {
        var root = new RootCommand("Checks, compares and documents zproto models, and encodes, decodes and sends their messages.\nExit codes: 0 done, 1 models or messages have errors, 2 wrong use, 3 no transport, 4 no answer.")
        {
            CheckCommand.Create(terminal),
            DocsCommand.Create(terminal),
            StubsCommand.Create(terminal),
            DiffCommand.Create(terminal),
            EncodeCommand.Create(terminal),
            DecodeCommand.Create(terminal),
            SendCommand.Create(terminal, transports ?? TransportOptions.All),
            SpyCommand.Create(terminal, transports ?? TransportOptions.All),
        };
        foreach (Command command in root.Subcommands)
            RejectUnknownOptions(command);
        // A value may begin with @, and nothing is to be read from a file for it.
        ParseResult parsed = root.Parse(args, new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (parsed.Errors.Count > 0)
            return ReportUsageErrors(parsed, terminal);
        try
        {
            return await parsed.InvokeAsync(new InvocationConfiguration
            {
                Output = terminal.Output,
                Error = terminal.Error,
                EnableDefaultExceptionHandler = false,
            });
        }
        catch (Exception exception)
        {
            terminal.WriteError(exception switch
            {
                ToolException or ZProtoException or IOException or UnauthorizedAccessException => exception.Message,
                OperationCanceledException => "interrupted",
                _ => $"a mistake of the tool itself, {exception.GetType().Name}: {exception.Message}",
            });
            return GetExitCode(exception);
        }
    }

    // An unknown option would count as one of its models, fields or frames.
    private static void RejectUnknownOptions(Command command)
    {
        command.Validators.Add(result =>
        {
            foreach (Token token in result.Children.OfType<ArgumentResult>().SelectMany(argument => argument.Tokens).Where(token => token.Value.StartsWith("--", StringComparison.Ordinal)))
                result.AddError($"there is no option '{token.Value}'{new SpellingHints().Hint(token.Value, command.Options.Select(option => option.Name))}");
        });
    }

    private static int GetExitCode(Exception exception) => exception switch
    {
        ToolException expected => expected.ExitCode,
        TransportException => ExitCode.Transport,
        IOException or UnauthorizedAccessException or MessageEncodeException => ExitCode.Usage,
        OperationCanceledException => ExitCode.Interrupted,
        _ => ExitCode.Internal,
    };

    private static int ReportUsageErrors(ParseResult parsed, Terminal terminal)
    {
        Command command = parsed.CommandResult.Command;
        if (command is RootCommand && parsed.UnmatchedTokens.FirstOrDefault() is { } unknown)
            terminal.WriteError($"there is no command '{unknown}'{new SpellingHints().Hint(unknown, command.Subcommands.Select(known => known.Name))}");
        else if (command is RootCommand)
            terminal.WriteError("say what to do");
        else
            parsed.Errors.Select(error => error.Message).Distinct().ToList().ForEach(terminal.WriteError);
        terminal.Error.WriteLine($"Try '{(command is RootCommand ? "zproto" : $"zproto {command.Name}")} --help'.");
        return ExitCode.Usage;
    }
}
