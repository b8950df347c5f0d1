namespace ZProto.Samples.Tests;

/// <summary>A test that needs the native library, skipped where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LibZmqFactAttribute : FactAttribute
{
    public LibZmqFactAttribute() => Skip = LibZmqTransport.IsAvailable ? null : "libzmq is not installed (Debian: apt-get install libzmq5)";
}
