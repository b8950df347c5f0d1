using System.Globalization;

namespace FileMQ;

/// <summary>The first bytes of a file, which a client has, as the option RESUME of ICANHAZ says: length, digest and name.</summary>
/// <param name="Length">How many bytes.</param>
/// <param name="Digest">Their SHA-1.</param>
/// <param name="Name">The name of the file.</param>
public readonly record struct Part(long Length, string Digest, string Name)
{
    /// <summary>The name of the option. RFC 19 leaves options to servers, and those that do not know it send all of the file.</summary>
    public const string Option = "RESUME";

    /// <summary>Reads what the option says.</summary>
    public static bool TryParse(string text, out Part part)
    {
        string[] parts = text.Split(' ', 3);
        part = default;
        if (parts.Length < 3 || !long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out long length))
            return false;
        part = new Part(length, parts[1], parts[2]);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Length} {Digest} {Name}");
}
