using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests.Snapshots;

public class SnapshotTests
{
    [Fact]
    public void A_small_protocol() => Verify(new TestProject(Models.Load("hello_msg")));

    [Fact]
    public void Every_type_of_field() => Verify(new TestProject(Models.Load("every_type")));

    [Fact]
    public void A_published_protocol() => Verify(new TestProject(Models.Load("weather")));

    [Fact]
    public void Every_type_of_field_that_can_be_a_frame() => Verify(new TestProject(Models.Load("every_frame")));

    [Fact]
    public void Messages_told_by_constants_and_roles() => Verify(new TestProject(Models.Majordomo));

    [Fact]
    public void The_example_of_the_tree() => Verify(new TestProject(Models.Example));

    [Fact]
    public void A_small_server() => VerifyAlone("hello_server", "hello_msg");

    [Fact]
    public void A_server_with_further_sockets() => VerifyWithWeather("station_server");

    [Fact]
    public void A_server_with_machines_of_its_own() => VerifyWithWeather("watch_server");

    [Fact]
    public void A_small_client() => VerifyAlone("hello_client", "hello_msg");

    [Fact]
    public void A_small_mesh_in_harmony() => VerifyAlone("chat_mesh", "chat_msg");

    [Fact]
    public void A_small_mesh_of_a_client() => VerifyAlone("lookup_mesh", "chat_msg");

    [Fact]
    public void A_small_mesh_with_calls() => VerifyAlone("ask_mesh", "chat_msg");

    [Fact]
    public void A_small_node()
        => Verify(new TestProject(Models.Load("chat_node"), Models.Load("chat_node_msg") with { Emit = "false" })
        {
            Packages = ["ZProto.Zyre"],
            Sources = [GeneratorRun.Run(new TestProject(Models.Load("chat_node_msg"))).SingleSource()],
        });

    private static void VerifyWithWeather(string engine, [System.Runtime.CompilerServices.CallerMemberName] string method = "")
    {
        TestModel[] protocols = [Models.Load("hello_msg"), Models.Load("weather")];
        string[] sources = [.. protocols.Select(protocol => GeneratorRun.Run(new TestProject(protocol)).SingleSource())];
        Verify(new TestProject([Models.Load(engine), .. protocols.Select(protocol => protocol with { Emit = "false" })]) { Sources = [.. sources] }, method);
    }

    /// <summary>Verifies an engine without its protocol, which has a snapshot of its own.</summary>
    private static void VerifyAlone(string engine, string protocol, [System.Runtime.CompilerServices.CallerMemberName] string method = "")
        => Verify(new TestProject(Models.Load(engine), Models.Load(protocol) with { Emit = "false" }) { Sources = [GeneratorRun.Run(new TestProject(Models.Load(protocol))).SingleSource()] }, method);

    private static void Verify(TestProject project, [System.Runtime.CompilerServices.CallerMemberName] string method = "")
    {
        GeneratorRun run = GeneratorRun.Run(project).WithUserPart().AssertCompiles();
        Assert.Empty(run.Diagnostics);
        Snapshot.Match<SnapshotTests>(run, method);
    }
}
