using System.Diagnostics;
using System.Text.RegularExpressions;

namespace ZProto.Package.Tests.Harness;

/// <summary>Runs of <c>dotnet</c> and of other programs.</summary>
internal static partial class DotNet
{
    /// <summary>Runs a program in a folder, and returns its exit code and all that it printed, but for what an engine says of a busy machine.</summary>
    /// <param name="packages">The folder for packages, in place of the machine's; null for the machine's.</param>
    public static (int ExitCode, string Output) Run(string folder, string? packages, string program, params string[] arguments)
    {
        using Process process = Process.Start(Describe(folder, packages, program, arguments))!;
        Task<string> error = process.StandardError.ReadToEndAsync();
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, BusyMachine().Replace((output + error.Result).ReplaceLineEndings("\n"), ""));
    }

    /// <summary>How a program is started in a folder, its output redirected.</summary>
    public static ProcessStartInfo Describe(string folder, string? packages, string program, params string[] arguments)
    {
        var start = new ProcessStartInfo(program, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        // The test host's own settings are none of the program's business.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
            start.Environment.Remove(name);
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";  // what stays behind would hold the folders
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        start.Environment["DOTNET_ROLL_FORWARD"] = "Major";  // of the frameworks that projects are for, the newest may be the only one here
        if (packages is not null)
            start.Environment["NUGET_PACKAGES"] = packages;
        return start;
    }

    // True where the first action waits for the compiler and for the processor, and nothing that a page shows.
    [GeneratedRegex(@"^warning: [^\n]*, and the loop (did|does) nothing else [^\n]*\n", RegexOptions.Multiline)]
    private static partial Regex BusyMachine();
}
