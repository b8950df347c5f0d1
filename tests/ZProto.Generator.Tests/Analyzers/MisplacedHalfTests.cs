using static ZProto.Generator.Tests.Analyzers.AnalyzedServer;

namespace ZProto.Generator.Tests.Analyzers;

public class MisplacedHalfTests
{
    [Theory]
    [InlineData("namespace Elsewhere;\npublic partial class |TalkServer { public sealed partial class Client { private partial void Act() { } } }")]
    [InlineData("public partial class |TalkServer { }")]
    [InlineData("namespace Sample.Deeper { partial class |TalkServer { } }")]
    public async Task A_half_in_another_namespace_is_told_where_it_belongs(string marked)
        => Assert.Equal(
            "this class is not the half of 'Sample.TalkServer' that is yours: it belongs into namespace 'Sample'",
            await AssertReportsAsync("ZP0504", marked, compiles: false));

    [Theory]
    [InlineData("namespace Sample;\npublic partial class TalkServer { private void |Act() { } }")]
    [InlineData("namespace Sample;\npublic partial class TalkServer {\n private partial void |Act() { }\n public partial class Client { } }")]
    public async Task An_action_in_the_servers_class_is_told_where_it_belongs(string marked)
        => Assert.StartsWith(
            "action 'Act' belongs into the class 'TalkServer.Client'",
            await AssertReportsAsync("ZP0505", marked, compiles: false),
            StringComparison.Ordinal);

    [Theory]
    [InlineData("")]
    [InlineData("namespace Sample { public partial class TalkServer { } }")]
    [InlineData("namespace Sample { partial class TalkServer { void Other() { } } }")]
    [InlineData("namespace Sample { partial class TalkServer { } } namespace Elsewhere { partial class TalkServer { } }")]
    [InlineData("namespace Elsewhere { class TalkServer { } partial class OtherServer { } }")]
    public async Task What_the_compiler_says_of_a_missing_action_is_enough_elsewhere(string source)
        => await AssertSilentAsync(source, compiles: false);

    [Fact]
    public async Task A_server_whose_actions_are_there_may_have_methods_of_their_names()
        => await AssertSilentAsync(Head + "private partial void Act() { } } private void Act() { } class Inner {" + Tail);
}
