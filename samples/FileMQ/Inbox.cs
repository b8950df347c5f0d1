namespace FileMQ;

/// <summary>
/// A folder that files are put into. A file comes under its name when it is whole. An inbox has its folder for itself, and is used by
/// one thread at a time.
/// </summary>
public sealed class Inbox : IDisposable
{
    private static readonly EnumerationOptions s_all = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    private readonly FileRoot _root;
    private readonly string _staged;
    private readonly Dictionary<string, (FileStamp Stamp, string Digest)> _digests = [];
    private FileStream? _part;
    private string _name = "";

    /// <summary>Makes an inbox, and its folder where there is none.</summary>
    /// <param name="location">The folder.</param>
    public Inbox(string location)
    {
        _root = new FileRoot(location);
        _staged = Path.Combine(_root.Location, FileRoot.Staging, "part");
        Directory.CreateDirectory(Path.GetDirectoryName(_staged)!);
    }

    /// <summary>The name of the file of which a part is here; empty for none.</summary>
    public string PartName => _name;

    /// <summary>The SHA-1 of each whole file, by name.</summary>
    public IReadOnlyDictionary<string, string> GetDigests()
    {
        var digests = new Dictionary<string, string>();
        foreach (FileInfo file in new DirectoryInfo(_root.Location).EnumerateFiles("*", s_all))
        {
            string name = Path.GetRelativePath(_root.Location, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
            if (FileRoot.IsValid(name) && FileStamp.Read(file) is { } stamp && TryGetDigest(name, file.FullName, stamp) is { } digest)
                digests[name] = digest;
        }
        return digests;
    }

    /// <summary>The part of a file that is here, or one of no bytes.</summary>
    public Part GetPart()
    {
        if (_part is not { Length: > 0 and long length })
            return default;
        _part.Flush();
        return new Part(length, Digest.Compute(_staged), _name);
    }

    /// <summary>Adds a piece to a file. What does not continue the part that is here is dropped.</summary>
    /// <param name="name">The name of the file, relative to the folder.</param>
    /// <param name="offset">Where the piece belongs; 0 begins the file.</param>
    /// <param name="piece">The piece.</param>
    /// <param name="isEnd">Whether the file is whole with it.</param>
    /// <returns>The path of the file if it is whole now, else null.</returns>
    /// <exception cref="IOException">It cannot be written, or the name leads elsewhere.</exception>
    public string? Write(string name, long offset, ReadOnlySpan<byte> piece, bool isEnd)
    {
        string path = Resolve(name);
        if (offset == 0 && !(isEnd && _name == name && _part is { Length: > 0 }))
            Begin(name);
        if (_name != name || _part is null || offset != _part.Length)
            return null;
        _part.Write(piece);
        if (!isEnd)
            return null;
        Drop();
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Move(_staged, path, overwrite: true);
        return path;
    }

    /// <summary>Deletes a file, and the folders that are empty then.</summary>
    /// <param name="name">The name of the file, relative to the folder.</param>
    /// <returns>The path that it had, or null where there was none.</returns>
    /// <exception cref="IOException">It cannot be deleted, or the name leads elsewhere.</exception>
    public string? Delete(string name)
    {
        string path = Resolve(name);
        if (!File.Exists(path))
            return null;
        File.Delete(path);
        for (string? folder = Path.GetDirectoryName(path); folder != _root.Location && !Directory.EnumerateFileSystemEntries(folder!).Any(); folder = Path.GetDirectoryName(folder))
            Directory.Delete(folder!);
        return path;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Drop();
        File.Delete(_staged);
    }

    private string Resolve(string name)
        => _root.TryResolve(name, out string path) ? path : throw new IOException("The name is not valid here, or a part of it is a symbolic link.");

    private void Begin(string name)
    {
        Drop();
        _part = new FileStream(_staged, FileMode.Create, FileAccess.ReadWrite, FileShare.Read, bufferSize: 0);
        _name = name;
    }

    private void Drop()
    {
        _part?.Dispose();
        (_part, _name) = (null, "");
    }

    private string? TryGetDigest(string name, string path, FileStamp stamp)
    {
        if (_digests.TryGetValue(name, out (FileStamp Stamp, string Digest) known) && known.Stamp == stamp)
            return known.Digest;
        try
        {
            _digests[name] = (stamp, Digest.Compute(path));
            return _digests[name].Digest;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }
}
