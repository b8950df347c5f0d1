namespace FileMQ;

/// <summary>What a client has subscribed to, with what it had at that time.</summary>
internal sealed class Subscription
{
    private readonly Dictionary<string, string> _cache = [];

    /// <summary>Makes a subscription of what ICANHAZ says.</summary>
    public Subscription(FileMqMsg icanhaz)
    {
        Path = icanhaz.Path;
        Resync = icanhaz.Options.TryGetValue("RESYNC", out string? resync) && resync == "1";
        if (!Resync)
            return;
        foreach ((string name, string digest) in icanhaz.Cache)
            _cache[Full(name)] = digest;
        if (icanhaz.Options.TryGetValue(Part.Option, out string? text) && FileMQ.Part.TryParse(text, out Part part))
            Part = part with { Name = Full(part.Name) };
    }

    /// <summary>What the names begin with.</summary>
    public string Path { get; }

    /// <summary>Whether the client wants what is there already, and not only what changes.</summary>
    public bool Resync { get; }

    /// <summary>The part of a file that the client has; with an empty name for none.</summary>
    public Part Part { get; private set; }

    /// <summary>Whether the client wants to know of a change.</summary>
    public bool Wants(Change change) => change.Name.StartsWith(Path, StringComparison.Ordinal) && (Resync || change.Kind != ChangeKind.Found);

    /// <summary>Takes what the client has of a file: the digest of a whole one, or null. It counts once, since the client gets another then.</summary>
    public string? TakeDigest(string name) => _cache.Remove(name, out string? digest) ? digest : null;

    /// <summary>Takes the part that the client has of a file, or one of no bytes.</summary>
    public Part TakePart(string name)
    {
        if (Part.Name != name)
            return default;
        Part part = Part;
        Part = default;
        return part;
    }

    // A name that does not begin with '/' is relative to the path.
    private string Full(string name) => name.StartsWith('/') ? name : Path.EndsWith('/') ? Path + name : $"{Path}/{name}";
}
