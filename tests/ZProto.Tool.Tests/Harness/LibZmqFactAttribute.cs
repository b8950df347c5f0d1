namespace ZProto.Tool.Tests.Harness;

/// <summary>A test that needs the native library; skipped where there is none.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class LibZmqFactAttribute : FactAttribute
{
    public LibZmqFactAttribute()
    {
        if (!LibZmqTransport.IsAvailable)
            Skip = "libzmq is not installed";
    }
}
