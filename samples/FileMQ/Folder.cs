namespace FileMQ;

/// <summary>
/// A folder that is published. The system says that something has changed; a look at all files finds out what. A file is published
/// once it has had the same length and time for a second.
/// </summary>
public sealed class Folder : IDisposable
{
    private static readonly TimeSpan s_stable = TimeSpan.FromSeconds(1);

    // For what the system does not report, such as files that others write on a network drive.
    private static readonly TimeSpan s_longest = TimeSpan.FromSeconds(10);

    private static readonly EnumerationOptions s_all = new() { RecurseSubdirectories = true, AttributesToSkip = FileAttributes.ReparsePoint, IgnoreInaccessible = true };

    private readonly FileRoot _root;
    private readonly string _prefix;
    private readonly TimeProvider _clock;
    private readonly FileSystemWatcher _watcher;
    private readonly Dictionary<string, Candidate> _candidates = [];
    private long _lastLook;
    private bool _hasLooked;
    private int _isLooking;
    private volatile bool _hasChanged = true;

    /// <summary>Publishes a folder.</summary>
    /// <param name="location">The folder.</param>
    /// <param name="alias">What the names of its files begin with.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="ArgumentException">There is no such folder, or the alias does not begin with '/'.</exception>
    public Folder(string location, string alias, TimeProvider clock)
    {
        if (!alias.StartsWith('/'))
            throw new ArgumentException($"'{alias}' does not begin with '/'.", nameof(alias));
        _root = new FileRoot(location);
        _prefix = alias.EndsWith('/') ? alias : alias + "/";
        _clock = clock;
        _watcher = new FileSystemWatcher(_root.Location) { IncludeSubdirectories = true, NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size };
        FileSystemEventHandler changed = (_, _) => _hasChanged = true;
        _watcher.Created += changed;
        _watcher.Changed += changed;
        _watcher.Deleted += changed;
        _watcher.Renamed += (_, _) => _hasChanged = true;
        _watcher.Error += (_, _) => _hasChanged = true;
        _watcher.EnableRaisingEvents = true;
    }

    /// <summary>The files that are published now, by the names that clients know them by. Any thread may read them.</summary>
    public IReadOnlyDictionary<string, PublishedFile> Files { get; private set; } = new Dictionary<string, PublishedFile>();

    /// <summary>Whether something has changed that no look has seen, or a file is not stable yet.</summary>
    public bool IsDue => _hasChanged || _candidates.Count > 0 || _clock.GetElapsedTime(_lastLook) >= s_longest;

    /// <summary>Begins a look that is due, unless another goes on; the caller looks then, and ends it.</summary>
    public bool TryBeginLook()
    {
        if (Interlocked.Exchange(ref _isLooking, 1) != 0)
            return false;
        if (IsDue)
            return true;
        EndLook();
        return false;
    }

    /// <summary>Ends a look.</summary>
    public void EndLook() => Volatile.Write(ref _isLooking, 0);

    /// <summary>Looks at all files, and says what became of them. Deletions come first, so that a folder can take the place of a file.</summary>
    public IReadOnlyList<Change> Look()
    {
        _hasChanged = false;
        _lastLook = _clock.GetTimestamp();
        Dictionary<string, FileStamp> found = Scan();
        var files = new Dictionary<string, PublishedFile>(Files);
        var changes = new List<Change>();
        foreach (string name in Files.Keys.Where(name => !found.ContainsKey(name)))
        {
            files.Remove(name);
            changes.Add(new Change(name, ChangeKind.Deleted));
        }
        foreach (string name in _candidates.Keys.Where(name => !found.ContainsKey(name)).ToList())
            _candidates.Remove(name);
        foreach ((string name, FileStamp stamp) in found)
        {
            if (files.TryGetValue(name, out PublishedFile? file) && file.Stamp == stamp)
                _candidates.Remove(name);
            else if (IsStable(name, stamp) is { } kind)
            {
                files[name] = new PublishedFile(_root, name[_prefix.Length..], name, stamp);
                changes.Add(new Change(name, kind));
            }
        }
        _hasLooked = true;
        if (changes.Count > 0)
            Files = files;
        return changes;
    }

    /// <inheritdoc/>
    public void Dispose() => _watcher.Dispose();

    private ChangeKind? IsStable(string name, FileStamp stamp)
    {
        if (!_candidates.TryGetValue(name, out Candidate candidate) || candidate.Stamp != stamp)
        {
            _candidates[name] = new Candidate(stamp, _lastLook, _hasLooked ? ChangeKind.Created : ChangeKind.Found);
            return null;
        }
        if (_clock.GetElapsedTime(candidate.Since, _lastLook) < s_stable)
            return null;
        _candidates.Remove(name);
        return candidate.Kind;
    }

    // Without symbolic links, and without names that clients would refuse.
    private Dictionary<string, FileStamp> Scan()
    {
        var found = new Dictionary<string, FileStamp>();
        foreach (FileInfo file in new DirectoryInfo(_root.Location).EnumerateFiles("*", s_all))
        {
            string name = Path.GetRelativePath(_root.Location, file.FullName).Replace(Path.DirectorySeparatorChar, '/');
            if (FileRoot.IsValid(name) && FileStamp.Read(file) is { } stamp)
                found[_prefix + name] = stamp;
        }
        return found;
    }

    private readonly record struct Candidate(FileStamp Stamp, long Since, ChangeKind Kind);
}
