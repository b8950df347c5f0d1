namespace ZProto.FileMQ.Tests;

/// <summary>The sample as a program.</summary>
public sealed class DemoTests
{
    private static readonly string[] s_arrivals =
    [
        "client: received /photos/cat.txt, 4 bytes",
        "client: received /photos/cat.txt, 10 bytes",
        "client: deleted /photos/cat.txt",
        "client: received /photos/2026/dog.txt, 4 bytes",
        "client: received /photos/2026/cow.txt, 3 bytes",
    ];

    [Theory]
    [ClassData(typeof(TcpTransports))]
    public async Task The_demo_shows_what_becomes_of_files(string transport)
    {
        using var demo = new SampleProcess("FileMQ", $"demo --transport {transport}");
        string[] lines = await demo.ReadToEndAsync();
        Assert.Equal(0, demo.ExitCode);
        Assert.Equal(s_arrivals, lines.Where(line => line.StartsWith("client: ", StringComparison.Ordinal) && !line.Contains("connected", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("fly", "'fly' is not a command.")]
    [InlineData("track here", "'track' takes 2 folders.")]
    [InlineData("--transport pigeon", "'pigeon' is not a transport.")]
    [InlineData("--endpoint", "'--endpoint' is not an option, or needs a value.")]
    public async Task Arguments_that_are_not_understood_are_told_what_they_can_be(string arguments, string error)
    {
        using var sample = new SampleProcess("FileMQ", arguments);
        string[] errors = await sample.ReadErrorsAsync();
        Assert.Equal(error, errors[0]);
        Assert.StartsWith("Usage: FileMQ [demo | track FROM TO", errors[1], StringComparison.Ordinal);
    }
}
