namespace ZProto.Transports;

/// <summary>What a connecting peer says of itself.</summary>
public sealed record AuthenticationRequest
{
    /// <summary>The security mechanism.</summary>
    public required SecurityMechanism Mechanism { get; init; }

    /// <summary>The server's ZAP domain.</summary>
    public required string Domain { get; init; }

    /// <summary>The peer's address, such as <c>127.0.0.1</c>.</summary>
    public required string Address { get; init; }

    /// <summary>The routing id that the peer gave itself, or none.</summary>
    public RoutingId RoutingId { get; init; }

    /// <summary>With PLAIN, the user name; else empty.</summary>
    public string UserName { get; init; } = "";

    /// <summary>With PLAIN, the password; else empty.</summary>
    public string Password { get; init; } = "";

    /// <summary>With CURVE, the peer's public key in Z85; else empty.</summary>
    public string PublicKey { get; init; } = "";

    /// <summary>The request without its password.</summary>
    public override string ToString() => $"{Mechanism} {Address} domain '{Domain}' user '{UserName}' key '{PublicKey}'";
}
