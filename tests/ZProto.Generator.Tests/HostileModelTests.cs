using System.Text;
using Microsoft.CodeAnalysis;
using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests;

/// <summary>Files that are made to break a reader: the generator reports them, and neither throws nor generates.</summary>
public class HostileModelTests
{
    [Fact]
    public void An_empty_file() => AssertRefused("", "ZP0002");

    [Fact]
    public void White_space_only() => AssertRefused(" \r\n\t ", "ZP0002");

    [Fact]
    public void A_byte_order_mark_only() => AssertRefused("\uFEFF", "ZP0002");

    [Fact]
    public void A_zero() => Assert.Equal(["ZP0002 1:37"], GeneratorRun.Run("<class name = \"p\"><message name = \"A\0\" /></class>").AssertCompiles().FormatDiagnostics());

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Binary_junk(int seed)
    {
        byte[] junk = new byte[100_000];
        new Random(seed).NextBytes(junk);
        AssertRefused(Encoding.UTF8.GetString(junk), "ZP0010");
        AssertRefused(Encoding.Latin1.GetString(junk), "ZP0002");
        AssertRefused("<class name = \"p\">" + Encoding.Unicode.GetString(junk), "ZP0010");
    }

    [Fact]
    public void Half_a_surrogate_pair() => AssertRefused("<class name = \"p\uD800\"><message name = \"A\" /></class>", "ZP0002");

    [Fact]
    public void Ten_megabytes() => AssertRefused($"""<class name = "p"><message name = "A">{new string('x', 10_000_000)}</message></class>""", "ZP0004");

    [Fact]
    public void Elements_nested_a_hundred_thousand_deep()
        => AssertRefused($"""<class name = "p">{string.Concat(Enumerable.Repeat("<message name = \"A\">", 100_000))}""", "ZP0004");

    [Fact]
    public void An_external_entity()
    {
        // What looks like a reference to an entity is text, so nothing is read from where it points.
        GeneratorRun run = GeneratorRun.Run("""
            <!DOCTYPE class [ <!ENTITY secret SYSTEM "file:///etc/passwd"> ]>
            <class name = "p" title = "&secret;"><message name = "A">&secret;</message></class>
            """).AssertCompiles();
        Assert.Equal(["ZP0005 1:1", "ZP0003 2:28", "ZP0003 2:58"], run.FormatDiagnostics());
        Assert.Contains("<summary>&amp;secret;.</summary>", run.SingleSource(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_entity_bomb()
    {
        string entities = string.Concat(Enumerable.Range(1, 30).Select(i => $"<!ENTITY e{i} \"{string.Concat(Enumerable.Repeat($"&e{i - 1};", 10))}\">\n"));
        GeneratorRun run = GeneratorRun.Run($"""<!DOCTYPE class [ <!ENTITY e0 "ha"> {entities} ]><class name = "p" title = "&e30;"><message name = "A" /></class>""").AssertCompiles();
        Assert.Contains("<summary>&amp;e30;.</summary>", run.SingleSource(), StringComparison.Ordinal);
    }

    [Fact]
    public void A_bomb_of_includes()
    {
        TestModel[] files = [.. Enumerable.Range(0, 30).Select(i => new TestModel($"f{i}.xml", $"""<fragment><include filename = "f{i + 1}.xml" /><include filename = "f{i + 1}.xml" /></fragment>""") { IsDeclared = false })];
        TestProject project = new(
            [new("model.xml", """<class name = "p" script = "zproto_codec"><include filename = "f0.xml" /></class>"""),
            .. files,
            new("f30.xml", "<fragment><message name = \"A\" /></fragment>") { IsDeclared = false }]);
        AssertRefused(project, "ZP0004");
    }

    [Fact]
    public void A_bomb_of_types()
    {
        string types = string.Concat(Enumerable.Range(0, 40).Select(i => $"""<type name = "t{i}"><field name = "a" type = "t{i + 1}" /><field name = "b" type = "t{i + 1}" /></type>"""));
        AssertRefused($"""<class name = "p"><message name = "A"><field name = "x" type = "t0" /></message>{types}<type name = "t40"><field name = "a" type = "uuid" /></type></class>""", "ZP0004");
    }

    [Fact]
    public void Files_that_include_each_other()
        => Assert.StartsWith(
            "ZP0103",
            Assert.Single(GeneratorRun.Run(new TestProject(
                new TestModel("model.xml", """<class name = "p"><message name = "A" /><include filename = "a.xml" /></class>"""),
                new TestModel("a.xml", """<fragment><include filename = "b.xml" /></fragment>"""),
                new TestModel("b.xml", """<fragment><include filename = "a.xml" /></fragment>"""))).AssertCompiles().FormatDiagnostics()),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("""<class name = "{0}"><message name = "A" /></class>""")]
    [InlineData("""<class name = "p" namespace = "A.{0}"><message name = "A" /></class>""")]
    [InlineData("""<class name = "p"><message name = "{0}" /></class>""")]
    [InlineData("""<class name = "p"><message name = "A"><field name = "{0}" type = "string" /></message></class>""")]
    [InlineData("""<class name = "p"><message name = "A" /><define name = "{0}" value = "1" /></class>""")]
    [InlineData("""<class name = "p"><message name = "A"><field name = "{1}" type = "t" /></message><type name = "t"><field name = "{1}" type = "uuid" /></type></class>""")]
    public void A_name_that_no_compiler_takes(string model)
        => AssertRefused(model.Replace("{0}", new string('名', 256), StringComparison.Ordinal).Replace("{1}", new string('名', 200), StringComparison.Ordinal), "ZP0118");

    [Fact]
    public void The_longest_names_that_are_taken_can_be_emitted()
    {
        string name = new('名', 240);
        GeneratorRun.Run($"""
            <class name = "{name}" script = "zproto_codec">
            <define name = "d{name}" value = "1" />
            <message name = "m{name}"><field name = "f{name}" type = "string" /><field name = "g{name}" type = "msg" /></message>
            </class>
            """).AssertEmits().SingleSource();
    }

    [Fact]
    public void Very_long_texts_and_very_wide_messages_can_be_emitted()
    {
        string fields = string.Concat(Enumerable.Range(0, 2000).Select(i => $"""<field name = "f{i}" type = "number" />"""));
        string text = new('x', 200_000);
        GeneratorRun.Run($"""
            <class name = "p" title = "{text}">
            <define name = "d" value = "{text}" />
            <message name = "A"><field name = "c" type = "longstr" value = "d" />{fields}</message>
            </class>
            """).AssertEmits().SingleSource();
    }

    private static void AssertRefused(string model, string id) => AssertRefused(TestProject.With(model), id);

    private static void AssertRefused(TestProject project, string id)
    {
        GeneratorRun run = GeneratorRun.Run(project).AssertCompiles();
        Assert.Contains(run.Diagnostics, diagnostic => diagnostic.Id == id && diagnostic.Severity == DiagnosticSeverity.Error);
        Assert.Empty(run.Sources);
    }
}
