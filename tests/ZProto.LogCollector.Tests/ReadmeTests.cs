namespace ZProto.LogCollector.Tests;

/// <summary>The figures of the sample's README.</summary>
public sealed class ReadmeTests() : SampleReadmeTests("LogCollector", demo: ["Program.cs", "CommandLine.cs", "Demo.cs", "SeparateProcesses.cs"]);
