using System.Security.Cryptography;
using System.Text;

namespace ZProto;

/// <summary>Compares passwords.</summary>
public static class Passwords
{
    /// <summary>Whether two passwords are the same, in a time that tells nothing of where they differ, nor of the length of the expected one.</summary>
    /// <param name="given">The password as a peer gave it.</param>
    /// <param name="expected">The password as it should be; null, as where no one knows the user, matches nothing.</param>
    public static bool Match(string given, string? expected)
    {
        ArgumentNullException.ThrowIfNull(given);
        bool isSame = CryptographicOperations.FixedTimeEquals(Hash(given), Hash(expected ?? ""));
        return isSame & expected is not null;
    }

    // Of one length, whatever was given.
    private static byte[] Hash(string password) => SHA256.HashData(Encoding.UTF8.GetBytes(password));
}
