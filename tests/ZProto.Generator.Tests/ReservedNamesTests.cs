using Microsoft.CodeAnalysis;
using ZProto.Generator.Tests.Driver;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Tests;

/// <summary>The table of <c>docs/reserved-names.md</c>, row by row, against the generator.</summary>
public class ReservedNamesTests
{
    public static TheoryData<string, string, string, string> Rows => ReservedName.ToRows(ReservedName.Table);

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_name_that_is_taken_is_in_CSharp_what_the_documents_say(string name, string kind, string csharp, string takenBy)
    {
        var transition = new ReservedName(name, kind, csharp, takenBy);
        GeneratorRun run = GeneratorRun.Run(transition.Model).AssertCompiles();

        INamedTypeSymbol codec = Codec(run);
        switch (transition.PlainKind)
        {
            case "class":
                Assert.Equal(csharp, codec.Name);
                break;
            case "field":
                Assert.IsAssignableFrom<IPropertySymbol>(Assert.Single(codec.GetMembers(csharp)));
                break;
            case "define":
                Assert.True(Assert.IsAssignableFrom<IFieldSymbol>(Assert.Single(codec.GetMembers(csharp))).IsConst);
                break;
            default:
                Assert.Single(codec.GetTypeMembers("MessageId").Single().GetMembers(csharp));
                Assert.Single(codec.GetMembers($"Create{csharp}"));
                Assert.Single(codec.GetMembers($"Set{csharp}"));
                break;
        }
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void A_name_that_is_taken_is_reported_where_it_is(string name, string kind, string csharp, string takenBy)
    {
        var transition = new ReservedName(name, kind, csharp, takenBy);
        string element = transition.PlainKind == "class" ? "<class" : $"<{transition.PlainKind}";
        string[] lines = transition.Model.Split('\n');
        int line = Array.FindLastIndex(lines, text => text.StartsWith(element, StringComparison.Ordinal) && text.Contains($"\"{name}\"", StringComparison.Ordinal));
        int column = lines[line].IndexOf($"\"{name}\"", StringComparison.Ordinal) + 1;

        GeneratorRun run = GeneratorRun.Run(transition.Model);
        Diagnostic renamed = Assert.Single(run.Diagnostics);
        Assert.Equal(DiagnosticSeverity.Info, renamed.Severity);
        Assert.Equal([$"ZP0113 {line + 1}:{column + 1}"], run.FormatDiagnostics());
        Assert.Contains($"'{name}' is {csharp} in C#", renamed.GetMessage(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_documents_list_every_reserved_name_and_no_other()
    {
        Assert.Equal(CodecNames.Reserved, Listed(isPubSub: false));
        Assert.Equal(CodecNames.ReservedForTopics, Listed(isPubSub: true));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Every_member_that_a_codec_has_without_the_model_is_reserved(bool pubSub)
    {
        GeneratorRun run = GeneratorRun.Run($"""<class name = "sample" pubsub = "{(pubSub ? 1 : 0)}" script = "zproto_codec" />""").AssertCompiles();
        INamedTypeSymbol codec = run.Type("Sample.Sample");

        // What instances inherit, and what extension methods give every message, is to be reached by its name too.
        IEnumerable<string> members = codec.GetMembers()
            .Concat(codec.BaseType!.GetMembers())
            .Concat(run.Type("ZProto.ProtocolMessageExtensions").GetMembers().Where(member => member is IMethodSymbol { IsExtensionMethod: true }))
            .Where(member => member is not IMethodSymbol { AssociatedSymbol: not null } and { CanBeReferencedByName: true })
            .Select(member => member.Name)
            .Append("Finalize") // a destructor, which C# has no name for
            .Distinct()
            .Where(name => !name.Contains('_', StringComparison.Ordinal))
            .Order(StringComparer.Ordinal);
        IEnumerable<string> reserved = pubSub ? CodecNames.Reserved.Concat(CodecNames.ReservedForTopics) : CodecNames.Reserved;
        Assert.Equal(reserved.Order(StringComparer.Ordinal), members);
    }

    [Theory]
    [InlineData("id", "id field", "IdField", "IdFieldField")]
    [InlineData("id field", "id", "IdField", "IdFieldField")]
    public void A_suffix_is_put_on_until_the_name_is_free(string first, string second, string firstName, string secondName)
    {
        GeneratorRun run = GeneratorRun.Run($"""
            <class name = "sample" script = "zproto_codec">
            <message name = "M"><field name = "{first}" type = "number" /><field name = "{second}" type = "number" /></message>
            </class>
            """).AssertCompiles();
        Assert.Equal([firstName, secondName], Codec(run).GetMembers().OfType<IPropertySymbol>().Select(member => member.Name).Where(name => name.EndsWith("Field", StringComparison.Ordinal)));
    }

    [Fact]
    public void A_message_or_define_at_the_end_renames_nothing_before_it()
    {
        const string start = """<class name = "sample"><message name = "A"><field name = "level" type = "number" /></message>""";
        IEnumerable<string> before = PublicMembers($"{start}</class>");
        IEnumerable<string> after = PublicMembers($"""{start}<message name = "LEVEL" /><define name = "level" value = "1" /><define name = "create a" value = "1" /></class>""");
        Assert.Empty(before.Except(after));
    }

    private static IEnumerable<string> PublicMembers(string model)
        => [.. Codec(GeneratorRun.Run(model).AssertCompiles()).GetMembers().Where(member => member.DeclaredAccessibility == Accessibility.Public).Select(member => member.ToDisplayString())];

    private static IEnumerable<string> Listed(bool isPubSub)
        => ReservedName.Table.Where(transition => transition.IsMember && transition.IsPubSub == isPubSub).Select(transition => new ModelName(transition.Name).Pascal).Distinct();

    private static INamedTypeSymbol Codec(GeneratorRun run)
        => run.Compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>().Single(type => type.TypeKind == TypeKind.Class);
}
