using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests.Analyzers;

/// <summary>What analyzers say of the user's part of a mesh: the same as of a server's.</summary>
public class MeshPartTests
{
    private const string Head = "using System; using System.Threading; using System.Threading.Tasks;\nnamespace Sample;\npublic partial class TalkMesh { public sealed partial class Peer {\n";
    private const string Tail = "\n} }";

    private static readonly AnalyzedPart s_part = new(TestProject.WithServer(
        """<class name = "talk_mesh" script = "mesh" mode = "harmony"><state name = "a"><event name = "SAY"><action name = "act" /></event></state></class>""",
        new TestModel("talk.xml", """<class name = "talk"><message name = "SAY" /></class>""")));

    [Theory]
    [InlineData("private async partial void |Act() { await Task.Yield(); }")]
    [InlineData("private partial void Act() { }\nasync partial void |OnInitialize() { await Task.Yield(); }")]
    [InlineData("private partial void Act() { } }\nasync partial void |OnTerminate() { await Task.Yield(); }\nclass Inner { ")]
    public async Task An_action_or_hook_that_is_async_is_an_error_at_its_name(string members)
        => await s_part.AssertReportsAsync("ZP0501", Head + members + Tail);

    [Fact]
    public async Task A_wait_that_blocks_in_an_action_is_a_warning_at_its_name()
        => Assert.Equal("'Thread.Sleep' blocks the engine's loop, and every peer of it, until the wait is over", await s_part.AssertReportsAsync("ZP0502", $"{Head}private partial void Act()\n{{\nThread.|Sleep(1);\n}}{Tail}"));

    [Theory]
    [InlineData("protected override bool Admit(Talk message) { Thread.|Sleep(1); return true; }", "'Thread.Sleep' blocks the engine's loop, and every peer of it, until the wait is over")]
    [InlineData("protected override ZProto.PeerKey GetKey(ZProto.RoutingId routingId) => Task.FromResult(base.GetKey(routingId)).|Result;", "'Task.Result' blocks the engine's loop, and every peer of it, until the wait is over")]
    [InlineData("protected override ZProto.RoutingId GetRoutingId(ZProto.PeerKey key) { Action wait = () => Task.CompletedTask.|Wait(); wait(); return base.GetRoutingId(key); }", "'Task.Wait' blocks the engine's loop, and every peer of it, until the wait is over")]
    [InlineData("partial void OnInitialize() => Thread.|Sleep(1);", "'Thread.Sleep' blocks the engine's loop, and every peer of it, until the wait is over")]
    public async Task A_wait_that_blocks_in_an_override_or_hook_of_the_mesh_is_a_warning_at_its_name(string member, string message)
        => Assert.Equal(message, await s_part.AssertReportsAsync("ZP0502", $"{Head}private partial void Act() {{ }} }}\n{member}\nclass Inner {{ {Tail}"));

    [Fact]
    public async Task A_member_of_the_loop_that_another_thread_uses_in_an_override_of_the_mesh_is_a_warning_where_it_is_used()
        => await s_part.AssertReportsAsync("ZP0503", $"{Head}private partial void Act() {{ }} }}\nprotected override bool Admit(Talk message) {{ Task.Run(() => |GetPeers()); return true; }}\nclass Inner {{ {Tail}");

    [Theory]
    [InlineData("protected override bool Admit(Talk message) { Task.Run(() => Thread.Sleep(1)); return GetPeers().Count > 0; }")]
    [InlineData("public override string ToString() { Thread.Sleep(1); return base.ToString()!; }")]
    [InlineData("public void WaitForPeers() => Thread.Sleep(1);")]
    public async Task Other_waits_in_the_mesh_are_no_matter(string member)
        => await s_part.AssertSilentAsync($"{Head}private partial void Act() {{ }} }}\n{member}\nclass Inner {{ {Tail}");

    [Theory]
    [InlineData("_ = |Message;")]
    [InlineData("_ = |State;")]
    [InlineData("|SetEndpoint(\"x\");")]
    [InlineData("|Send(Talk.MessageId.Say);")]
    [InlineData("|SetTimer(TimeSpan.Zero, Event.Say);")]
    [InlineData("Mesh.|GetPeers();")]
    [InlineData("Mesh.|AddPeer(default, \"x\");")]
    [InlineData("Mesh.|RemovePeer(Key);")]
    [InlineData("Mesh.|SendEvent(this, Event.Say);")]
    [InlineData("Mesh.|BroadcastEvent(Event.Say);")]
    public async Task A_member_of_the_loop_that_another_thread_uses_is_a_warning_where_it_is_used(string statement)
    {
        await s_part.AssertReportsAsync("ZP0503", $"{Head}private partial void Act()\n{{\nTask.Run(() => {{ {statement} }});\n}}{Tail}");
        await s_part.AssertReportsAsync("ZP0503", $"{Head}private partial void Act()\n{{\nRunInBackground(async end => {{ await Task.Yield(); {statement} }}, Event.Say, Event.Say);\n}}{Tail}");
    }

    [Theory]
    [InlineData("Mesh.AddPeer(Key, \"x\"); SetEndpoint(\"x\"); Mesh.Post(() => Mesh.RemovePeer(Key));")]
    [InlineData("Task.Run(async () => { await Task.Yield(); await Mesh.InvokeAsync(() => Mesh.GetPeers().Count); await Mesh.BindAsync(\"x\"); });")]
    public async Task Members_used_on_the_loop_are_no_matter(string statements)
        => await s_part.AssertSilentAsync($"{Head}private partial void Act()\n{{\n{statements}\n}}{Tail}");

    [Theory]
    [InlineData("namespace Sample; public partial class |TalkMesh { }")]
    [InlineData("namespace Sample; class Program { object Create() => new |TalkMesh(); }")]
    public async Task A_mesh_whose_peer_lacks_an_action_is_told_which(string marked)
        => Assert.Equal("class 'TalkMesh.Peer' lacks methods that the model asks for: Act", await s_part.AssertReportsAsync("ZP0506", marked, compiles: false));
}
