namespace ZProto.Package.Tests.Harness;

/// <summary>All packages of the tree in one folder, made once for all tests, and a place for projects that use them.</summary>
public sealed class Feed : IDisposable
{
    private readonly DirectoryInfo _root = Directory.CreateTempSubdirectory("zproto-packages");

    public Feed()
    {
        _root.CreateSubdirectory("feed");
        (int exitCode, PackOutput) = DotNet.Run(Tree.Root, null, "dotnet", "pack", "ZProto.sln", "--no-build", "--configuration", Tree.Configuration, "--output", Folder);
        Assert.True(exitCode == 0, PackOutput);
        Sources.Configure(_root.FullName, Folder);
    }

    /// <summary>Where the packages lie.</summary>
    public string Folder => Path.Combine(_root.FullName, "feed");

    /// <summary>What was said when they were made.</summary>
    public string PackOutput { get; }

    /// <summary>A new empty folder, for projects that have the packages available.</summary>
    internal Workspace NewWorkspace()
        => new(_root.CreateSubdirectory(Guid.NewGuid().ToString("n")[..8]).FullName, Path.Combine(_root.FullName, "packages"));

    public void Dispose() => _root.Delete(recursive: true);
}
