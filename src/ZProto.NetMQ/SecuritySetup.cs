using NetMQ;
using ZProto.Shared;
using ZProto.Transports;

namespace ZProto;

/// <summary>Sets a socket's mechanism, as far as NetMQ has any.</summary>
internal static class SecuritySetup
{
    private const int KeySize = 32;
    private const int KeyTextSize = 40;
    private const string Instead = "Others can: set Options.Transport to a SocketsTransport, or to the LibZmqTransport of the package ZProto.LibZmq.";

    /// <summary>Refuses what NetMQ cannot do, before there is a socket.</summary>
    /// <exception cref="TransportException">It cannot.</exception>
    public static void Check(SocketSecurity? security)
    {
        switch (security)
        {
            case null or SocketSecurity.CurveClient:
                break;
            case SocketSecurity.NullServer:
                throw new TransportException($"NetMQ cannot have peers decided on, as it has no ZAP. {Instead}");
            case SocketSecurity.PlainServer or SocketSecurity.PlainClient:
                throw new TransportException($"NetMQ cannot do PLAIN. {Instead}");
            case SocketSecurity.CurveServer:
                throw new TransportException($"NetMQ cannot have the clients of a CURVE server decided on, as it has no ZAP: it would admit every key. {Instead}");
            default:
                throw new TransportException($"NetMQ has no security of kind {security.GetType().Name}.");
        }
    }

    /// <summary>Sets a socket's mechanism, before it binds or connects.</summary>
    /// <exception cref="TransportException">A key is not valid.</exception>
    public static void Apply(NetMQSocket socket, SocketSecurity? security)
    {
        if (security is not SocketSecurity.CurveClient client)
            return;
        byte[] serverKey = Decode(client.ServerKey, "server's public key");
        byte[] publicKey = Decode(client.Keys.PublicKey, "client's public key");
        byte[] secretKey = Decode(client.Keys.SecretKey, "client's secret key");

        // Peers would otherwise be refused without a word.
        if (!NetMQCertificate.CreateFromSecretKey(secretKey).PublicKey.AsSpan().SequenceEqual(publicKey))
            throw new TransportException($"The public key {client.Keys.PublicKey} is not that of the secret key.");
        socket.Options.CurveServerKey = serverKey;
        socket.Options.CurveCertificate = new NetMQCertificate(secretKey, publicKey);
    }

    // The text is not shown, as it may be secret.
    private static byte[] Decode(string text, string whose)
    {
        byte[] key = new byte[KeySize];
        if (text is null || !Z85.TryDecode(text, key))
            throw new TransportException($"The {whose} is no CURVE key: one is {KeyTextSize} characters of Z85.");
        return key;
    }
}
