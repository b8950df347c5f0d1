namespace ZProto.Freelance.Tests;

/// <summary>The figures of the sample's README.</summary>
public sealed class ReadmeTests() : SampleReadmeTests("Freelance", demo: ["Program.cs", "Demo.cs"]);
