using System.Security.Cryptography;
using System.Text;

namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>Refuses security that no handshake can be made with, before a socket binds or connects.</summary>
internal static class SecurityChecks
{
    /// <summary>Bytes that a name or a password may have.</summary>
    private const int LongestText = byte.MaxValue;

    /// <summary>Checks names and keys, and that those of a pair belong together.</summary>
    /// <exception cref="TransportException">One is not valid.</exception>
    public static void Check(SocketSecurity? security)
    {
        switch (security)
        {
            case SocketSecurity.NullServer server when string.IsNullOrEmpty(server.Domain):
                throw new TransportException("A server without a mechanism needs a domain for its peers to be decided on.");
            case SocketSecurity.PlainClient client:
                int nameLength = Encoding.UTF8.GetByteCount(client.UserName);
                if (nameLength is 0 or > LongestText)
                    throw new TransportException($"A user name has 1 to {LongestText} bytes, not {nameLength}.");
                if (Encoding.UTF8.GetByteCount(client.Password) is > LongestText and var passwordLength)
                    throw new TransportException($"A password has at most {LongestText} bytes, not {passwordLength}.");
                break;
            case SocketSecurity.CurveServer server:
                CheckPair(server.Keys, "server");
                break;
            case SocketSecurity.CurveClient client:
                CurveKeys.Decode(client.ServerKey, "server's public key");
                CheckPair(client.Keys, "client");
                break;
        }
    }

    // Peers would otherwise be refused without a word.
    private static void CheckPair(CurveKeyPair keys, string whose)
    {
        byte[] publicKey = CurveKeys.Decode(keys.PublicKey, $"{whose}'s public key");
        byte[] secretKey = CurveKeys.Decode(keys.SecretKey, $"{whose}'s secret key");
        bool belong = CryptographicOperations.FixedTimeEquals(CurveKeys.PublicKeyOf(secretKey), publicKey);
        CryptographicOperations.ZeroMemory(secretKey);
        if (!belong)
            throw new TransportException($"The public key {keys.PublicKey} is not that of the secret key.");
    }
}
