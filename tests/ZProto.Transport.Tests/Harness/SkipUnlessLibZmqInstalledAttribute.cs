namespace ZProto.Transport.Tests;

/// <summary>On the tests of the libzmq transport.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class SkipUnlessLibZmqInstalledAttribute : SkipUnlessInstalledAttribute
{
    public override string? Missing => LibZmqTransport.IsAvailable ? null : "libzmq is not installed (Debian: apt-get install libzmq5)";
}
