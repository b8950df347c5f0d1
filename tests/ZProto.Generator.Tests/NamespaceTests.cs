using System.Reflection;
using Microsoft.CodeAnalysis;
using ZProto.Generator.Tests.Driver;
using ZProto.Generator.Tests.Fuzzing;

namespace ZProto.Generator.Tests;

/// <summary>Where generated classes go.</summary>
public class NamespaceTests
{
    [Theory]
    [InlineData("""namespace = "Of.Model" """, "Of.Item", "Root", "Of.Item.Talk")]
    [InlineData("""namespace = "Of.Model" """, null, "Root", "Of.Model.Talk")]
    [InlineData("""namespace = "Of.Model" """, " ", "Root", "Of.Model.Talk")]
    [InlineData("""namespace = "ZProto" """, "Of.Item", "Root", "Of.Item.Talk")]
    [InlineData("", "Of.Item", "Root", "Of.Item.Talk")]
    [InlineData("", null, "Root", "Root.Talk")]
    [InlineData("", "", "Root", "Root.Talk")]
    [InlineData("", " ", "", "Talk")]
    public void An_item_says_its_namespace_before_its_model_and_the_model_before_the_project(string attribute, string? item, string root, string fullName)
    {
        GeneratorRun run = Run(attribute, item, root).AssertCompiles();
        Assert.Empty(run.Diagnostics);
        Assert.Equal($"{fullName}.g.cs", Assert.Single(run.Sources).HintName);
        run.Type(fullName);
    }

    [Theory]
    [InlineData("my-app", "my_app")]
    [InlineData("1st.App", "_1st.App")]
    [InlineData("Some App.Über", "Some_App.Über")]
    [InlineData("A..B.", "A.B")]
    [InlineData(".", "")]
    [InlineData("class.event", "class.event")]
    [InlineData("日本.\U0001F600", "日本.__")]
    public void A_root_namespace_that_is_none_becomes_one(string root, string @namespace)
    {
        GeneratorRun run = Run("", null, root).AssertCompiles();
        Assert.Empty(run.Diagnostics);
        run.Type(@namespace.Length == 0 ? "Talk" : $"{@namespace}.Talk");
    }

    [Theory]
    [InlineData("A.")]
    [InlineData("A B")]
    [InlineData("1a")]
    [InlineData("@class")]
    [InlineData("A.B;")]
    [InlineData("A.{x}")]
    public void A_namespace_that_is_none_is_refused(string @namespace)
    {
        // The codec is declared all the same, in the project's namespace.
        Assert.Equal(["ZP0109 1:35"], Run($"""namespace = "{@namespace}" """, null, "Root").AssertCompiles().FormatDiagnostics());
        Assert.Equal(["ZP0109 1:16"], Run("", @namespace, "Root").AssertCompiles().FormatDiagnostics());
    }

    [Theory]
    [InlineData("System", "guid")]
    [InlineData("System", "anything")]
    [InlineData("System.Collections.Generic", "list")]
    [InlineData("System.Guid", "anything")]
    [InlineData("ZProto", "frame reader")]
    [InlineData("ZProto", "codec")]
    [InlineData("ZProto.Codec", "text field")]
    [InlineData("ZProto.Configuration", "zpl node")]
    [InlineData("ZProto.Configuration.ZplNode", "anything")]
    [InlineData("", "system")]
    [InlineData("", "ZProto")]
    public void A_class_cannot_take_the_place_of_what_generated_code_uses(string @namespace, string name)
        => Assert.Equal(["ZP0117 1:16"], Refused(GeneratorRun.Run(Project(name, @namespace, ""))));

    [Fact]
    public void No_class_can_take_the_place_of_a_type_of_the_runtime_or_the_transports()
    {
        Type[] assemblies = [typeof(IProtocolMessage), typeof(NetMQTransport), typeof(LibZmqTransport)];
        IEnumerable<string> types = assemblies.SelectMany(type => type.Assembly.GetExportedTypes()).Where(type => type.Namespace == "ZProto").Select(type => type.Name.Split('`')[0]).Distinct();
        Assert.All(types, name =>
        {
            // One that is also a member of every message has taken a suffix, and is in no one's way.
            GeneratorRun run = GeneratorRun.Run(Project(name, "ZProto", "")).AssertCompiles();
            Assert.DoesNotContain(run.Sources, source => source.HintName == $"ZProto.{name}.g.cs");
        });
    }

    [Fact]
    public void No_class_can_be_in_a_namespace_below_ZProto_that_the_runtime_has()
    {
        IEnumerable<string> namespaces = typeof(IProtocolMessage).Assembly.GetExportedTypes().Select(type => type.Namespace!).Distinct().Where(name => name != "ZProto");
        Assert.All(namespaces, name => Assert.Equal(["ZP0117 1:16"], Refused(GeneratorRun.Run(Project("talk", name, "")))));
    }

    [Fact]
    public void Models_of_the_namespace_ZProto_compile_as_those_of_the_CSharp_codec_of_zproto_do()
    {
        TestModel[] models = [Models.Load("hello_msg"), Models.Load("hello_server"), Models.Load("hello_client")];
        GeneratorRun run = GeneratorRun.Run(new TestProject([.. models.Select(model => model with { Namespace = "ZProto" })])).WithUserPart().AssertCompiles();
        Assert.All(["ZProto.HelloMsg", "ZProto.HelloServer", "ZProto.HelloClient"], name => run.Type(name));
    }

    [Fact]
    public void Classes_named_like_types_and_namespaces_of_NET_and_the_runtime_compile_elsewhere()
    {
        IEnumerable<string> words = FuzzText.Words.Where(word => word.Any(char.IsLetter));
        GeneratorRun run = GeneratorRun.Run(new TestProject([.. words.Select((word, i) => Talk(word, $"N{i}.{word}.Inner") with { Path = $"model{i}.xml" })])).AssertCompiles();
        Assert.DoesNotContain(run.Diagnostics, diagnostic => diagnostic.Severity == DiagnosticSeverity.Error);
    }

    [Theory]
    [InlineData("ZProto.Samples")]
    [InlineData("Company.System")]
    [InlineData("Systems")]
    [InlineData("Company.ZProto.Codec")]
    public void Namespaces_that_only_look_like_those_of_the_runtime_are_anybodys(string @namespace)
    {
        GeneratorRun run = GeneratorRun.Run(Project("talk", @namespace, "Root")).AssertCompiles();
        run.Type($"{@namespace}.Talk");
    }

    [Theory]
    [InlineData("A", "A.Talk", "second.xml(1,16): error ZP0117: the class A.Talk.Speak cannot be generated, since 'A.Talk' is no namespace but the class generated from first.xml; name the model otherwise or set another 'namespace'")]
    [InlineData("A", "A.Talk.B", "second.xml(1,16): error ZP0117: the class A.Talk.B.Speak cannot be generated, since 'A.Talk' is no namespace but the class generated from first.xml; name the model otherwise or set another 'namespace'")]
    [InlineData("A.Speak.B", "A", "second.xml(1,16): error ZP0117: the class A.Speak cannot be generated, since that is the namespace of the class generated from first.xml; name the model otherwise or set another 'namespace'")]
    public void A_class_and_a_namespace_of_two_models_cannot_be_one(string first, string second, string diagnostic)
    {
        GeneratorRun run = GeneratorRun.Run(new TestProject(Talk("talk", first) with { Path = "first.xml" }, Talk("speak", second) with { Path = "second.xml" })).AssertCompiles();
        Assert.Equal([diagnostic], run.Diagnostics.Select(diagnostic => diagnostic.ToString()));
        Assert.Single(run.Sources);
    }

    [Fact]
    public void A_class_named_like_a_part_of_its_namespace_is_warned_of()
    {
        GeneratorRun run = Run("""namespace = "Sample.Talk.Inner" """, null, "Sample").AssertCompiles();
        Diagnostic warning = Assert.Single(run.Diagnostics);
        Assert.Equal((DiagnosticSeverity.Warning, "ZP0111"), (warning.Severity, warning.Id));
        Assert.Contains("'Sample.Talk.Inner'", warning.GetMessage(), StringComparison.Ordinal);
        Assert.Single(run.Sources);
    }

    [Fact]
    public void A_class_named_like_a_part_of_the_projects_namespace_is_warned_of()
        => Assert.Equal(["ZP0111 1:16"], Run("""namespace = "Elsewhere" """, null, "Company.Talk").AssertCompiles().FormatDiagnostics());

    [Fact]
    public void Hint_names_differ_where_namespaces_differ_in_case_only()
    {
        TestModel[] models = [Talk("talk", "Company.App"), Talk("talk", "company.app") with { Path = "b.xml" }, Talk("talk", "COMPANY.app") with { Path = "c.xml" }];
        GeneratorRun run = GeneratorRun.Run(new TestProject(models)).AssertCompiles();
        Assert.Empty(run.Diagnostics);
        Assert.Equal(3, run.Sources.Select(source => source.HintName.ToUpperInvariant()).Distinct().Count());
    }

    [Fact]
    public void Hint_names_carry_the_namespace()
    {
        GeneratorRun run = GeneratorRun.Run(new TestProject(Talk("talk", "A.B"), Talk("talk", "A.C") with { Path = "b.xml" }));
        Assert.Equal(["A.B.Talk.g.cs", "A.C.Talk.g.cs"], run.Sources.Select(source => source.HintName).Order());
    }

    private static GeneratorRun Run(string attribute, string? item, string root)
        => GeneratorRun.Run(new TestProject(new TestModel("model.xml", $"""<class name = "talk" {attribute} script = "zproto_codec"><message name = "A" /></class>""") { Namespace = item }) { RootNamespace = root });

    private static TestProject Project(string name, string @namespace, string root) => new(Talk(name, @namespace)) { RootNamespace = root };

    private static TestModel Talk(string name, string @namespace)
        => new("model.xml", $"""<class name = "{name}" script = "zproto_codec"><message name = "A"><field name = "uuid" type = "uuid" /><field name = "text" type = "string" /></message></class>""") { Namespace = @namespace };

    private static string[] Refused(GeneratorRun run)
    {
        Assert.Empty(run.AssertCompiles().Sources);
        Assert.All(run.Diagnostics, diagnostic => Assert.Equal(DiagnosticSeverity.Error, diagnostic.Severity));
        return run.FormatDiagnostics();
    }
}
