namespace ZProto.Clone.Tests;

/// <summary>The figures of the sample's README.</summary>
public sealed class ReadmeTests() : SampleReadmeTests("Clone", demo: ["Program.cs", "CommandLine.cs", "Demo.cs", "SeparateProcesses.cs"]);
