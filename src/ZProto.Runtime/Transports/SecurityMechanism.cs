namespace ZProto.Transports;

/// <summary>How a peer authenticates when it connects.</summary>
/// <remarks>Source: RFC 23 (ZMTP 3.0), "Security".</remarks>
public enum SecurityMechanism
{
    /// <summary>NULL: not at all; only its address is known.</summary>
    Null,

    /// <summary>PLAIN: a user name and a password, which anyone on the network can read (RFC 24).</summary>
    Plain,

    /// <summary>CURVE: a key pair, and an encrypted connection (RFC 25, 26).</summary>
    Curve,
}
