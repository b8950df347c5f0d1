namespace ZProto.LibZmq.Tests;

/// <summary>A test that needs the native library and Python's, skipped where either is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonFactAttribute : FactAttribute
{
    public PythonFactAttribute() => Skip = LibZmqFactAttribute.Missing ?? PythonPeer.Missing;
}
