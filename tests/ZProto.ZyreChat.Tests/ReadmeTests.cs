namespace ZProto.ZyreChat.Tests;

/// <summary>The figures of the sample's README.</summary>
public sealed class ReadmeTests() : SampleReadmeTests("Zyre", demo: ["Program.cs", "CommandLine.cs", "Demo.cs", "ConsoleChat.cs"]);
