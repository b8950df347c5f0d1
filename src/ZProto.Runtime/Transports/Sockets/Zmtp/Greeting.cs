namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>The 64 bytes by which both ends of a connection open it.</summary>
/// <remarks>Source: ZeroMQ RFC 37 (ZMTP 3.1), "Version Negotiation".</remarks>
internal static class Greeting
{
    public const int Size = 64;

    private const byte SignatureStart = 0xFF;
    private const byte SignatureEnd = 0x7F;
    private const int SignatureEndOffset = 9;
    private const int MajorOffset = 10;
    private const int MinorOffset = 11;
    private const int MechanismOffset = 12;
    private const int MechanismSize = 20;
    private const int AsServerOffset = MechanismOffset + MechanismSize;
    private const byte OurMajor = 3;
    private const byte OurMinor = 1;

    /// <summary>Writes the greeting of ZMTP 3.1.</summary>
    public static void Write(Span<byte> destination, SecurityMechanism mechanism, bool asServer)
    {
        destination[..Size].Clear();
        destination[0] = SignatureStart;
        destination[SignatureEndOffset] = SignatureEnd;
        destination[MajorOffset] = OurMajor;
        destination[MinorOffset] = OurMinor;
        NameOf(mechanism).CopyTo(destination[MechanismOffset..]);
        destination[AsServerOffset] = asServer && mechanism != SecurityMechanism.Null ? (byte)1 : (byte)0;
    }

    /// <summary>Reads as much of the peer's greeting as there is, and refuses it as soon as its first bytes allow.</summary>
    /// <param name="bytes">What came from the peer so far; what follows the greeting is not looked at.</param>
    /// <param name="expected">The mechanism that both ends must have.</param>
    /// <param name="asServer">Whether this end is the mechanism's server.</param>
    /// <param name="peer">What an accepted greeting says.</param>
    /// <param name="reason">Why it is refused, for a log line.</param>
    public static GreetingStatus Read(ReadOnlySpan<byte> bytes, SecurityMechanism expected, bool asServer, out PeerGreeting peer, out string? reason)
    {
        peer = default;
        reason = FindReason(bytes, expected, asServer);
        if (reason is not null)
            return GreetingStatus.Refused;
        if (bytes.Length < Size)
            return GreetingStatus.NeedMore;
        peer = new PeerGreeting(bytes[MajorOffset], bytes[MinorOffset], expected, bytes[AsServerOffset] != 0);
        return GreetingStatus.Accepted;
    }

    private static string? FindReason(ReadOnlySpan<byte> bytes, SecurityMechanism expected, bool asServer)
    {
        // A peer of ZMTP 1.0 sends its identity as a first frame, whose long form begins like a signature but ends in another byte.
        if ((bytes.Length > 0 && bytes[0] != SignatureStart) || (bytes.Length > SignatureEndOffset && bytes[SignatureEndOffset] != SignatureEnd))
            return "the peer speaks ZMTP 1.0, or no ZMTP at all";
        if (bytes.Length > MajorOffset && bytes[MajorOffset] < OurMajor)
            return bytes[MajorOffset] == 0 ? "the peer speaks ZMTP 1.0" : "the peer speaks ZMTP 2.0";
        if (bytes.Length < AsServerOffset)
            return null;

        ReadOnlySpan<byte> mechanism = bytes[MechanismOffset..AsServerOffset].TrimEnd((byte)0);
        if (!mechanism.SequenceEqual(NameOf(expected)))
            return $"the peer's mechanism is {PeerText.From(mechanism)}, not {PeerText.From(NameOf(expected))}";

        // libzmq and NetMQ never say that they are servers, so that two clients are found out by their handshake.
        return asServer && expected != SecurityMechanism.Null && bytes.Length > AsServerOffset && bytes[AsServerOffset] != 0
            ? $"both ends are servers of {PeerText.From(mechanism)}"
            : null;
    }

    private static ReadOnlySpan<byte> NameOf(SecurityMechanism mechanism) => mechanism switch
    {
        SecurityMechanism.Plain => "PLAIN"u8,
        SecurityMechanism.Curve => "CURVE"u8,
        _ => "NULL"u8,
    };
}

/// <summary>What became of a peer's greeting.</summary>
internal enum GreetingStatus
{
    /// <summary>Not all of it has arrived.</summary>
    NeedMore,

    /// <summary>The handshake follows.</summary>
    Accepted,

    /// <summary>The two cannot talk.</summary>
    Refused,
}

/// <summary>What a peer's greeting says.</summary>
/// <param name="Major">The major version, 3 or more.</param>
/// <param name="Minor">The minor version: with 3.0 subscriptions are messages, with 3.1 and later commands.</param>
/// <param name="Mechanism">The mechanism, the same as this end's.</param>
/// <param name="AsServer">Whether it says that it is the mechanism's server; libzmq and NetMQ never say so.</param>
internal readonly record struct PeerGreeting(byte Major, byte Minor, SecurityMechanism Mechanism, bool AsServer);
