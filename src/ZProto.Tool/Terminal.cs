using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;
using ZProto.Model;

namespace ZProto.Tool;

/// <summary>Where the command reads and writes: in colours and tables for people, in plain text for files and other programs.</summary>
internal sealed class Terminal
{
    private static readonly JsonSerializerOptions s_jsonLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IAnsiConsole _lines;
    private readonly IAnsiConsole _errors;

    /// <param name="input">What it reads.</param>
    /// <param name="output">What it writes.</param>
    /// <param name="error">Where errors are written.</param>
    /// <param name="isInteractive">Whether people see the output.</param>
    /// <param name="isErrorInteractive">Whether people see the errors.</param>
    public Terminal(TextReader input, TextWriter output, TextWriter error, bool isInteractive, bool isErrorInteractive)
    {
        Input = input;
        Output = output;
        Error = error;
        IsInteractive = isInteractive;
        Console = Ansi(output, isInteractive);
        _lines = Unbroken(output, isInteractive);
        _errors = Unbroken(error, isErrorInteractive);
    }

    /// <summary>What the command reads.</summary>
    public TextReader Input { get; }

    /// <summary>What the command writes.</summary>
    public TextWriter Output { get; }

    /// <summary>Where errors are written.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether people see the output.</summary>
    public bool IsInteractive { get; }

    /// <summary>The output for people, as wide as their terminal.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>The console that the process was started in.</summary>
    public static Terminal ForProcess()
        => new(System.Console.In, System.Console.Out, System.Console.Error, !System.Console.IsOutputRedirected, !System.Console.IsErrorRedirected);

    /// <summary>Writes an error.</summary>
    public void WriteError(string message) => _errors.Write(new Text($"zproto: {message}\n", new Style(Color.Red)));

    /// <summary>Writes a line in a colour.</summary>
    public void WriteLine(string line, Color color) => _lines.Write(new Text($"{line}\n", new Style(color)));

    /// <summary>Writes a diagnostic of a model to the error output, as compilers do.</summary>
    public void WriteError(ModelDiagnostic diagnostic) => Write(diagnostic, _errors);

    /// <summary>Writes a diagnostic of a model, as compilers do.</summary>
    public void Write(ModelDiagnostic diagnostic) => Write(diagnostic, _lines);

    /// <summary>Writes a value for programs.</summary>
    public void WriteJson(object value) => Output.WriteLine(JsonSerializer.Serialize(value, s_json));

    /// <summary>Writes a value for programs in one line.</summary>
    public void WriteJsonLine(object value) => Output.WriteLine(JsonSerializer.Serialize(value, s_jsonLine));

    /// <summary>The text as a literal, without characters that control the terminal.</summary>
    public static string Literal(string text) => JsonSerializer.Serialize(text, s_json);

    /// <summary>The text without characters that control the terminal.</summary>
    public static string Sanitize(string text) => new([.. text.Select(c => char.IsControl(c) ? '\uFFFD' : c)]);

    private static void Write(ModelDiagnostic diagnostic, IAnsiConsole console)
    {
        string severity = diagnostic.Rule.Severity.ToString().ToLowerInvariant();
        console.Write(new Text($"{diagnostic.Span}: "));
        console.Write(new Text($"{severity} {diagnostic.Rule.Id}", new Style(GetColor(diagnostic.Rule.Severity), decoration: Decoration.Bold)));
        console.Write(new Text($": {Sanitize(diagnostic.Message)}\n"));
    }

    private static Color GetColor(RuleSeverity severity) => severity switch
    {
        RuleSeverity.Error => Color.Red,
        RuleSeverity.Warning => Color.Yellow,
        _ => Color.Blue,
    };

    private static IAnsiConsole Ansi(TextWriter writer, bool isInteractive)
        => AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isInteractive ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isInteractive ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });

    // A terminal breaks long lines itself, so that what is copied from it is whole.
    private static IAnsiConsole Unbroken(TextWriter writer, bool isInteractive)
    {
        IAnsiConsole console = Ansi(writer, isInteractive);
        console.Profile.Width = int.MaxValue;
        return console;
    }
}
