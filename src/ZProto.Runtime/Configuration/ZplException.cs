namespace ZProto.Configuration;

/// <summary>A text is not ZPL, or a value in it is not what its reader needs.</summary>
public sealed class ZplException : ZProtoException
{
    /// <summary>Creates the exception for an error.</summary>
    /// <param name="error">What is wrong, and where.</param>
    /// <param name="path">The file it is in, if it is in one; the message begins with it.</param>
    /// <exception cref="ArgumentNullException"><paramref name="error"/> is null.</exception>
    public ZplException(ZplError error, string? path = null)
        : base(Describe(error, path))
    {
        Error = error;
        Path = path;
    }

    /// <summary>What is wrong, and where.</summary>
    public ZplError Error { get; }

    /// <summary>The file the error is in, or null if the text came from no file.</summary>
    public string? Path { get; }

    /// <summary>The line of the error, from 1; 0 if it has no position in a text.</summary>
    public int Line => Error.Line;

    /// <summary>The column of the error, from 1; 0 if the error is about the line as a whole.</summary>
    public int Column => Error.Column;

    private static string Describe(ZplError error, string? path)
    {
        ArgumentNullException.ThrowIfNull(error);
        return path is null ? error.ToString() : $"{path}: {error}";
    }
}
