namespace ZProto.Transports;

/// <summary>A message that a socket has received, with what is known of its sender. Valid until the socket's next receive.</summary>
public readonly ref struct ReceivedMessage
{
    private static readonly MultipartMessage s_noFrames = new();

    private readonly IMultipartMessage? _frames;
    private readonly IMessageSender? _sender;

    /// <summary>Makes it, as transports do.</summary>
    /// <param name="frames">The frames without the routing id; none where there were more than <see cref="SocketOptions.MaxFrames"/>.</param>
    /// <param name="routingId">The routing id that it came from; empty but on a ROUTER.</param>
    /// <param name="sender">What is known of the sender; null for nothing.</param>
    public ReceivedMessage(IMultipartMessage frames, ReadOnlySpan<byte> routingId = default, IMessageSender? sender = null)
    {
        _frames = frames;
        RoutingId = routingId;
        _sender = sender;
    }

    /// <summary>Its frames, without the routing id. None where it had more than <see cref="SocketOptions.MaxFrames"/>.</summary>
    public IMultipartMessage Frames => _frames ?? s_noFrames;

    /// <summary>The routing id that it came from; empty but on a ROUTER.</summary>
    public ReadOnlySpan<byte> RoutingId { get; }

    /// <summary>The address of the peer that it came from, such as <c>127.0.0.1</c>; null where it is not known.</summary>
    public string? PeerAddress => _sender?.Address;

    /// <summary>The user id that authentication gave its sender; null without authentication.</summary>
    public string? UserId => _sender?.UserId;

    /// <summary>Whether it came from a user, without making a string.</summary>
    /// <param name="userId">The user id that authentication gave; null for no user.</param>
    public bool IsFromUser(string? userId) => _sender is null ? userId is null : _sender.HasUserId(userId);

    /// <summary>Whether it came from an address, without making a string.</summary>
    /// <param name="address">The address, such as <see cref="PeerAddress"/> gave for a message before it.</param>
    public bool IsFromAddress(string address) => _sender is not null && _sender.HasAddress(address);
}
