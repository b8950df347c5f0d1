using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests;

/// <summary>
/// Generated code under warning level 9999, with nullable references, checked arithmetic and documentation diagnosed: the
/// settings of every run here.
/// </summary>
public class StrictCompilationTests
{
    public static TheoryData<string> Names => ["hello_msg", "every_type", "weather", "odd_names"];

    [Theory]
    [MemberData(nameof(Names))]
    public void Generated_code_is_emitted_without_a_warning(string model)
        => Assert.Single(GeneratorRun.Run(new TestProject(Models.Load(model))).AssertEmits().Sources);

    [Theory]
    [MemberData(nameof(Names))]
    public void Generated_code_is_silent_in_an_assembly_that_calls_itself_CLS_compliant(string model)
        => GeneratorRun.Run(new TestProject(Models.Load(model)) { Sources = ["[assembly: System.CLSCompliant(true)]"] }).AssertCompiles();

    [Theory]
    [InlineData(LanguageVersion.CSharp11)]
    [InlineData(LanguageVersion.CSharp12)]
    [InlineData(LanguageVersion.Preview)]
    public void Generated_code_compiles_from_CSharp_11_on(LanguageVersion language)
        => Assert.Single(GeneratorRun.Run(new TestProject(Models.Load("every_type")) { Language = language }).AssertCompiles().Sources);

    [Fact]
    public void Everything_public_is_documented()
    {
        // CS1591 is what the compiler says of a public member without a comment; here it must have something to compare with.
        GeneratorRun run = GeneratorRun.Run(new TestProject(Models.Load("weather")) { Sources = ["public class Undocumented { }"] });
        Assert.Equal("CS1591", Assert.Single(run.CompilerDiagnostics).Id);
    }

    [Fact]
    public void Every_kind_of_type_is_spelled_out_from_global()
    {
        // Names of the user's that are in the way: of types that generated code uses, in its namespace and as a member of its class.
        const string inTheWay = """
            namespace Sample
            {
                class Guid { } class RoutingId { } class StringList { } class FrameWriter { } class ReadOnlySpan<T> { } class MemoryExtensions { }
                namespace System { class Inner { } }
                namespace ZProto { class Inner { } }
                namespace Types.Codec { class Inner { } }
            }
            """;
        GeneratorRun.Run(new TestProject(Models.Load("hello_msg"), Models.Load("every_type"), Models.Load("weather")) { Sources = [inTheWay] }).AssertCompiles();
    }

    [Fact]
    public void A_protocol_without_messages_compiles()
        => GeneratorRun.Run("""<class name = "empty" script = "zproto_codec" />""").AssertCompiles().SingleSource();

    [Fact]
    public void A_protocol_of_256_messages_compiles()
    {
        string messages = string.Concat(Enumerable.Range(0, 256).Select(id => $"""<message name = "M {id}" id = "{id}" />"""));
        GeneratorRun.Run($"""<class name = "many">{messages}</class>""").AssertCompiles().SingleSource();
    }

    [Fact]
    public void A_model_with_line_ends_of_Windows_gives_the_same_source()
    {
        TestModel model = Models.Load("every_type");
        string source = GeneratorRun.Run(new TestProject(model)).SingleSource();
        string windows = GeneratorRun.Run(new TestProject(model with { Text = model.Text!.ReplaceLineEndings("\r\n") })).SingleSource();
        Assert.Equal(source, windows);
        Assert.DoesNotContain('\r', source);
    }
}
