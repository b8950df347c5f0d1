namespace ZProto.NetMQ.Tests;

/// <summary>What stands for all tests on NetMQ where they cannot be built.</summary>
public sealed class NetMQIsNotInReach
{
    [Fact(Skip = "No NuGet source in reach offered NetMQ when this clone was first restored, so that nothing on it was built. See docs/development.md.")]
    public void The_tests_on_NetMQ_were_not_run()
    {
    }
}
