using System.Globalization;

namespace Clone;

/// <summary>What CHP says of keys and properties. Source: ZeroMQ RFC 12.</summary>
internal static class Chp
{
    /// <summary>What a client subscribes to besides its subtree.</summary>
    public static ReadOnlySpan<byte> Hugz => "HUGZ"u8;

    /// <summary>Whether a key is not one of the protocol's own commands: a value of these would be taken for one.</summary>
    public static bool IsKey(string key) => key is not ("KTHXBAI" or "HUGZ");

    /// <summary>Whether a text is a subtree: empty, or a slash, and segments that each end in a slash.</summary>
    public static bool IsSubtree(string subtree)
        => subtree.Length == 0 || (subtree.Length > 2 && subtree[0] == '/' && subtree[^1] == '/' && !subtree.Contains("//", StringComparison.Ordinal));

    /// <summary>Whether a key is in a subtree.</summary>
    public static bool IsIn(string subtree, string key) => key.StartsWith(subtree, StringComparison.Ordinal);

    /// <summary>The properties of a value that lives for so many seconds, 0 for always.</summary>
    public static string GetProperties(uint ttl) => ttl == 0 ? "" : string.Create(CultureInfo.InvariantCulture, $"ttl={ttl}\n");

    /// <summary>How long a value with these properties lives; null for always.</summary>
    public static TimeSpan? GetTtl(string properties)
    {
        foreach (string line in properties.Split('\n'))
        {
            if (line.StartsWith("ttl=", StringComparison.Ordinal) && uint.TryParse(line.AsSpan(4), NumberStyles.None, CultureInfo.InvariantCulture, out uint ttl) && ttl > 0)
                return TimeSpan.FromSeconds(ttl);
        }
        return null;
    }
}
