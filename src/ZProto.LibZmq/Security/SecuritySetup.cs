using System.Text;
using ZProto.Native;
using ZProto.Transports;

namespace ZProto;

/// <summary>Sets a socket's mechanism.</summary>
internal static class SecuritySetup
{
    /// <summary>Bytes that a name, a password or a domain may have.</summary>
    private const int LongestText = 255;

    /// <summary>What a socket's mechanism is called.</summary>
    public static string MechanismOf(SocketSecurity? security) => security switch
    {
        SocketSecurity.PlainServer or SocketSecurity.PlainClient => "PLAIN",
        SocketSecurity.CurveServer or SocketSecurity.CurveClient => "CURVE",
        _ => "NULL",
    };

    /// <summary>Takes a socket's mechanism away, for endpoints that it binds or connects to later.</summary>
    /// <param name="socket">The socket.</param>
    /// <param name="hasDomain">Whether it has had a domain. libzmq takes none away, so that it gets one in which everybody is admitted.</param>
    /// <returns>That domain, to be unregistered with the socket; null for none.</returns>
    public static string? Reset(LibZmqSocket socket, bool hasDomain)
    {
        // One option's end is the end of every mechanism.
        socket.SetOption(Zmq.PlainServer, 0, "PLAIN_SERVER");
        return hasDomain ? SetDomain(socket, "", Everybody.Instance) : null;
    }

    /// <summary>Sets a socket's mechanism, before it binds or connects.</summary>
    /// <returns>The domain that the socket's peers are decided on under, to be unregistered with the socket; null for none.</returns>
    /// <exception cref="TransportException">The library cannot do it so, or a key, a name or a domain is not valid.</exception>
    public static string? Apply(LibZmqSocket socket, SocketSecurity? security)
    {
        switch (security)
        {
            case null:
                return null;
            case SocketSecurity.NullServer server:
                if (string.IsNullOrEmpty(server.Domain))
                    throw new TransportException("A server without a mechanism needs a domain for its peers to be decided on.");
                return SetDomain(socket, server.Domain, server.Authenticator);
            case SocketSecurity.PlainServer server:
                socket.SetOption(Zmq.PlainServer, 1, "PLAIN_SERVER");
                return SetDomain(socket, server.Domain, server.Authenticator);
            case SocketSecurity.PlainClient client:
                SetPlainClient(socket, client);
                return null;
            case SocketSecurity.CurveServer server:
                CurveKeyText.RequireCurve();
                socket.SetOption(Zmq.CurveServer, 1, "CURVE_SERVER");
                SetKeys(socket, server.Keys, "server");
                return SetDomain(socket, server.Domain, server.Authenticator);
            case SocketSecurity.CurveClient client:
                CurveKeyText.RequireCurve();
                socket.SetOption(Zmq.CurveServerKey, CurveKeyText.Decode(client.ServerKey, "server's public key"), "CURVE_SERVERKEY");
                SetKeys(socket, client.Keys, "client");
                return null;
            default:
                throw new TransportException($"libzmq has no security of kind {security.GetType().Name}.");
        }
    }

    private static void SetPlainClient(LibZmqSocket socket, SocketSecurity.PlainClient client)
    {
        byte[] name = Encoding.UTF8.GetBytes(client.UserName ?? "");
        byte[] password = Encoding.UTF8.GetBytes(client.Password ?? "");
        if (name.Length is 0 or > LongestText)
            throw new TransportException($"A user name has 1 to {LongestText} bytes, not {name.Length}.");
        if (password.Length > LongestText)
            throw new TransportException($"A password has at most {LongestText} bytes, not {password.Length}.");
        socket.SetOption(Zmq.PlainUserName, name, "PLAIN_USERNAME");

        // An empty one is what there is without the option, which would refuse it.
        if (password.Length > 0)
            socket.SetOption(Zmq.PlainPassword, password, "PLAIN_PASSWORD");
    }

    private static void SetKeys(LibZmqSocket socket, CurveKeyPair keys, string whose)
    {
        byte[] publicKey = CurveKeyText.Decode(keys.PublicKey, $"{whose}'s public key");
        byte[] secretKey = CurveKeyText.Decode(keys.SecretKey, $"{whose}'s secret key");
        CurveKeyText.CheckPair(keys);
        socket.SetOption(Zmq.CurvePublicKey, publicKey, "CURVE_PUBLICKEY");
        socket.SetOption(Zmq.CurveSecretKey, secretKey, "CURVE_SECRETKEY");
    }

    /// <summary>Admits everybody, as no one in particular.</summary>
    private sealed class Everybody : IAuthenticator
    {
        public static readonly Everybody Instance = new();

        public ValueTask<AuthenticationResult> AuthenticateAsync(AuthenticationRequest request, CancellationToken cancellationToken)
            => AuthenticationResult.Admitted();
    }

    private static string SetDomain(LibZmqSocket socket, string domain, IAuthenticator? authenticator)
    {
        string registered = ZapHandler.Register(domain ?? "", authenticator);
        try
        {
            byte[] bytes = Encoding.UTF8.GetBytes(registered);
            if (bytes.Length > LongestText)
                throw new TransportException($"The domain '{domain}' is too long: with what the transport adds to it, a domain has at most {LongestText} bytes.");
            socket.SetOption(Zmq.ZapDomain, bytes, $"ZAP_DOMAIN to '{registered}'");
            return registered;
        }
        catch
        {
            ZapHandler.Unregister(registered);
            throw;
        }
    }
}
