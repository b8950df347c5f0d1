using ZProto.Generator.Tests.Driver;

namespace ZProto.Generator.Tests.Snapshots;

public class SnapshotTests
{
    [Fact]
    public void A_small_protocol() => Verify(new TestProject(Models.Of("hello_msg")));

    [Fact]
    public void Every_type_of_field() => Verify(new TestProject(Models.Of("every_type")));

    [Fact]
    public void A_published_protocol() => Verify(new TestProject(Models.Of("weather")));

    [Fact]
    public void The_example_of_the_tree() => Verify(new TestProject(Models.Example));

    [Fact]
    public void A_small_server() => Verify(new TestProject(Models.Of("hello_server"), Models.Of("hello_msg") with { Emit = "false" }) { Sources = [GeneratorRun.Of(new TestProject(Models.Of("hello_msg"))).SingleSource()] });

    private static void Verify(TestProject project, [System.Runtime.CompilerServices.CallerMemberName] string method = "")
    {
        GeneratorRun run = GeneratorRun.Of(project).WithUsersHalf().AssertCompiles();
        Assert.Empty(run.Diagnostics);
        Snapshot.Match<SnapshotTests>(run, method);
    }
}
