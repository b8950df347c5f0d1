using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;

namespace ZProto.Generator.Tests.Driver;

/// <summary>
/// Compares generated sources with files beside the test, by the conventions of Verify: <c>Class.Method#Hint.verified.cs</c>
/// holds what is right, <c>.received.cs</c> what was got instead.
/// </summary>
internal static partial class Snapshot
{
    private const string Accept = "ZPROTO_ACCEPT_SNAPSHOTS";

    /// <summary>Asserts that a run generated what the snapshots of a test hold, no more and no less.</summary>
    public static void Match<TTest>(GeneratorRun run, [CallerMemberName] string method = "")
    {
        string prefix = $"{typeof(TTest).Name}.{method}";
        string folder = Path.Combine(Repository.ProjectDirectory, "Snapshots");
        var missing = Directory.GetFiles(folder, $"{prefix}#*.verified.cs").ToHashSet();
        var wrong = new List<string>();
        foreach (GeneratedSourceResult source in run.Sources)
        {
            string name = Path.Combine(folder, $"{prefix}#{Path.GetFileNameWithoutExtension(source.HintName)}");
            missing.Remove($"{name}.verified.cs");
            if (!IsVerified(name, Text(source)))
                wrong.Add($"{name}.received.cs differs from its .verified.cs");
        }
        wrong.AddRange(missing.Where(file => !IsDropped(file)).Select(file => $"{file} was not generated"));
        Assert.True(wrong.Count == 0, $"{string.Join("\n", wrong)}\nIf what was received is right, run the test again with {Accept}=1 and commit.");
    }

    /// <summary>Whether what was received is taken as right, rather than compared.</summary>
    public static bool IsAccepting => Environment.GetEnvironmentVariable(Accept) == "1";

    private static bool IsVerified(string name, string text)
    {
        string verified = $"{name}.verified.cs";
        string received = $"{name}.received.cs";
        File.Delete(received);
        if (File.Exists(verified) && File.ReadAllText(verified).ReplaceLineEndings("\n") == text)
            return true;
        File.WriteAllText(IsAccepting ? verified : received, text);
        return IsAccepting;
    }

    private static bool IsDropped(string file)
    {
        if (IsAccepting)
            File.Delete(file);
        return IsAccepting;
    }

    // The version changes with every release, and says nothing of the generator's work.
    private static string Text(GeneratedSourceResult source)
        => $"//HintName: {source.HintName}\n{VersionOfGenerator().Replace(source.SourceText.ToString(), "$1{version}$2")}";

    [GeneratedRegex("""(GeneratedCode\("ZProto", ")[^"]*("\))""")]
    private static partial Regex VersionOfGenerator();
}
