using Microsoft.CodeAnalysis;
using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests;

/// <summary>Which of a project's files are models, and which are somebody else's.</summary>
public class AdditionalFilesTests
{
    private const string Good = """<class name = "talk" script = "zproto_codec"><message name = "SAY" /></class>""";

    [Theory]
    [InlineData(Good)]
    [InlineData("""<CLASS name = "talk" script = "zproto_codec_c.gsl"><MESSAGE name = "SAY" /></CLASS>""")]
    [InlineData("""<class name = "talk"><message name = "SAY" /></class>""")]
    [InlineData("""<?xml version = "1.0"?><!-- A model --><class name = "talk"><header /><message name = "SAY" /></class>""")]
    public void A_plain_additional_file_that_is_a_model_is_generated(string model)
    {
        GeneratorRun run = GeneratorRun.Run(Plain("talk.xml", model)).AssertCompiles();
        Assert.Empty(run.Diagnostics);
        run.Type("Sample.Talk");
    }

    [Theory]
    [InlineData("project.xml", """<project name = "czmq" script = "zproject.gsl"><class name = "zsock" /></project>""")]
    [InlineData("settings.xml", "<settings><message></settings>")]
    [InlineData("settings.xml", "not XML at all")]
    [InlineData("settings.xml", "")]
    [InlineData("settings.xml", "<settings>&nbsp;</settings>")]
    [InlineData("talk.txt", Good)]
    [InlineData("talk.xml.bak", Good)]
    [InlineData("license.xml", "<license>Do as you like.</license>")]
    public void Files_with_another_root_are_passed_over_in_silence(string path, string text)
    {
        GeneratorRun run = GeneratorRun.Run(Plain(path, text)).AssertCompiles();
        Assert.Empty(run.Diagnostics);
        Assert.Empty(run.Sources);
    }

    [Fact]
    public void An_unreadable_file_of_another_tool_is_passed_over_in_silence()
        => Assert.Empty(GeneratorRun.Run(new TestProject(new TestModel("other.xml", null) { IsDeclared = false })).AssertCompiles().Diagnostics);

    [Fact]
    public void A_plain_additional_file_that_is_a_model_is_checked()
        => Assert.Equal(["ZP0203 1:72"], GeneratorRun.Run(Plain("model.xml", """<class name = "talk" script = "zproto_codec"><message name = "A" id = "X" /></class>""")).FormatDiagnostics());

    [Fact]
    public void A_declared_model_may_have_any_extension()
        => GeneratorRun.Run(new TestProject(new TestModel("talk.zproto", Good))).AssertCompiles().SingleSource();

    [Theory]
    [InlineData("<fragment><message name = \"SAY\" /></fragment>")]
    [InlineData("<license>Do as you like.</license>")]
    public void A_declared_file_for_inclusion_is_no_model(string text)
    {
        GeneratorRun run = GeneratorRun.Run(text);
        Assert.Empty(run.Diagnostics);
        Assert.Empty(run.Sources);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_script_that_names_no_kind_is_a_warning_and_generates_nothing(bool isDeclared)
    {
        GeneratorRun run = GeneratorRun.Run(new TestProject(new TestModel("model.xml", """<class name = "talk" script = "zproject_class.gsl"><message name = "SAY" /></class>""") { IsDeclared = isDeclared }));
        Diagnostic warning = Assert.Single(run.Diagnostics);
        Assert.Equal(["ZP0105 1:32"], run.FormatDiagnostics());
        Assert.Equal(DiagnosticSeverity.Warning, warning.Severity);
        Assert.Empty(run.Sources);
    }

    [Theory]
    [InlineData("codec_c.gsl", "Sample.Talk")]
    [InlineData("my_codec", "Sample.Talk")]
    [InlineData("server_c", "Sample.Talker")]
    [InlineData("zproto_server_go", "Sample.Talker")]
    [InlineData("client", "Sample.Talker")]
    public void A_script_that_names_a_kind_is_read_alike_as_model_and_as_plain_additional_file(string script, string type)
    {
        TestModel[] models = type == "Sample.Talk"
            ? [new("talk.xml", $"""<class name = "talk" script = "{script}"><message name = "SAY" /></class>""")]
            : [new("talk.xml", Good), new("talker.xml", $"""<class name = "talker" script = "{script}"><state name = "a"><event name = "SAY" /></state></class>""")];
        GeneratorRun declared = GeneratorRun.Run(new TestProject(models)).AssertCompiles();
        GeneratorRun plain = GeneratorRun.Run(new TestProject([.. models.Select(model => model with { IsDeclared = false })])).AssertCompiles();
        Assert.Empty(plain.Diagnostics);
        Assert.Equal(declared.Sources.Select(source => source.SourceText.ToString()), plain.Sources.Select(source => source.SourceText.ToString()));
        plain.Type(type);
    }

    [Theory]
    [InlineData("""<class name = "zsock" state = "stable"><constant name = "X" value = "1" /><method name = "bind" /></class>""")]
    [InlineData("""<class name = "talk"><message name = "A" id = "X" /></class>""")]
    [InlineData("""<class name = "talk" script = "peer"><state name = "a" /></class>""")]
    [InlineData("<class name = \"broken\"><method></class>")]
    public void What_is_wrong_with_a_model_is_said_alike_of_a_model_and_of_a_plain_additional_file(string model)
    {
        GeneratorRun declared = GeneratorRun.Run(new TestProject(new TestModel("model.xml", model)));
        Assert.Single(declared.Diagnostics, diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning);
        Assert.Equal(declared.FormatDiagnostics(), GeneratorRun.Run(Plain("model.xml", model)).FormatDiagnostics());
    }

    [Theory]
    [InlineData("false")]
    [InlineData("False")]
    [InlineData(" false ")]
    public void A_model_that_is_not_emitted_generates_nothing(string emit)
    {
        GeneratorRun run = GeneratorRun.Run(new TestProject(new TestModel("model.xml", Good) { Emit = emit }));
        Assert.Empty(run.Diagnostics);
        Assert.Empty(run.Sources);
    }

    [Theory]
    [InlineData("true")]
    [InlineData("")]
    public void A_model_is_emitted_unless_its_item_says_no(string emit)
        => GeneratorRun.Run(new TestProject(new TestModel("model.xml", Good) { Emit = emit })).SingleSource();

    [Fact]
    public void A_model_that_is_not_emitted_may_be_included()
    {
        GeneratorRun run = GeneratorRun.Run(new TestProject(
            new TestModel("a/base.xml", Good) { Emit = "false" },
            new TestModel("a/whole.xml", """<class name = "whole" script = "zproto_codec"><include filename = "base.xml" /></class>"""))).AssertCompiles();
        Assert.Empty(run.Diagnostics);
        Assert.Contains("Say = 1", run.SingleSource(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_given_twice_is_generated_once()
    {
        TestModel model = new("model.xml", Good);
        GeneratorRun run = GeneratorRun.Run(new TestProject(model, model with { IsDeclared = false })).AssertCompiles();
        Assert.Empty(run.Diagnostics);
        run.SingleSource();
        run.Then(new TestProject(model with { IsDeclared = false }, model)).AssertCompiles().SingleSource();
        run.Then(new TestProject(model)).AssertCompiles().SingleSource();
    }

    [Fact]
    public void What_is_wrong_with_a_file_that_is_given_twice_is_reported_once()
    {
        TestModel model = new("model.xml", """<class name = "talk"><message name = "A" id = "X" /></class>""");
        Assert.Equal(["ZP0203 1:48"], GeneratorRun.Run(new TestProject(model, model with { IsDeclared = false })).FormatDiagnostics());
    }

    [Fact]
    public void A_project_without_models_gets_nothing()
    {
        GeneratorRun run = GeneratorRun.Run(new TestProject()).AssertCompiles();
        Assert.Empty(run.Diagnostics);
        Assert.Empty(run.Sources);
    }

    private static TestProject Plain(string path, string text) => new(new TestModel(path, text) { IsDeclared = false });
}
