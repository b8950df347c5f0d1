namespace ZProto.LibZmq.Tests;

/// <summary>A theory that needs the native library and Python's, skipped where either is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class PythonTheoryAttribute : TheoryAttribute
{
    public PythonTheoryAttribute() => Skip = LibZmqFactAttribute.Missing ?? PythonPeer.Missing;
}
