using System.Text;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ZProto.Generator.Tests.Driver;
using ZProto.Model;

namespace ZProto.Generator.Tests;

/// <summary>What is wrong with models, as the compiler and the IDE see it: an id, a severity, and a place in the XML.</summary>
public class DiagnosticsTests
{
    private const string Good = """<class name = "talk" script = "zproto_codec"><message name = "SAY" /></class>""";

    // A mark ('|') stands before what the diagnostic is about.
    [Theory]
    [InlineData("ZP0002", "<class name = \"p\">\n  <message name = \"A\"></|mesage>\n</class>")]
    [InlineData("ZP0010", "<?xml version = \"1.0\" encoding = \"|utf8\"?>\n<class name = \"p\"><message name = \"A\" /></class>")]
    [InlineData("ZP0010", "<?xml version = \"1.0\" encoding = \"|ISO-8859-1\"?>\n<class name = \"p\"><message name = \"A\">\u00E9</message></class>")]
    [InlineData("ZP0010", "<class name = \"p\">\n<message name = \"A\">|\uFFFD</message></class>")]
    [InlineData("ZP0101", "<class name = \"p\">\n  <|message id = \"1\" />\n</class>")]
    [InlineData("ZP0102", "<class name = \"p\">\n  <include filename = \"|gone.xml\" />\n  <message name = \"A\" /></class>")]
    [InlineData("ZP0103", "<class name = \"p\">\n  <include filename = \"|model.xml\" />\n  <message name = \"A\" /></class>")]
    [InlineData("ZP0107", "<class name = \"p\"\n  signature = \"|65536\"><message name = \"A\" /></class>")]
    [InlineData("ZP0108", "<class name = \"p\"\n  modifier = \"|private\"><message name = \"A\" /></class>")]
    [InlineData("ZP0109", "<class name = \"p\"\n  namespace = \"|a b\"><message name = \"A\" /></class>")]
    [InlineData("ZP0116", "<class name = \"p\"><message name = \"A\">\n  <field name = \"peer id\" type = \"uuid\" />\n  <field name = \"|peerId\" type = \"uuid\" />\n</message></class>")]
    [InlineData("ZP0201", "<class name = \"p\"><message name = \"A\">\n\t<field name = \"x\" type = \"|strnig\" />\n</message></class>")]
    [InlineData("ZP0202", "<class name = \"p\"><message name = \"A\">\r\n<field name = \"x\" type = \"number\" size = \"|3\" />\r\n</message></class>")]
    [InlineData("ZP0203", "<class name = \"p\"><message name = \"A\" id = \"|256\" /></class>")]
    [InlineData("ZP0204", "<class name = \"p\"><message name = \"A\">\n<field name = \"x\" type = \"number\" value = \"|256\" /></message></class>")]
    [InlineData("ZP0205", "<class name = \"p\"><message name = \"A\" />\n<message name = \"|a\" /></class>")]
    [InlineData("ZP0206", "<class name = \"p\"><message name = \"A\" id = \"2\" />\n<message name = \"|B\" /></class>")]
    [InlineData("ZP0207", "<class name = \"p\"><message name = \"A\"><field name = \"x\" type = \"uuid\" />\n<field name = \"|X\" type = \"uuid\" /></message></class>")]
    [InlineData("ZP0208", "<class name = \"p\"><message name = \"A\"><field name = \"x\" type = \"uuid\" /></message>\n<message name = \"B\"><field name = \"|x\" type = \"string\" /></message></class>")]
    [InlineData("ZP0209", "<class name = \"p\"><message name = \"A\"><field name = \"|x\" type = \"msg\" />\n<field name = \"y\" type = \"string\" /></message></class>")]
    [InlineData("ZP0210", "<class name = \"p\"><message name = \"A\" />\n<type name = \"t\"><field name = \"x\" type = \"|t\" /></type></class>")]
    [InlineData("ZP0211", "<class name = \"p\"><message name = \"A\" />\n<type name = \"|string\" /></class>")]
    [InlineData("ZP0214", "<class name = \"p\"><message name = \"A\">\n<field name = \"|x\" /></message></class>")]
    public void An_error_is_reported_where_it_is_and_what_could_be_read_is_declared(string id, string marked)
    {
        GeneratorRun run = GeneratorRun.Run(Marked.Read(marked, out string index)).AssertCompiles();
        Assert.Equal([$"{id} {index}"], run.FormatDiagnostics());
        Assert.Equal(DiagnosticSeverity.Error, run.Diagnostics[0].Severity);
        Assert.Equal(id == DiagnosticRules.UnknownKind.Id ? 0 : 1, run.Sources.Length);
    }

    [Theory]
    [InlineData("ZP0003", DiagnosticSeverity.Warning, "<class name = \"p\" title = \"You |& me\"><message name = \"A\" /></class>")]
    [InlineData("ZP0005", DiagnosticSeverity.Warning, "|<!DOCTYPE class><class name = \"p\"><message name = \"A\" /></class>")]
    [InlineData("ZP0006", DiagnosticSeverity.Info, "<class name = \"p\"><message name = \"A\" />\n<|history name = \"B\" /></class>")]
    [InlineData("ZP0008", DiagnosticSeverity.Warning, "<class name = \"p\"><message name = \"A\" />\n<|mesage name = \"B\" /></class>")]
    [InlineData("ZP0009", DiagnosticSeverity.Warning, "<class name = \"p\"><message name = \"A\">\n<field name = \"x\" type = \"number\" |sise = \"4\" /></message></class>")]
    [InlineData("ZP0124", DiagnosticSeverity.Warning, "<class name = \"p\" script = \"|zproto_cdec_c\"><message name = \"A\" /></class>")]
    [InlineData("ZP0007", DiagnosticSeverity.Info, "<class name = \"p\"><message name = \"A\"\n  |identity = \"3\" /></class>")]
    [InlineData("ZP0104", DiagnosticSeverity.Warning, "<class name = \"p\"><message name = \"A\" />\n<include filename = \"|license.xml\" /></class>")]
    [InlineData("ZP0113", DiagnosticSeverity.Info, "<class name = \"p\"><message name = \"A\">\n  <field name = \"|id\" type = \"number\" /></message></class>")]
    [InlineData("ZP0114", DiagnosticSeverity.Warning, "<class name = \"p\"><message name = \"A\" />\n<define name = \"X\" value = \"1\" /><define name = \"|x\" value = \"2\" /></class>")]
    [InlineData("ZP0213", DiagnosticSeverity.Warning, "<class name = \"p\"><message name = \"A\"><field name = \"x\" type = \"number\">\n<test>|256</test></field></message></class>")]
    [InlineData("ZP0215", DiagnosticSeverity.Warning, "<class name = \"p\"><message name = \"A\" digest = \"|abc\" /></class>")]
    [InlineData("ZP0216", DiagnosticSeverity.Info, "<class name = \"p\"><message name = \"A\" role = \"|peer\" /></class>")]
    public void A_warning_or_hint_is_reported_where_it_is_and_the_code_is_generated(string id, DiagnosticSeverity severity, string marked)
    {
        GeneratorRun run = GeneratorRun.Run(Marked.Read(marked, out string index)).AssertCompiles();
        Assert.Equal([$"{id} {index}"], run.FormatDiagnostics());
        Assert.Equal(severity, run.Diagnostics[0].Severity);
        Assert.Single(run.Sources);
    }

    [Fact]
    public void A_model_of_nothing_is_a_warning_and_generates_nothing()
    {
        GeneratorRun run = GeneratorRun.Run("<!-- Nothing -->\n<class name = \"p\" />").AssertCompiles();
        Assert.Equal(["ZP0106 2:2"], run.FormatDiagnostics());
        Assert.Equal(DiagnosticSeverity.Warning, run.Diagnostics[0].Severity);
        Assert.Empty(run.Sources);
    }

    [Fact]
    public void An_items_framing_is_refused_at_the_models_name()
    {
        GeneratorRun run = GeneratorRun.Run(new TestProject(new TestModel("model.xml", Good) { Framing = "lines" })).AssertCompiles();
        Assert.Equal(["ZP0128 1:16"], run.FormatDiagnostics());
    }

    [Theory]
    [InlineData("fields", "", false)]
    [InlineData("fields", "framing = 'frames'", false)]
    [InlineData("Frames", "", true)]
    [InlineData("frames", "framing = 'fields'", true)]
    public void An_items_framing_counts_before_the_models(string framing, string attribute, bool byFrames)
    {
        GeneratorRun run = GeneratorRun.Run(new TestProject(new TestModel("model.xml", $"<class name='p' {attribute}><message name='A'><field name='f' type='string'/></message></class>") { Framing = framing })).AssertCompiles();
        Assert.Empty(run.Diagnostics);
        Assert.Equal(byFrames, run.SingleSource().Contains("reader.FrameError", StringComparison.Ordinal));
    }

    [Fact]
    public void An_items_framing_says_nothing_of_a_server()
    {
        GeneratorRun run = GeneratorRun.Run(new TestProject(Models.Load("hello_server") with { Framing = "frames" }, Models.Load("hello_msg"))).WithUserPart().AssertCompiles();
        Assert.Empty(run.Diagnostics);
    }

    [Fact]
    public void The_guides_models_compile_with_framing_as_metadata_alone()
    {
        string[] names = ["Guide/mdp_client", "Guide/mdp_worker"];
        GeneratorRun run = GeneratorRun.Run(new TestProject([.. names.Select(name => Models.Load(name) with { Framing = "frames" })])).AssertCompiles();
        Assert.Equal(["ZP0224 14:22 Guide/mdp_client.xml"], run.FormatDiagnostics());

        run = GeneratorRun.Run(new TestProject([.. names.Select(Models.Load)])).AssertCompiles();
        Assert.Equal(["ZP0130 4:24 Guide/mdp_client.xml", "ZP0130 4:24 Guide/mdp_worker.xml", "ZP0113 8:24 Guide/mdp_worker.xml"], run.FormatDiagnostics());
    }

    [Fact]
    public void A_diagnostic_covers_what_it_is_about()
    {
        const string model = "<class name = \"p\"><message name = \"A\">\n<field name = \"x\" type = \"strnig\" /></message></class>";
        Location location = Assert.Single(GeneratorRun.Run(model).Diagnostics).Location;
        Assert.Equal(LocationKind.ExternalFile, location.Kind);
        Assert.Equal("strnig", model.Substring(location.SourceSpan.Start, location.SourceSpan.Length));
        FileLinePositionSpan span = location.GetLineSpan();
        Assert.Equal(("model.xml", 1, 26, 1, 32), (span.Path, span.StartLinePosition.Line, span.StartLinePosition.Character, span.EndLinePosition.Line, span.EndLinePosition.Character));
    }

    [Fact]
    public void What_is_wrong_in_an_included_file_is_reported_there_and_once()
    {
        const string including = """<class name = "{0}" script = "zproto_codec"><include filename = "shared.xml" /></class>""";
        GeneratorRun run = GeneratorRun.Run(new TestProject(
            new TestModel("a.xml", including.Replace("{0}", "a", StringComparison.Ordinal)),
            new TestModel("b.xml", including.Replace("{0}", "b", StringComparison.Ordinal)),
            new TestModel("shared.xml", "<fragment>\n  <message name = \"A\" id = \"X\" />\n</fragment>") { IsDeclared = false }));
        Assert.Equal(["ZP0203 2:29 shared.xml"], run.FormatDiagnostics());
        Assert.Equal(2, run.Sources.Length);
    }

    [Fact]
    public void A_file_that_cannot_be_read_is_an_error_at_its_start()
    {
        GeneratorRun run = GeneratorRun.Run(new TestProject(new TestModel("model.xml", null)));
        Assert.Equal(["ZP0001 1:1"], run.AssertCompiles().FormatDiagnostics());
    }

    [Fact]
    public void A_file_that_the_compiler_has_not_read_as_Unicode_is_an_error_where_it_is_not_ASCII()
    {
        const string model = "<class name = \"p\">\n<message name = \"A\">|\u00E9</message></class>";
        GeneratorRun run = GeneratorRun.Run(new TestProject(new TestModel("model.xml", Marked.Read(model, out string index)) { Encoding = Encoding.Latin1 }));
        Assert.Equal([$"ZP0010 {index}"], run.AssertCompiles().FormatDiagnostics());
    }

    [Fact]
    public void Of_two_models_of_one_class_the_second_generates_nothing()
    {
        GeneratorRun run = GeneratorRun.Run(new TestProject(new TestModel("a.xml", Good), new TestModel("b.xml", "\n" + Good.Replace("talk", "Talk", StringComparison.Ordinal)))).AssertCompiles();
        Assert.Equal(["b.xml(2,16): error ZP0110: the class Sample.Talk is already generated from a.xml; this model generates nothing"], run.Diagnostics.Select(diagnostic => diagnostic.ToString()));
        Assert.Contains("The codec of talk", run.SingleSource(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(LanguageVersion.CSharp7_3)]
    [InlineData(LanguageVersion.CSharp10)]
    public void CSharp_before_11_is_refused(LanguageVersion language)
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.With(Good) with { Language = language });
        Diagnostic error = Assert.Single(run.Diagnostics);
        Assert.Equal(["ZP0112 1:16"], run.FormatDiagnostics());
        Assert.Contains($"C# {language.ToDisplayString()}", error.GetMessage(), StringComparison.Ordinal);
        Assert.Empty(run.Sources);
    }

    [Theory]
    [InlineData(null, null, "public")]
    [InlineData(null, "", "public")]
    [InlineData(null, "internal", "internal")]
    [InlineData(null, "Internal", "internal")]
    [InlineData("Public", "internal", "internal")]
    [InlineData("internal", null, "internal")]
    [InlineData("internal", "public", "public")]
    public void An_item_says_its_modifier_before_its_model(string? attribute, string? item, string modifier)
    {
        string model = attribute is null ? Good : Good.Replace("<class", $"<class modifier = \"{attribute}\"", StringComparison.Ordinal);
        GeneratorRun run = GeneratorRun.Run(new TestProject(new TestModel("model.xml", model) { Modifier = item })).AssertCompiles();
        Assert.Contains($"\n{modifier} sealed partial class Talk ", run.SingleSource(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_items_modifier_that_is_none_is_refused()
    {
        GeneratorRun run = GeneratorRun.Run(new TestProject(new TestModel("model.xml", Good) { Modifier = "private" })).AssertCompiles();
        Assert.Equal(["ZP0108 1:16"], run.FormatDiagnostics());
        Assert.Single(run.Sources);
    }

    [Fact]
    public void The_same_problem_of_two_models_is_reported_for_both()
    {
        const string model = "<class name = \"p\"><message name = \"A\" id = \"X\" /></class>";
        Assert.Equal(["ZP0203 1:45 a.xml", "ZP0203 1:45 b.xml"], GeneratorRun.Run(new TestProject(new TestModel("a.xml", model), new TestModel("b.xml", model.Replace("\"p\"", "\"q\"", StringComparison.Ordinal)))).FormatDiagnostics());
    }

    [Fact]
    public void Every_kind_of_problem_can_be_a_diagnostic()
    {
        IEnumerable<DiagnosticRule> kinds = typeof(DiagnosticRules).GetFields().Select(field => (DiagnosticRule)field.GetValue(null)!);
        foreach (DiagnosticRule kind in kinds)
        {
            Diagnostic diagnostic = ModelDiagnostic.Create(new SourceSpan("a.xml", 4, 1, 2, 3, 2, 4), kind, "one", "two", "three", "four").ToDiagnostic();
            Assert.Equal(kind.Id, diagnostic.Id);
            Assert.StartsWith("a.xml(2,3): ", diagnostic.ToString(), StringComparison.Ordinal);
            Assert.DoesNotContain('{', diagnostic.GetMessage());
        }
        Assert.Equal(kinds.Count(), kinds.Select(kind => kind.Id).Distinct().Count());
    }
}
