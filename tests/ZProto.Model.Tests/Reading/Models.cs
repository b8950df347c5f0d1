using ZProto.Model.Reading;
using ZProto.Model.Xml;

namespace ZProto.Model.Tests.Reading;

/// <summary>Reads models of test cases.</summary>
internal static class Models
{
    public static SourceFile Text(string path, string text) => new(path, LenientXmlParser.Parse(text, path));

    public static ModelResult Read(string text, params (string Path, string Text)[] others)
        => Read("models/model.xml", text, others);

    public static ModelResult Read(string path, string text, params (string Path, string Text)[] others)
    {
        SourceFile model = Text(path, text);
        return ModelReader.Read(model, [model, .. others.Select(other => Text(other.Path, other.Text))]);
    }

    /// <summary>The model of a text without errors.</summary>
    public static ClassModel ReadValid(string text, params (string Path, string Text)[] others)
    {
        ModelResult result = Read(text, others);
        Assert.DoesNotContain(result.Diagnostics, diagnostic => diagnostic.Rule.Severity == RuleSeverity.Error);
        return Assert.IsAssignableFrom<ClassModel>(result.Model);
    }

    public static ProtocolModel Protocol(string text, params (string Path, string Text)[] others) => Assert.IsType<ProtocolModel>(ReadValid(text, others));

    public static EngineModel Engine(string text, params (string Path, string Text)[] others) => Assert.IsAssignableFrom<EngineModel>(ReadValid(text, others));

    public static ClientModel ClientOf(string text) => Assert.IsType<ClientModel>(ReadValid(text));

    /// <summary>The diagnostics of a text: <c>ZP0205 3:9</c>, each of another file with its name after.</summary>
    public static string[] Diagnose(string text, params (string Path, string Text)[] others)
        => [.. Read(text, others).Diagnostics.Select(Format)];

    /// <summary>The messages of a text's diagnostics.</summary>
    public static string[] Messages(string text, params (string Path, string Text)[] others)
        => [.. Read(text, others).Diagnostics.Select(diagnostic => diagnostic.Message)];

    private static string Format(ModelDiagnostic diagnostic)
    {
        SourceSpan span = diagnostic.Span;
        string file = span.File == "models/model.xml" ? "" : $" {span.File}";
        return $"{diagnostic.Rule.Id} {span.Line}:{span.Column}{file}";
    }
}
