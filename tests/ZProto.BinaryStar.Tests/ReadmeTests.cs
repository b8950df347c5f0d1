namespace ZProto.BinaryStar.Tests;

/// <summary>The figures of the sample's README.</summary>
public sealed class ReadmeTests() : SampleReadmeTests("BinaryStar", demo: ["Demo.cs", "SeparateProcesses.cs", "CommandLine.cs", "Program.cs"]);
