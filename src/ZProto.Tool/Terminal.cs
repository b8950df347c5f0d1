using System.Text.Encodings.Web;
using System.Text.Json;
using Spectre.Console;
using ZProto.Model;

namespace ZProto.Tool;

/// <summary>Where the command reads and writes: in colours and tables for people, in plain text for files and other programs.</summary>
internal sealed class Terminal
{
    private static readonly JsonSerializerOptions s_json = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly IAnsiConsole _lines;
    private readonly IAnsiConsole _complaints;

    /// <param name="input">What it reads.</param>
    /// <param name="output">What it writes.</param>
    /// <param name="error">What it complains to.</param>
    /// <param name="isRich">Whether people see the output.</param>
    /// <param name="isErrorRich">Whether people see the complaints.</param>
    public Terminal(TextReader input, TextWriter output, TextWriter error, bool isRich, bool isErrorRich)
    {
        Input = input;
        Output = output;
        Error = error;
        IsRich = isRich;
        Console = Ansi(output, isRich);
        _lines = Unbroken(output, isRich);
        _complaints = Unbroken(error, isErrorRich);
    }

    /// <summary>What the command reads.</summary>
    public TextReader Input { get; }

    /// <summary>What the command writes.</summary>
    public TextWriter Output { get; }

    /// <summary>What the command complains to.</summary>
    public TextWriter Error { get; }

    /// <summary>Whether people see the output.</summary>
    public bool IsRich { get; }

    /// <summary>The output for people, as wide as their terminal.</summary>
    public IAnsiConsole Console { get; }

    /// <summary>The console that the process was started in.</summary>
    public static Terminal OfProcess()
        => new(System.Console.In, System.Console.Out, System.Console.Error, !System.Console.IsOutputRedirected, !System.Console.IsErrorRedirected);

    /// <summary>Complains.</summary>
    public void Complain(string message) => _complaints.Write(new Text($"zproto: {message}\n", new Style(Color.Red)));

    /// <summary>Writes a line in a colour.</summary>
    public void WriteLine(string line, Color color) => _lines.Write(new Text($"{line}\n", new Style(color)));

    /// <summary>Complains of what is wrong with a model, as compilers do.</summary>
    public void Complain(ModelDiagnostic diagnostic) => Write(diagnostic, _complaints);

    /// <summary>Writes what is wrong with a model, as compilers do.</summary>
    public void Write(ModelDiagnostic diagnostic) => Write(diagnostic, _lines);

    /// <summary>Writes a value for programs.</summary>
    public void WriteJson(object value) => Output.WriteLine(JsonSerializer.Serialize(value, s_json));

    /// <summary>A text as a literal, in which nothing can steer the terminal.</summary>
    public static string Literal(string text) => JsonSerializer.Serialize(text, s_json);

    /// <summary>A text in which nothing can steer the terminal.</summary>
    public static string Shown(string text) => new([.. text.Select(c => char.IsControl(c) ? '\uFFFD' : c)]);

    private static void Write(ModelDiagnostic diagnostic, IAnsiConsole console)
    {
        string severity = diagnostic.Rule.Severity.ToString().ToLowerInvariant();
        console.Write(new Text($"{diagnostic.Span}: "));
        console.Write(new Text($"{severity} {diagnostic.Rule.Id}", new Style(ColorOf(diagnostic.Rule.Severity), decoration: Decoration.Bold)));
        console.Write(new Text($": {Shown(diagnostic.Message)}\n"));
    }

    private static Color ColorOf(RuleSeverity severity) => severity switch
    {
        RuleSeverity.Error => Color.Red,
        RuleSeverity.Warning => Color.Yellow,
        _ => Color.Blue,
    };

    private static IAnsiConsole Ansi(TextWriter writer, bool isRich)
        => AnsiConsole.Create(new AnsiConsoleSettings
        {
            Out = new AnsiConsoleOutput(writer),
            Ansi = isRich ? AnsiSupport.Detect : AnsiSupport.No,
            ColorSystem = isRich ? ColorSystemSupport.Detect : ColorSystemSupport.NoColors,
            Interactive = InteractionSupport.No,
        });

    // A terminal breaks long lines itself, so that what is copied from it is whole.
    private static IAnsiConsole Unbroken(TextWriter writer, bool isRich)
    {
        IAnsiConsole console = Ansi(writer, isRich);
        console.Profile.Width = int.MaxValue;
        return console;
    }
}
