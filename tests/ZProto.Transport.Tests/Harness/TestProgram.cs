using System.Diagnostics;
using System.Reflection;

namespace ZProto.Transport.Tests;

/// <summary>How the program of these tests is run in a process of its own.</summary>
internal static class TestProgram
{
    /// <summary>Sends a process a signal, such as STOP.</summary>
    public static async Task SignalAsync(Process process, string signal)
    {
        using var kill = Process.Start("kill", ["-s", signal, $"{process.Id}"]);
        await kill.WaitForExitAsync().WaitAsync(Deadline.Span);
        Assert.Equal(0, kill.ExitCode);
    }

    /// <summary>Describes the process, whose streams are the caller's.</summary>
    /// <param name="tests">The assembly of the tests that run, with all that their transport needs.</param>
    /// <param name="arguments">What the program is given.</param>
    /// <param name="maxDescriptors">Descriptors that it may have; null for as many as there are.</param>
    public static ProcessStartInfo Describe(Assembly tests, IEnumerable<string> arguments, int? maxDescriptors = null)
    {
        string place = Path.Combine(AppContext.BaseDirectory, tests.GetName().Name!);
        string[] command = maxDescriptors is { } descriptors ? ["bash", "-c", $"ulimit -n {descriptors}; exec dotnet \"$@\"", "bash"] : ["dotnet"];
        string[] program = ["exec", "--depsfile", $"{place}.deps.json", "--runtimeconfig", $"{place}.runtimeconfig.json", typeof(TestProgram).Assembly.Location];
        return new ProcessStartInfo(command[0], [.. command[1..], .. program, .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
    }
}
