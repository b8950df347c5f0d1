namespace ZProto.Majordomo.Tests;

/// <summary>The figures of Titanic's README.</summary>
public sealed class TitanicReadmeTests() : SampleReadmeTests("Titanic", demo: ["Program.cs", "CommandLine.cs", "Demo.cs"])
{
    [Fact]
    public void The_lines_of_the_client_are_those_of_its_files()
        => Assert.Contains($" {Sum(["TitanicClient.cs", "TitanicException.cs"], ".cs")} of them for the client", Text, StringComparison.Ordinal);
}
