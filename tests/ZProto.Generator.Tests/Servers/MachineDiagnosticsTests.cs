using Microsoft.CodeAnalysis;
using ZProto.Generator.Tests.Driver;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Tests.Servers;

/// <summary>What is wrong with the machines of a server itself, and with the user's part of them.</summary>
public class MachineDiagnosticsTests
{
    private const string Sockets = "<socket name = \"out\" type = \"push\" /><socket name = \"in\" type = \"pull\" /><socket name = \"news\" type = \"pub\" protocol_class = \"news\" />";

    private static readonly TestModel s_talk = new("talk.xml", """<class name = "talk" script = "zproto_codec"><message name = "SAY" /><message name = "SAY-OK" /></class>""");
    private static readonly TestModel s_news = new("news.xml", """<class name = "news" script = "zproto_codec" pubsub = "1"><message name = "ALERT" /></class>""");

    // A mark ('|') stands before what the diagnostic is about.
    [Theory]
    [InlineData("ZP0101", "<machine> needs a 'name' with a letter or digit in it", "<|machine><state name = \"a\" /></machine>")]
    [InlineData("ZP0119", "there is no protocol 'nws' among the project's models, did you mean 'news'?", "<machine name = \"m\" protocol_class = \"|nws\"><state name = \"a\" /></machine>")]
    [InlineData("ZP0303", "there is no state 'b'", "<machine name = \"m\"><state name = \"a\"><event name = \"SAY\" next = \"|b\" /></state></machine>")]
    [InlineData("ZP0305", "'terminate' is the engine's own event; name this one otherwise", "<machine name = \"m\"><state name = \"a\"><event name = \"|terminate\" /></state></machine>")]
    [InlineData("ZP0307", "a machine needs a <state> to start in", "<|machine name = \"m\" />")]
    [InlineData("ZP0309", "unexpected 'drop' is none of 'queue', 'ignore' and 'terminate'", "<machine name = \"m\" unexpected = \"|drop\"><state name = \"a\" /></machine>")]
    [InlineData("ZP0313", "protocol 'talk' has no message 'SAY OKAY', did you mean 'SAY-OK'?", "<machine name = \"m\"><state name = \"a\"><event name = \"SAY\"><action name = \"send\" message = \"|SAY OKAY\" socket = \"out\" /></event></state></machine>")]
    [InlineData("ZP0313", "protocol 'news' has no message 'SAY'", "<machine name = \"m\" protocol_class = \"news\"><state name = \"a\"><event name = \"x\"><action name = \"send\" message = \"|SAY\" socket = \"news\" /></event></state></machine>")]
    [InlineData("ZP0314", "the body of action 'act' must be C# statements whose braces match, without preprocessor lines", "<machine name = \"m\"><state name = \"a\"><event name = \"SAY\"><action name = \"act\" /></event></state><action name = \"|act\">}</action></machine>")]
    [InlineData("ZP0321", "action 'send' of a machine needs a 'socket' of the engine to send by", "<machine name = \"m\"><state name = \"a\"><before><action name = \"|send\" message = \"SAY\" /></before></state></machine>")]
    [InlineData("ZP0322", "there is no socket 'uot', did you mean 'out'?", "<machine name = \"m\"><state name = \"a\"><event name = \"SAY\"><action name = \"send\" message = \"SAY\" socket = \"|uot\" /></event></state></machine>")]
    [InlineData("ZP0323", "socket 'in' is a pull, by which no messages are sent", "<machine name = \"m\"><state name = \"a\"><event name = \"SAY\"><action name = \"send\" message = \"SAY\" socket = \"|in\" /></event></state></machine>")]
    [InlineData("ZP0323", "socket 'news' speaks 'news', and the machine 'm' speaks 'talk'", "<machine name = \"m\"><state name = \"a\"><event name = \"SAY\"><action name = \"send\" message = \"SAY\" socket = \"|news\" /></event></state></machine>")]
    [InlineData("ZP0324", "there is a machine 'M' already", "<machine name = \"m\"><state name = \"a\" /></machine><machine name = \"|M\"><state name = \"b\" /></machine>")]
    [InlineData("ZP0325", "there is no machine 'n'", "<machine name = \"m\"><state name = \"a\" /></machine><selftest><step machine = \"|n\" /></selftest>")]
    [InlineData("ZP0326", "no state of machine 'm' names an event 'go'", "<machine name = \"m\"><state name = \"a\"><event name = \"SAY\" /></state></machine><selftest><step machine = \"m\" raise = \"|go\" /></selftest>")]
    [InlineData("ZP0303", "there is no state 'b'", "<machine name = \"m\"><state name = \"a\" /></machine><selftest><step machine = \"m\" state = \"|b\" /></selftest>")]
    public void An_error_is_reported_where_it_is_and_the_server_is_declared(string id, string message, string marked)
    {
        GeneratorRun run = Run(marked, out string index);
        Assert.Equal([$"{id} {index}"], run.FormatDiagnostics());
        Assert.Equal(message, run.Diagnostics[0].GetMessage());
        Assert.Equal(DiagnosticSeverity.Error, run.Diagnostics[0].Severity);
        Assert.Contains(run.Sources, source => source.SourceText.ToString().Contains("// The server of s", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("ZP0007", "attribute 'socket' of <action> is not recognized and is ignored, but for 'send'", "<machine name = \"m\"><state name = \"a\"><event name = \"SAY\"><action name = \"act\" |socket = \"out\" /></event></state></machine>")]
    [InlineData("ZP0009", "<machine> has no attribute 'unexpcted', did you mean 'unexpected'?", "<machine name = \"m\" |unexpcted = \"queue\"><state name = \"a\" /></machine>")]
    [InlineData("ZP0009", "<action> has no attribute 'sokcet', did you mean 'socket'?", "<machine name = \"m\"><state name = \"a\"><event name = \"SAY\"><action name = \"send\" message = \"SAY\" |sokcet = \"out\" /></event></state></machine>")]
    [InlineData("ZP0008", "<machin> is not known here, did you mean 'machine'?", "<|machin name = \"m\"><state name = \"a\" /></machin>")]
    [InlineData("ZP0306", "no event leads to state 'b', and no state inherits from it", "<machine name = \"m\"><state name = \"a\" /><state name = \"|b\" /></machine>")]
    [InlineData("ZP0312", "no state names an action 'atc', whose body this is, did you mean 'act'?", "<machine name = \"m\"><state name = \"a\"><event name = \"SAY\"><action name = \"act\" /></event></state><action name = \"|atc\">;</action></machine>")]
    [InlineData("ZP0318", "protocol 'talk' has no message 'SYA', did you mean 'SAY', which no state handles?", "<machine name = \"m\"><state name = \"a\"><event name = \"|SYA\" /></state></machine>")]
    [InlineData("ZP0319", "action 'sned' takes no 'message', did you mean 'send'?", "<machine name = \"m\"><state name = \"a\"><event name = \"SAY\"><action name = \"|sned\" message = \"SAY\" socket = \"out\" /></event></state></machine>")]
    [InlineData("ZP0113", "'options' is OptionsMachine in C#, since Options is taken by a member that every such class has", "<machine name = \"|options\"><state name = \"a\" /></machine>")]
    [InlineData("ZP0113", "'raise' is RaiseAction in C#, since Raise is taken by a member that every such class has", "<machine name = \"m\"><state name = \"a\"><event name = \"SAY\"><action name = \"|raise\" /></event></state></machine>")]
    [InlineData("ZP0113", "'m machine' is MMachineAction in C#, since MMachine is taken by a member that every such class has", "<machine name = \"m\"><state name = \"a\"><event name = \"SAY\"><action name = \"|m machine\" /></event></state></machine>")]
    [InlineData("ZP0007", "attribute 'raise' of <step> is not recognized and is ignored, without a 'machine'", "<selftest><step |raise = \"x\" /></selftest>")]
    public void A_warning_or_hint_is_reported_where_it_is_and_the_server_is_generated(string id, string message, string marked)
    {
        GeneratorRun run = Run(marked, out string index);
        Assert.Equal([$"{id} {index}"], run.FormatDiagnostics());
        Assert.Equal(message, run.Diagnostics[0].GetMessage());
        Assert.Equal(3, run.Sources.Length);
    }

    [Fact]
    public void A_socket_in_an_engines_own_send_is_not_recognized()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer(
            Marked.Read("<class name = \"s\" script = \"server\" protocol_class = \"talk\"><state name = \"a\"><event name = \"SAY\"><action name = \"send\" message = \"SAY\" |socket = \"out\" /></event></state></class>", out string index), s_talk)).AssertCompiles();
        Assert.Equal([$"ZP0007 {index}"], run.FormatDiagnostics());
    }

    [Fact]
    public void Where_the_servers_protocol_is_missing_that_is_all_there_is_to_say()
    {
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer(
            "<class name = \"s\" script = \"server\" protocol_class = \"gone\"><state name = \"a\" /><socket name = \"out\" type = \"push\" /><machine name = \"m\"><state name = \"a\"><event name = \"SAY\"><action name = \"send\" message = \"OK\" socket = \"out\" /></event></state></machine></class>")).WithUserPart().AssertCompiles();
        Assert.Equal(["ZP0119"], run.Diagnostics.Select(diagnostic => diagnostic.Id));
    }

    [Theory]
    [InlineData("<event name = \"SAY\" /><event name = \"SAY-OK\" />", false)]
    [InlineData("<event name = \"SAY\" />", true)]
    [InlineData("<event name = \"*\" />", false)]
    [InlineData("", true)]
    public void The_method_of_a_socket_is_asked_for_only_where_no_machine_takes_all_that_comes_in(string events, bool isAskedFor)
    {
        GeneratorRun run = Run(Server($"<machine name = \"m\"><state name = \"a\">{events}</state></machine>"));
        Assert.Equal(isAskedFor, run.Type("Sample.S").GetMembers("OnIn").Length > 0);
    }

    [Fact]
    public void Every_member_that_a_machine_has_without_the_model_is_reserved()
    {
        INamedTypeSymbol machine = Run(Server("<machine name = \"m\"><state name = \"a\" /></machine>")).Type("Sample.S").GetTypeMembers("MMachine").Single();
        IEnumerable<string> members = Bases(machine)
            .SelectMany(at => at.GetMembers())
            .Where(member => member is not IMethodSymbol { AssociatedSymbol: not null } and { CanBeReferencedByName: true })
            .Where(member => member.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal || member is IMethodSymbol { IsPartialDefinition: true })
            .Select(member => member.Name);
        Assert.Equal(EngineMachineNames.Reserved.Append("Server").Order(StringComparer.Ordinal), members.Append("Definition").Distinct().Order(StringComparer.Ordinal));

        static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol? type) => type is null ? [] : Bases(type.BaseType).Prepend(type);
    }

    [Fact]
    public void An_action_of_one_name_in_two_machines_and_in_a_client_is_three_methods()
    {
        const string Model = "<class name = \"s\" script = \"server\" protocol_class = \"talk\"><state name = \"a\"><event name = \"SAY\"><action name = \"act\" /></event></state><machine name = \"m\"><state name = \"a\"><event name = \"x\">\n<action name = \"act\" /></event></state></machine><machine name = \"n\"><state name = \"a\"><event name = \"x\"><action name = \"act\" /></event></state></machine></class>";
        TestProject project = TestProject.WithServer(Model, s_talk) with { Sources = ["namespace Sample; partial class S { partial class Client { private partial void Act() { } } partial class NMachine { private partial void Act() { } } }"] };
        GeneratorRun run = GeneratorRun.Run(project);
        Assert.Empty(run.Diagnostics);
        Assert.Equal("CS8795", Assert.Single(run.Compilation.GetDiagnostics(), diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Id);
    }

    [Theory]
    [InlineData("partial class S { private partial void |Act() { } }", "ZP0505", "'Act' belongs in the class 'S.MMachine', not here")]
    [InlineData("partial class S { partial class Client { private partial void |Act() { } } }", "ZP0505", "'Act' belongs in the class 'S.MMachine', not here")]
    [InlineData("partial class S { partial class MMachine { private partial void Act() => |SetWakeup(System.TimeSpan.Zero, Event.X); } }", "ZP0510", "state 'a' inherits the event 'SAY', which cancels this wakeup when it comes; for a time-out that lasts, use 'SetTimer'")]
    public void What_the_users_part_of_a_machine_misses_is_said(string marked, string id, string message)
    {
        const string Model = "<class name = \"s\" script = \"server\" protocol_class = \"talk\"><state name = \"a\" /><machine name = \"m\"><state name = \"a\" inherit = \"b\"><event name = \"x\"><action name = \"act\" /></event></state><state name = \"b\"><event name = \"SAY\" /></state></machine></class>";
        string source = Marked.Read($"namespace Sample; {marked}", out string index);
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer(Model, s_talk) with { Sources = [source] }).AssertCompiles();
        Assert.Equal([$"{id} {index} Source0.cs"], run.FormatDiagnostics());
        Assert.Equal(message, run.Diagnostics[0].GetMessage());
    }

    [Theory]
    [InlineData("async", "private async partial void |Act() { await System.Threading.Tasks.Task.Yield(); }", "ZP0501")]
    [InlineData("wait", "private partial void Act() => System.Threading.Tasks.Task.Delay(1).|Wait();", "ZP0502")]
    [InlineData("elsewhere", "private partial void Act() => System.Threading.Tasks.Task.Run(() => |Raise(Event.X));", "ZP0503")]
    [InlineData("of the server", "private partial void Act() => System.Threading.Tasks.Task.Run(() => Server.|M.Raise(Event.X));", "ZP0503")]
    [InlineData("in the background", "private partial void Act() => RunInBackground(async end => { await System.Threading.Tasks.Task.Yield(); _ = |State; }, Event.X, Event.X);", "ZP0503")]
    [InlineData("missing", "", "ZP0506")]
    public async Task Analyzers_know_the_classes_of_machines(string what, string marked, string id)
    {
        const string Model = "<class name = \"s\" script = \"server\" protocol_class = \"talk\"><state name = \"a\" /><machine name = \"m\"><state name = \"a\"><event name = \"x\"><action name = \"act\" /></event></state></machine></class>";
        Assert.NotEmpty(what);
        string head = marked.Length > 0 ? "MMachine" : "|MMachine";
        string source = Marked.Read($"namespace Sample; public partial class S {{ public sealed partial class {head} {{ {marked} }} }}", out string index);
        GeneratorRun run = GeneratorRun.Run(TestProject.WithServer(Model, s_talk) with { Sources = [source] });
        Assert.Equal([$"{id} {index} Source0.cs"], await run.AnalyzeAsync());
    }

    private static GeneratorRun Run(string marked, out string index) => Run(Marked.Read(Server(marked), out index));

    private static GeneratorRun Run(string server) => GeneratorRun.Run(TestProject.WithServer(server, s_talk, s_news)).WithUserPart().AssertCompiles();

    private static string Server(string machines) => $"<class name = \"s\" script = \"server\" protocol_class = \"talk\"><state name = \"a\" />{Sockets}\n{machines}</class>";
}
