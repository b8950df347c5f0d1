using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests.Analyzers;

/// <summary>A server with one action, <c>act</c>, whose user's part is analysed.</summary>
internal static class AnalyzedServer
{
    private static readonly AnalyzedPart s_part = new(TestProject.WithServer(
        """<class name = "talk_server" script = "server"><state name = "a"><event name = "SAY"><action name = "act" /></event></state></class>""",
        new TestModel("talk.xml", """<class name = "talk"><message name = "SAY" /><message name = "OK" /></class>""")));

    /// <summary>What stands before the code of the action's user.</summary>
    public const string Head = "using System; using System.Threading; using System.Threading.Tasks;\nnamespace Sample;\npublic partial class TalkServer { public sealed partial class Client {\n";

    public const string Tail = "\n} }";

    /// <inheritdoc cref="AnalyzedPart.AssertReportsAsync"/>
    public static Task<string> AssertReportsAsync(string id, string marked, bool compiles = true) => s_part.AssertReportsAsync(id, marked, compiles);

    /// <inheritdoc cref="AnalyzedPart.AssertSilentAsync"/>
    public static Task AssertSilentAsync(string source, bool compiles = true) => s_part.AssertSilentAsync(source, compiles);

    /// <inheritdoc cref="AnalyzedPart.MissingAsync"/>
    public static Task<IEnumerable<string>> MissingAsync(string source) => s_part.MissingAsync(source);
}
