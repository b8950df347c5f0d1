namespace ZProto.Runtime.Tests;

/// <summary>What can be caught together.</summary>
public sealed class ExceptionTests
{
    [Fact]
    public void Every_exception_of_the_runtime_is_a_ZProtoException()
        => Assert.All(typeof(ZProtoException).Assembly.GetExportedTypes().Where(type => type.IsAssignableTo(typeof(Exception))), type => Assert.True(type.IsAssignableTo(typeof(ZProtoException)), type.Name));
}
