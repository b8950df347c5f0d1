namespace ZProto.Transports;

/// <summary>How the two ends of a connection authenticate each other. Use one of its kinds: <see cref="PlainServer"/> and so on.</summary>
/// <remarks>Source: ZeroMQ RFC 24 (PLAIN), RFC 25 (CURVE), RFC 27 (ZAP).</remarks>
public abstract record SocketSecurity
{
    private SocketSecurity()
    {
    }

    /// <summary>A server that asks for user name and password. <see cref="EngineOptions.Authenticate"/> decides.</summary>
    public static SocketSecurity Plain { get; } = new PlainServer(DefaultDomain, null);

    /// <summary>A server that knows its peers by their public keys. <see cref="EngineOptions.Authenticate"/> decides.</summary>
    /// <param name="keys">The server's keys.</param>
    public static SocketSecurity Curve(CurveKeyPair keys) => new CurveServer(DefaultDomain, keys, null);

    // Whoever asks for a decision must name a domain; most have but one, and no name for it.
    internal const string DefaultDomain = "global";

    /// <summary>The authenticator of a server; null for the engine's options, and for a client.</summary>
    internal virtual IAuthenticator? Decider => null;

    /// <summary>The same security with another authenticator; unchanged for a client.</summary>
    internal virtual SocketSecurity DecidedBy(IAuthenticator authenticator) => this;

    /// <summary>A server without a mechanism, which admits peers by their addresses.</summary>
    /// <param name="Domain">The ZAP domain; not empty.</param>
    /// <param name="Authenticator">Decides on peers; null for <see cref="EngineOptions.Authenticate"/>, which takes precedence if both are set.</param>
    public sealed record NullServer(string Domain, IAuthenticator? Authenticator) : SocketSecurity
    {
        internal override IAuthenticator? Decider => Authenticator;

        internal override SocketSecurity DecidedBy(IAuthenticator authenticator) => this with { Authenticator = authenticator };
    }

    /// <summary>A server that asks for user name and password.</summary>
    /// <param name="Domain">The ZAP domain, or empty.</param>
    /// <param name="Authenticator">Decides on peers; null for <see cref="EngineOptions.Authenticate"/>, which takes precedence if both are set.</param>
    public sealed record PlainServer(string Domain, IAuthenticator? Authenticator) : SocketSecurity
    {
        internal override IAuthenticator? Decider => Authenticator;

        internal override SocketSecurity DecidedBy(IAuthenticator authenticator) => this with { Authenticator = authenticator };
    }

    /// <summary>A client with user name and password.</summary>
    /// <param name="UserName">The name.</param>
    /// <param name="Password">The password.</param>
    public sealed record PlainClient(string UserName, string Password) : SocketSecurity;

    /// <summary>A server that knows its peers by their public keys.</summary>
    /// <param name="Domain">The ZAP domain, or empty.</param>
    /// <param name="Keys">The server's keys.</param>
    /// <param name="Authenticator">Decides on peers; null for <see cref="EngineOptions.Authenticate"/>, which takes precedence if both are set.</param>
    public sealed record CurveServer(string Domain, CurveKeyPair Keys, IAuthenticator? Authenticator) : SocketSecurity
    {
        internal override IAuthenticator? Decider => Authenticator;

        internal override SocketSecurity DecidedBy(IAuthenticator authenticator) => this with { Authenticator = authenticator };
    }

    /// <summary>A client that knows the server by its public key, and is known by its own.</summary>
    /// <param name="ServerKey">The server's public key, in Z85.</param>
    /// <param name="Keys">The client's keys.</param>
    public sealed record CurveClient(string ServerKey, CurveKeyPair Keys) : SocketSecurity;
}

/// <summary>A pair of CURVE keys, each 40 characters of Z85 (ZeroMQ RFC 32).</summary>
/// <param name="PublicKey">The public key.</param>
/// <param name="SecretKey">The secret key, which <see cref="ToString"/> does not show.</param>
public sealed record CurveKeyPair(string PublicKey, string SecretKey)
{
    /// <summary>The public key; never the secret one.</summary>
    public override string ToString() => $"CurveKeyPair {{ PublicKey = {PublicKey} }}";
}
