namespace FileMQ;

/// <summary>A file that is published, with one content: another content makes another object.</summary>
/// <param name="root">The folder.</param>
/// <param name="relativeName">Its name in the folder.</param>
/// <param name="name">The name that clients know it by.</param>
/// <param name="stamp">Its stamp.</param>
public sealed class PublishedFile(FileRoot root, string relativeName, string name, FileStamp stamp)
{
    private readonly Lock _gate = new();
    private string? _digest;

    /// <summary>The name that clients know it by.</summary>
    public string Name { get; } = name;

    /// <summary>Its stamp.</summary>
    public FileStamp Stamp { get; } = stamp;

    /// <summary>Its path; false where it is gone, or is not what was published.</summary>
    public bool TryResolve(out string path) => root.TryResolve(relativeName, out path) && FileStamp.Read(path) == Stamp;

    /// <summary>Its SHA-1, which is computed once.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public string GetDigest(string path)
    {
        lock (_gate)
            return _digest ??= Digest.Compute(path);
    }
}
