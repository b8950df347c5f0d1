using System.Text;

namespace FileMQ;

/// <summary>A folder that names lead into, and never out of.</summary>
/// <param name="directory">The folder.</param>
public sealed class FileRoot(string directory)
{
    /// <summary>The folder in which files wait until they are whole. No name leads into it.</summary>
    public const string Staging = ".filemq";

    // As many bytes as Linux, macOS and Windows allow.
    private const int MaxPart = 255;
    private const int MaxName = 4_000;

    private static readonly char[] s_invalid = [.. Path.GetInvalidFileNameChars(), '\\', '\0', '\uFFFD'];

    /// <summary>The full path of the folder.</summary>
    public string Location { get; } = Path.GetFullPath(directory);

    /// <summary>Whether a name, whose parts are separated by '/', is that of a file below a folder.</summary>
    /// <remarks>U+FFFD stands for bytes that are not UTF-8: two such names would read the same.</remarks>
    public static bool IsValid(string name)
        => Encoding.UTF8.GetByteCount(name) <= MaxName && name.Split('/').All(static part
            => part is not ("" or "." or "..") && !part.Equals(Staging, StringComparison.OrdinalIgnoreCase)
                && part.IndexOfAny(s_invalid) < 0 && Encoding.UTF8.GetByteCount(part) <= MaxPart);

    /// <summary>The path of a name; false where the name is not valid, or a part of the path is a symbolic link.</summary>
    public bool TryResolve(string name, out string path)
    {
        path = Location;
        if (!IsValid(name))
            return false;
        foreach (string part in name.Split('/'))
        {
            path = Path.Combine(path, part);
            if (new FileInfo(path).LinkTarget is not null)
                return false;
        }
        return true;
    }
}
