using ZProto.Samples.Tests;

namespace ZProto.Broker.Tests;

/// <summary>The figures of the sample's README.</summary>
public sealed class ReadmeTests() : SampleReadmeTests("Broker", demo: ["Program.cs", "Arguments.cs", "Demo.cs"]);
