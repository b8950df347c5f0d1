using System.Text;
using ZProto.Native;
using ZProto.Shared;
using ZProto.Transports;

namespace ZProto;

/// <summary>CURVE keys: their text, checked, and new ones.</summary>
internal static unsafe class CurveKeyText
{
    /// <summary>Bytes of a key.</summary>
    public const int KeySize = 32;

    private const int TextSize = 40;

    /// <summary>Says so where the library was built without CURVE.</summary>
    /// <exception cref="TransportException">It was.</exception>
    public static void RequireCurve()
    {
        if (Zmq.zmq_has("curve") == 0)
            throw new TransportException("This libzmq was built without CURVE.");
    }

    /// <summary>A new pair of keys.</summary>
    public static CurveKeyPair NewKeys()
    {
        RequireCurve();
        byte* publicKey = stackalloc byte[TextSize + 1];
        byte* secretKey = stackalloc byte[TextSize + 1];
        if (Zmq.zmq_curve_keypair(publicKey, secretKey) != 0)
            throw Errno.Failure("make CURVE keys", Errno.Last);
        return new CurveKeyPair(Encoding.ASCII.GetString(publicKey, TextSize), Encoding.ASCII.GetString(secretKey, TextSize));
    }

    /// <summary>The bytes of a key.</summary>
    /// <param name="text">Its text; never shown, as it may be secret.</param>
    /// <param name="whose">What key it is, for the error.</param>
    /// <exception cref="TransportException">It is no key.</exception>
    public static byte[] Decode(string text, string whose)
    {
        byte[] key = new byte[KeySize];
        if (text is null || !Z85.TryDecode(text, key))
            throw new TransportException($"The {whose} is no CURVE key: one is {TextSize} characters of Z85.");
        return key;
    }

    /// <summary>Checks that two keys belong together; peers would otherwise be refused without a word.</summary>
    /// <param name="keys">The keys, each of them valid.</param>
    /// <exception cref="TransportException">They do not.</exception>
    public static void CheckPair(CurveKeyPair keys)
    {
        byte* publicKey = stackalloc byte[TextSize + 1];
        byte* secretKey = stackalloc byte[TextSize + 1];
        Encoding.ASCII.GetBytes(keys.SecretKey, new Span<byte>(secretKey, TextSize));
        secretKey[TextSize] = 0;
        if (Zmq.zmq_curve_public(publicKey, secretKey) != 0)
            throw Errno.Failure("derive a public key", Errno.Last);
        if (Encoding.ASCII.GetString(publicKey, TextSize) != keys.PublicKey)
            throw new TransportException($"The public key {keys.PublicKey} is not that of the secret key.");
    }
}
