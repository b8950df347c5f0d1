using System.Security.Cryptography;
using System.Text;

namespace ZProto;

/// <summary>Compares passwords.</summary>
public static class Passwords
{
    /// <summary>Whether two passwords are the same, in a time that depends neither on where they differ nor on the length of the expected one.</summary>
    /// <param name="given">The password from the peer.</param>
    /// <param name="expected">The expected password; null, as for an unknown user, matches nothing.</param>
    public static bool Match(string given, string? expected)
    {
        ArgumentNullException.ThrowIfNull(given);
        bool isSame = CryptographicOperations.FixedTimeEquals(Hash(given), Hash(expected ?? ""));
        return isSame & expected is not null;
    }

    // Of one length, whatever was given.
    private static byte[] Hash(string password) => SHA256.HashData(Encoding.UTF8.GetBytes(password));
}
