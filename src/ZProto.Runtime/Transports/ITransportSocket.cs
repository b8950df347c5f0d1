namespace ZProto.Transports;

/// <summary>A ROUTER or DEALER of one loop thread. No call blocks.</summary>
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
    /// <param name="routingId">The peer, on a ROUTER; empty on a DEALER.</param>
    /// <param name="frames">The frames, at least one, copied or sent before the call returns.</param>
    /// <exception cref="ArgumentException">There are no frames: ZeroMQ has no such message.</exception>
    SendResult Send(ReadOnlySpan<byte> routingId, MultipartMessage frames);

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
