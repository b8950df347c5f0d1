using System.Diagnostics;
using System.Reflection;

namespace ZProto.Publish.Tests;

/// <summary>A program with generated codecs, published trimmed and run.</summary>
public sealed class TrimmedProgramTests
{
    [Theory]
    [InlineData("net8.0", 8)]
    [InlineData("net10.0", 10)]
    public void A_trimmed_program_is_published_without_a_warning_and_runs(string framework, int version)
    {
        string folder = Path.Combine(AppContext.BaseDirectory, "published", framework);

        string publish = Run("dotnet", ["publish", Metadata("PublishedApp"), "--no-build", "--configuration", Metadata("Configuration"), "--framework", framework, "--output", folder]);
        Assert.DoesNotContain("warning", publish, StringComparison.OrdinalIgnoreCase);

        string output = Run(Path.Combine(folder, OperatingSystem.IsWindows() ? "ZProto.PublishedApp.exe" : "ZProto.PublishedApp"), []);
        Assert.EndsWith($"5 messages on .NET {version}", output.TrimEnd(), StringComparison.Ordinal);
        Assert.Contains("LOG sequence=1 level=2 event=3 node=4 peer=5 time=6 host='host' data='data'", output, StringComparison.Ordinal);
    }

    private static string Metadata(string key)
        => typeof(TrimmedProgramTests).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(data => data.Key == key).Value!;

    private static string Run(string program, string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        // The test host's own settings are none of the program's business.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        using Process process = Process.Start(start)!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program} ended with {process.ExitCode}:\n{output}\n{error.Result}");
        return output;
    }
}
