using Microsoft.Win32.SafeHandles;

namespace FileMQ;

/// <summary>A file on its way to a client. It is read off the server's loop, by one thread at a time.</summary>
/// <param name="file">The file.</param>
/// <param name="known">The digest of what the client has under its name, or null.</param>
/// <param name="part">The first bytes that the client has of it.</param>
/// <param name="buffer">Where the pieces are read to.</param>
internal sealed class Transfer(PublishedFile file, string? known, Part part, byte[] buffer) : IDisposable
{
    private SafeFileHandle? _handle;
    private string _path = "";
    private int _length;

    /// <summary>The name that clients know it by.</summary>
    public string Name => file.Name;

    /// <summary>How many bytes are with the client: where the piece belongs.</summary>
    public long Position { get; private set; }

    /// <summary>Whether nothing is left but to say that it is the end.</summary>
    public bool IsRead => Position >= file.Stamp.Length;

    /// <summary>What was read, and is not with the client yet; empty at the end of the file.</summary>
    public ReadOnlySpan<byte> Piece => buffer.AsSpan(0, _length);

    /// <summary>Whether there is nothing to be sent: the client has it, it is gone, or it is not what it was.</summary>
    public bool IsOver { get; private set; }

    /// <summary>Reads the next piece.</summary>
    /// <param name="most">How many bytes it may have.</param>
    public Transfer Read(int most)
    {
        try
        {
            IsOver = !TryRead(most);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            IsOver = true;
        }
        return this;
    }

    /// <summary>The piece is with the client.</summary>
    public void Advance() => (Position, _length) = (Position + _length, 0);

    public void Dispose() => _handle?.Dispose();

    // What was changed since is not finished: its next content comes when it is stable.
    private bool TryRead(int most)
    {
        if (_path.Length == 0 && !TryOpen())
            return false;
        if (IsRead)
            return file.TryResolve(out _);
        if (_length == 0)
            _length = RandomAccess.Read(_handle!, buffer.AsSpan(0, (int)Math.Min(most, file.Stamp.Length - Position)), Position);
        return _length > 0;
    }

    // Only what has bytes is opened: a pipe or a device has none.
    private bool TryOpen()
    {
        if (!file.TryResolve(out _path) || (known is not null && file.GetDigest(_path).Equals(known, StringComparison.OrdinalIgnoreCase)))
            return false;
        if (file.Stamp.Length == 0)
            return true;
        if (part.Length > 0 && part.Length <= file.Stamp.Length && Digest.Compute(_path, part.Length) == part.Digest)
            Position = part.Length;
        _handle = File.OpenHandle(_path, share: FileShare.ReadWrite | FileShare.Delete, options: FileOptions.SequentialScan);
        return true;
    }
}
