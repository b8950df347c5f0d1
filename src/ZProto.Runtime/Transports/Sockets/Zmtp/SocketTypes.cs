using System.Diagnostics;

namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>Socket types in ZMTP's letters, and which of them talk to each other.</summary>
/// <remarks>Source: ZeroMQ RFC 37 (ZMTP 3.1), "The Socket-Type Property", "The Identity Property".</remarks>
internal static class SocketTypes
{
    private const string Req = "REQ";
    private const string Rep = "REP";
    private const string Dealer = "DEALER";
    private const string Router = "ROUTER";

    public static ReadOnlySpan<byte> NameOf(SocketType type) => type switch
    {
        SocketType.Router => "ROUTER"u8,
        SocketType.Dealer => "DEALER"u8,
        _ => throw new UnreachableException(),
    };

    /// <summary>The type of a peer, if a socket of the type <paramref name="local"/> can talk to it; else null.</summary>
    public static string? Match(SocketType local, ReadOnlySpan<byte> peer) => peer switch
    {
        _ when peer.SequenceEqual("DEALER"u8) => Dealer,
        _ when peer.SequenceEqual("ROUTER"u8) => Router,
        _ when peer.SequenceEqual("REQ"u8) && local == SocketType.Router => Req,
        _ when peer.SequenceEqual("REP"u8) && local == SocketType.Dealer => Rep,
        _ => null,
    };

    /// <summary>Whether a peer of this type can give itself a routing id.</summary>
    public static bool HasIdentity(string type) => type is Req or Dealer or Router;
}
