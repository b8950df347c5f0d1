namespace ZProto.Package.Tests.Harness;

/// <summary>The tests share the packages, and run one after the other: a build uses all cores there are.</summary>
[CollectionDefinition("packages")]
public sealed class PackagesCollection : ICollectionFixture<Feed>;
