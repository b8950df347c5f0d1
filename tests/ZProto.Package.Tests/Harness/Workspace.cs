namespace ZProto.Package.Tests.Harness;

/// <summary>A folder where somebody works with the packages, by commands and by writing files.</summary>
internal sealed class Workspace(string folder, string packages)
{
    private readonly string _root = folder;
    private string _folder = folder;

    /// <summary>Where packages are unpacked, in place of the machine's folder.</summary>
    public string Packages => packages;

    /// <summary>The path of a file here.</summary>
    public string this[string path] => Path.Combine(_folder, path);

    /// <summary>Runs a command that must succeed, and gives what it printed. <c>cd</c> goes into a folder.</summary>
    public string Run(string command)
    {
        (int exitCode, string output) = TryRun(command);
        Assert.True(exitCode == 0, $"{command}\n{output}");
        return output;
    }

    /// <summary>Runs a command, whether it succeeds or not.</summary>
    public (int ExitCode, string Output) TryRun(string command)
    {
        string[] words = Words(command);
        if (words[0] != "cd")
            return DotNet.Run(_folder, packages, words[0], words[1..]);
        _folder = this[words[1]];
        Assert.True(Directory.Exists(_folder), $"no folder {_folder}");
        return (0, "");
    }

    /// <summary>Starts a command that runs until it is disposed of.</summary>
    public RunningProgram Start(string command)
    {
        string[] words = Words(command);
        return new RunningProgram(DotNet.Describe(_folder, packages, words[0], words[1..]));
    }

    /// <summary>Writes a file. A part of a project goes before the end of the project that is there.</summary>
    public void Write(string path, string text)
    {
        string file = this[path];
        if (path.EndsWith(".csproj", StringComparison.Ordinal) && !text.StartsWith("<Project", StringComparison.Ordinal))
            text = File.ReadAllText(file).Replace("</Project>", $"{text}</Project>", StringComparison.Ordinal);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        Replace(file, text);
    }

    /// <summary>Changes a file, as an editor does.</summary>
    public void Edit(string path, string from, string to)
    {
        string text = File.ReadAllText(this[path]);
        Assert.Contains(from, text, StringComparison.Ordinal);
        Replace(this[path], text.Replace(from, to, StringComparison.Ordinal));
    }

    // As editors do, so that a program which watches the file never reads half of it.
    private void Replace(string file, string text)
    {
        string whole = Path.Combine(_root, $"{Guid.NewGuid():n}.tmp");
        File.WriteAllText(whole, text);
        File.Move(whole, file, overwrite: true);
    }

    // The user's own templates are left alone.
    private string[] Words(string command)
    {
        string[] words = command.Split(' ');
        return words is ["dotnet", "new", ..] ? [.. words, "--debug:custom-hive", Path.Combine(_root, ".templates")] : words;
    }
}
