namespace ZProto.Transports;

/// <summary>What a connecting peer says of itself.</summary>
/// <param name="Mechanism">The security mechanism.</param>
/// <param name="Domain">The server's ZAP domain.</param>
/// <param name="Address">The peer's address, such as <c>127.0.0.1</c>.</param>
/// <param name="RoutingId">The routing id that it gave itself, or none.</param>
/// <param name="UserName">With PLAIN, the user name; else empty.</param>
/// <param name="Password">With PLAIN, the password; else empty.</param>
/// <param name="PublicKey">With CURVE, the peer's public key in Z85; else empty.</param>
public sealed record AuthenticationRequest(
    SecurityMechanism Mechanism,
    string Domain,
    string Address,
    RoutingId RoutingId,
    string UserName,
    string Password,
    string PublicKey)
{
    /// <summary>The request without its password.</summary>
    public override string ToString() => $"{Mechanism} {Address} domain '{Domain}' user '{UserName}' key '{PublicKey}'";
}
