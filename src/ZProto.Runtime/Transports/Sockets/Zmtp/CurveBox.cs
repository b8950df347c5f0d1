using NaCl;

namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>Sealing and opening by the nonces of CURVE: 24 bytes of a prefix that says what for, and a counter or random bytes.</summary>
/// <remarks>Source: ZeroMQ RFC 26 (CurveZMQ), "CurveZMQ Commands".</remarks>
internal static class CurveBox
{
    /// <summary>Bytes that a box has more than what it holds.</summary>
    public const int Overhead = XSalsa20Poly1305.TagLength;

    /// <summary>Bytes of a nonce that count up, and are sent.</summary>
    public const int ShortNonceSize = 8;

    /// <summary>Bytes of a nonce that are random, and are sent.</summary>
    public const int LongNonceSize = 16;

    public static ReadOnlySpan<byte> Hello => "CurveZMQHELLO---"u8;

    public static ReadOnlySpan<byte> Welcome => "WELCOME-"u8;

    public static ReadOnlySpan<byte> Cookie => "COOKIE--"u8;

    public static ReadOnlySpan<byte> Initiate => "CurveZMQINITIATE"u8;

    public static ReadOnlySpan<byte> Vouch => "VOUCH---"u8;

    public static ReadOnlySpan<byte> Ready => "CurveZMQREADY---"u8;

    public static ReadOnlySpan<byte> MessageOfClient => "CurveZMQMESSAGEC"u8;

    public static ReadOnlySpan<byte> MessageOfServer => "CurveZMQMESSAGES"u8;

    /// <summary>Seals a text; it may begin where the box holds it, to be sealed in place.</summary>
    public static void Seal(this XSalsa20Poly1305 key, Span<byte> box, ReadOnlySpan<byte> text, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> nonce)
        => key.Encrypt(box, text, Join(stackalloc byte[XSalsa20Poly1305.NonceLength], prefix, nonce));

    /// <summary>Opens a box, if it is of who has the key.</summary>
    public static bool TryOpen(this XSalsa20Poly1305 key, Span<byte> text, ReadOnlySpan<byte> box, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> nonce)
        => key.TryDecrypt(text, box, Join(stackalloc byte[XSalsa20Poly1305.NonceLength], prefix, nonce));

    private static ReadOnlySpan<byte> Join(Span<byte> whole, ReadOnlySpan<byte> prefix, ReadOnlySpan<byte> nonce)
    {
        prefix.CopyTo(whole);
        nonce.CopyTo(whole[prefix.Length..]);
        return whole;
    }
}
