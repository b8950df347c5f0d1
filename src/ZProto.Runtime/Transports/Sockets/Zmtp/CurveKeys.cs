using NaCl;
using ZProto.Shared;

namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>Keys of CURVE, each of 32 bytes.</summary>
/// <remarks>Source: ZeroMQ RFC 26 (CurveZMQ), RFC 32 (Z85).</remarks>
internal static class CurveKeys
{
    public const int Size = 32;

    private const int TextSize = Size / 4 * 5;

    /// <summary>The bytes of a key.</summary>
    /// <param name="text">Its text; not shown, as it may be secret.</param>
    /// <param name="whose">What key it is, for the error.</param>
    /// <exception cref="TransportException">It is no key.</exception>
    public static byte[] Decode(string text, string whose)
    {
        byte[] key = new byte[Size];
        if (text is null || !Z85.TryDecode(text, key))
            throw new TransportException($"The {whose} is no CURVE key: one is {TextSize} characters of Z85.");
        return key;
    }

    /// <summary>The public key that belongs to a secret one.</summary>
    public static byte[] PublicKeyOf(byte[] secretKey)
    {
        byte[] publicKey = new byte[Size];
        Curve25519.ScalarMultiplicationBase(publicKey, secretKey);
        return publicKey;
    }
}
