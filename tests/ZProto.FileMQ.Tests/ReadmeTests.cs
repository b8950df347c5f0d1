namespace ZProto.FileMQ.Tests;

/// <summary>The figures of the sample's README.</summary>
public sealed class ReadmeTests() : SampleReadmeTests("FileMQ", demo: ["Program.cs", "CommandLine.cs", "Demo.cs", "SeparateProcesses.cs", "Footprint.cs"]);
