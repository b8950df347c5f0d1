namespace ZProto.Transports;

/// <summary>A socket of one loop thread. No call blocks.</summary>
/// <remarks>
/// What a type cannot do it refuses with a <see cref="NotSupportedException"/>: a SUB and a PULL do not send, and only a SUB has
/// <see cref="Subscribe"/>. A PUB and a PUSH receive nothing. An XPUB receives a message of one frame when a prefix gets its first
/// subscriber, the byte 1 and the prefix, and another when it loses its last, the byte 0 and the prefix. An XSUB sends such frames to
/// subscribe and unsubscribe; what begins with another byte, or has several frames, goes to the XPUBs as it is.
/// </remarks>
public interface ITransportSocket : IDisposable
{
    /// <summary>Sets the mechanism of the endpoints bound or connected to from here on. Those there are keep theirs.</summary>
    /// <param name="security">The mechanism that peers are admitted by, or null for none.</param>
    /// <exception cref="TransportException">The transport cannot do it so. All is as it was.</exception>
    void Secure(SocketSecurity? security);

    /// <summary>Accepts peers at an endpoint.</summary>
    /// <param name="endpoint">The endpoint; port <c>*</c> picks a free one.</param>
    /// <returns>The endpoint as bound, with the port that was picked.</returns>
    /// <exception cref="TransportException">It is taken, or is no endpoint; the message names it.</exception>
    string Bind(string endpoint);

    /// <summary>
    /// Accepts no more peers at an endpoint. Those that came by it stay where the transport can keep them; libzmq cannot, and ends
    /// their connections when what was sent to them has left.
    /// </summary>
    /// <param name="endpoint">The endpoint as bound.</param>
    /// <exception cref="TransportException">The socket is not bound there.</exception>
    void Unbind(string endpoint);

    /// <summary>Connects to an endpoint, now or as soon as somebody is there.</summary>
    /// <param name="endpoint">The endpoint.</param>
    /// <exception cref="TransportException">It is no endpoint; the message names it.</exception>
    void Connect(string endpoint);

    /// <summary>Ends the connection to an endpoint.</summary>
    /// <param name="endpoint">The endpoint as connected.</param>
    /// <exception cref="TransportException">The socket is not connected there.</exception>
    void Disconnect(string endpoint);

    /// <summary>Receives the next message, if there is one, in place of the one before.</summary>
    /// <param name="message">The message, valid until the next receive; without frames where there is none.</param>
    /// <returns>Whether there was one.</returns>
    bool TryReceive(out ReceivedMessage message);

    /// <summary>
    /// Whether the loop sleeps on though this socket could be read; false at first. For an engine that takes no more for a while, so
    /// that what comes piles up at those who send it. Receiving itself still works.
    /// </summary>
    bool IsPaused { get; set; }

    /// <summary>Sends a message: all its frames or none.</summary>
    /// <remarks>
    /// A DEALER and a PUSH deal in turn among the peers whose queue has room, and without any return <see cref="SendResult.QueueFull"/>. A
    /// PUB and an XPUB send to every peer that subscribed to what the first frame begins with, skip those whose queue is full
    /// (<see cref="DroppedMessages"/>), and return <see cref="SendResult.Sent"/> however many that were.
    /// </remarks>
    /// <param name="routingId">The peer, on a ROUTER; else empty.</param>
    /// <param name="frames">The frames, at least one, copied or sent before the call returns.</param>
    /// <exception cref="ArgumentException">There are no frames: ZeroMQ has no such message.</exception>
    /// <exception cref="NotSupportedException">The socket is a SUB or a PULL.</exception>
    SendResult Send(ReadOnlySpan<byte> routingId, MultipartMessage frames);

    /// <summary>On a SUB: receives from now on what begins with a prefix. What was published before a peer heard of it does not come.</summary>
    /// <remarks>Subscribing again counts: as many calls of <see cref="Unsubscribe"/> end it. Source: ZeroMQ RFC 29 (PUBSUB), the SUB socket.</remarks>
    /// <param name="prefix">What the first frame begins with; empty for every message.</param>
    /// <exception cref="NotSupportedException">The socket is not a SUB.</exception>
    void Subscribe(ReadOnlySpan<byte> prefix) => throw new NotSupportedException("Only a SUB subscribes.");

    /// <summary>
    /// On a SUB: takes a subscription back. What came before is no longer received, but for one message that libzmq or NetMQ may have taken
    /// up already. Without a subscription of this prefix it does nothing.
    /// </summary>
    /// <param name="prefix">The prefix as subscribed to.</param>
    /// <exception cref="NotSupportedException">The socket is not a SUB.</exception>
    void Unsubscribe(ReadOnlySpan<byte> prefix) => throw new NotSupportedException("Only a SUB unsubscribes.");

    /// <summary>
    /// How many messages a PUB or XPUB has not sent to a subscriber because its queue was full, counted once for each such subscriber; see
    /// <see cref="TransportCapabilities.DropCounts"/> for where it is less. 0 on other types.
    /// </summary>
    long DroppedMessages => 0;

    /// <summary>Takes the oldest thing that became of a connection and was not taken yet. The loop wakes for it as for a message.</summary>
    /// <remarks>
    /// On a DEALER of a transport with <see cref="TransportCapabilities.Disconnects"/>: once a connection is lost, what came by it can
    /// still be received; what comes by a later one is not received before the loss was taken here.
    /// </remarks>
    /// <param name="connectionEvent">What became of which connection.</param>
    /// <returns>Whether there was anything; false on transports that do not tell.</returns>
    bool TryTakeConnectionEvent(out ConnectionEvent connectionEvent)
    {
        connectionEvent = default;
        return false;
    }

    /// <summary>Ends the socket at once: what has not left is dropped, whatever its linger.</summary>
    void Abort() => Dispose();
}
