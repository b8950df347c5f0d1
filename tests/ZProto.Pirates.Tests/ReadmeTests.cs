namespace ZProto.Pirates.Tests;

/// <summary>The figures of the sample's README.</summary>
public sealed class ReadmeTests() : SampleReadmeTests(
    "Pirates",
    demo:
    [
        "Program.cs", "CommandLine.cs", "LazyDemo.cs", "ParanoidDemo.cs", "SeparateProcesses.cs", "OutputLog.cs", "NumberingClient.cs", "Number.cs", "Faults.cs",
        "UnreliableServer.cs", "unreliable_server.xml", "UnreliableWorker.cs",
    ]);
