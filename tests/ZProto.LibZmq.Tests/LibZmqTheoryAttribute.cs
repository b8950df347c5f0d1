namespace ZProto.LibZmq.Tests;

/// <summary>A theory that needs the native library, skipped where it is not installed.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class LibZmqTheoryAttribute : TheoryAttribute
{
    public LibZmqTheoryAttribute() => Skip = LibZmqFactAttribute.Missing;
}
