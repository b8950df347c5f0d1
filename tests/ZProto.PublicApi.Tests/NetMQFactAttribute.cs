namespace ZProto.PublicApi.Tests;

/// <summary>A test that needs <c>ZProto.NetMQ</c>; skipped where it is built empty.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class NetMQFactAttribute : FactAttribute
{
    public NetMQFactAttribute()
    {
        if (PublicApiTests.Metadata("NetMQ") != "true")
            Skip = "NetMQ is not in reach";
    }
}
