namespace ZProto.Transports;

/// <summary>What sockets of each type can do.</summary>
internal static class SocketTypeExtensions
{
    /// <summary>Its name in ZeroMQ, such as <c>XPUB</c>.</summary>
    public static string GetName(this SocketType type) => type.ToString().ToUpperInvariant();

    /// <summary>Refuses what a socket of this type cannot send.</summary>
    /// <exception cref="ArgumentException">There are no frames, or a routing id that is none of a ROUTER's.</exception>
    /// <exception cref="NotSupportedException">The type only receives.</exception>
    public static void CheckSend(this SocketType type, ReadOnlySpan<byte> routingId, MultipartMessage frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        if (type is SocketType.Sub or SocketType.Pull)
            throw new NotSupportedException($"A {type.GetName()} does not send.");
        if (frames.Count == 0)
            throw new ArgumentException("A message without frames cannot be sent.", nameof(frames));
        if (type != SocketType.Router && !routingId.IsEmpty)
            throw new ArgumentException($"A {type.GetName()} sends to no routing id.", nameof(routingId));
    }

    /// <summary>Refuses subscriptions of a socket that is not a SUB.</summary>
    /// <exception cref="NotSupportedException">It is not a SUB.</exception>
    public static void CheckSubscribes(this SocketType type)
    {
        if (type != SocketType.Sub)
            throw new NotSupportedException($"Only a SUB subscribes, and this is a {type.GetName()}.");
    }

    /// <summary>Whether a socket of this type talks to one of another.</summary>
    /// <remarks>Source: ZeroMQ RFC 37 (ZMTP 3.1), "The Socket-Type Property".</remarks>
    public static bool TalksTo(this SocketType type, SocketType other) => type switch
    {
        SocketType.Router or SocketType.Dealer => other is SocketType.Router or SocketType.Dealer,
        SocketType.Pub or SocketType.XPub => other is SocketType.Sub or SocketType.XSub,
        SocketType.Sub or SocketType.XSub => other is SocketType.Pub or SocketType.XPub,
        SocketType.Push => other is SocketType.Pull,
        SocketType.Pull => other is SocketType.Push,
        _ => false,
    };
}
