namespace ZProto.Majordomo.Tests;

/// <summary>The figures of the sample's README.</summary>
public sealed class ReadmeTests() : SampleReadmeTests("Majordomo", demo: ["Program.cs", "CommandLine.cs", "Demo.cs", "SeparateProcesses.cs"], shared: "../../models/majordomo.xml")
{
    private static readonly string[] s_broker = ["majordomo.xml", "mdp_broker.xml", "MdpBroker.cs", "Service.cs", "Request.cs", "ManagementInterface.cs"];

    [Fact]
    public void The_lines_of_the_broker_are_those_of_its_files()
        => Assert.Contains($"The broker alone, with the protocol, is {Sum(s_broker, ".xml")} lines of model and {Sum(s_broker, ".cs")} of C#", Text, StringComparison.Ordinal);
}
