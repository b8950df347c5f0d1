namespace ZProto.Hosting.Tests;

/// <summary>A server that a container cannot create.</summary>
public partial class NeedyServer
{
    public required string Secret { get; init; }
}
