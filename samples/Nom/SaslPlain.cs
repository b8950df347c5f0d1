using System.Text;

namespace Nom;

/// <summary>The mechanism PLAIN of SASL, RFC 4616: user and password as they are, so that it needs a connection no one listens to.</summary>
public static class SaslPlain
{
    /// <summary>What a client responds.</summary>
    public static byte[] Response(string user, string password) => Encoding.UTF8.GetBytes($"\0{user}\0{password}");

    /// <summary>Reads a response: whom to act as, which is not supported here, the user and the password, with zeros between.</summary>
    public static bool TryRead(ReadOnlySpan<byte> response, out string user, out string password)
    {
        string[] parts = Encoding.UTF8.GetString(response).Split('\0');
        bool isPlain = parts.Length == 3 && parts[0].Length == 0;
        user = isPlain ? parts[1] : "";
        password = isPlain ? parts[2] : "";
        return isPlain;
    }
}
