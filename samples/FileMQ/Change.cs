namespace FileMQ;

/// <summary>What became of a file.</summary>
public enum ChangeKind
{
    /// <summary>It was there when the folder was published.</summary>
    Found,

    /// <summary>It is new, or has another content.</summary>
    Created,

    /// <summary>It is gone.</summary>
    Deleted,
}

/// <summary>What became of a file.</summary>
/// <param name="Name">The name that clients know it by.</param>
/// <param name="Kind">What became of it.</param>
public readonly record struct Change(string Name, ChangeKind Kind);
