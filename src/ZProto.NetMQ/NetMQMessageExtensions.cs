using NetMQ;
using NetMQ.Sockets;

namespace ZProto;

/// <summary>Messages to and from NetMQ's own messages and sockets, for programs that use those without an engine.</summary>
/// <remarks>
/// On a <see cref="RouterSocket"/> a message goes to the peer that its <see cref="IProtocolMessage.RoutingId"/> names, and one that
/// was received has the routing id of its sender.
/// </remarks>
public static class NetMQMessageExtensions
{
    /// <summary>A message as NetMQ's, without a leading routing id.</summary>
    /// <param name="message">The message.</param>
    /// <exception cref="MessageEncodeException">The message has no id, or a field has a value that the wire format cannot carry.</exception>
    public static NetMQMessage ToNetMQMessage(this IProtocolMessage message) => new(message.ToFrames());

    /// <summary>Decodes a message of NetMQ's. For any input it returns a valid message or false, and never throws.</summary>
    /// <typeparam name="T">The codec's class.</typeparam>
    /// <param name="message">The message to fill: cleared first, and left cleared on failure.</param>
    /// <param name="frames">The frames, without a leading routing id.</param>
    /// <param name="error">Why it failed.</param>
    /// <returns>Whether the frames are a message of this protocol.</returns>
    public static bool TryReadFrames<T>(this T message, NetMQMessage frames, out DecodeError error)
        where T : class, IProtocolMessage<T>, new()
    {
        ArgumentNullException.ThrowIfNull(frames);
        return TryRead(message, new NetMQFrames(frames, 0), MessageRole.None, out error);
    }

    /// <summary>Sends a message, and waits as long as it takes.</summary>
    /// <param name="message">The message.</param>
    /// <param name="socket">Where to.</param>
    /// <exception cref="MessageEncodeException">The message has no id, or a field has a value that the wire format cannot carry.</exception>
    public static void SendTo(this IProtocolMessage message, IOutgoingSocket socket)
        => socket.SendMultipartMessage(ToSend(message, socket));

    /// <summary>Sends a message, if that can be done in time.</summary>
    /// <param name="message">The message.</param>
    /// <param name="socket">Where to.</param>
    /// <param name="timeout">How long to wait at most; zero not to wait.</param>
    /// <returns>Whether it was sent.</returns>
    /// <exception cref="MessageEncodeException">The message has no id, or a field has a value that the wire format cannot carry.</exception>
    public static bool TrySendTo(this IProtocolMessage message, IOutgoingSocket socket, TimeSpan timeout)
        => socket.TrySendMultipartMessage(timeout, ToSend(message, socket));

    /// <summary>Receives a message, and waits as long as it takes.</summary>
    /// <typeparam name="T">The codec's class.</typeparam>
    /// <param name="message">The message to fill: cleared first, and left cleared on failure.</param>
    /// <param name="socket">Where from.</param>
    /// <param name="error">Why what came is no message of this protocol.</param>
    /// <returns>Whether it is one.</returns>
    public static bool ReceiveFrom<T>(this T message, IReceivingSocket socket, out DecodeError error)
        where T : class, IProtocolMessage<T>, new()
        => TryReadReceived(message, socket.ReceiveMultipartMessage(), socket, out error);

    /// <summary>Receives a message, if one comes in time.</summary>
    /// <typeparam name="T">The codec's class.</typeparam>
    /// <param name="message">The message to fill: cleared first, and left cleared on failure.</param>
    /// <param name="socket">Where from.</param>
    /// <param name="timeout">How long to wait at most; zero not to wait.</param>
    /// <param name="error">Why what came is no message of this protocol; <see cref="DecodeErrorKind.None"/> where nothing came.</param>
    /// <returns>Whether a message of this protocol came.</returns>
    public static bool TryReceiveFrom<T>(this T message, IReceivingSocket socket, TimeSpan timeout, out DecodeError error)
        where T : class, IProtocolMessage<T>, new()
    {
        ArgumentNullException.ThrowIfNull(message);
        NetMQMessage? received = null;
        if (socket.TryReceiveMultipartMessage(timeout, ref received))
            return TryReadReceived(message, received!, socket, out error);
        message.Clear();
        error = default;
        return false;
    }

    private static NetMQMessage ToSend(IProtocolMessage message, IOutgoingSocket socket)
    {
        NetMQMessage frames = message.ToNetMQMessage();
        if (socket is RouterSocket)
            frames.Push(message.RoutingId.ToArray());
        return frames;
    }

    private static bool TryReadReceived<T>(T message, NetMQMessage received, IReceivingSocket socket, out DecodeError error)
        where T : class, IProtocolMessage<T>, new()
    {
        if (socket is not RouterSocket)
            return TryRead(message, new NetMQFrames(received, 0), MessageRole.Server, out error);
        var from = new NetMQFrames(received, 0);
        if (!TryRead(message, new NetMQFrames(received, 1), MessageRole.Client, out error))
            return false;
        message.RoutingId = new RoutingId(from.GetFrame(0));
        return true;
    }

    private static bool TryRead<T>(T message, NetMQFrames frames, MessageRole sender, out DecodeError error)
        where T : class, IProtocolMessage<T>, new()
    {
        var reader = new FrameReader(frames);
        return T.TryDecode(ref reader, message, sender, out error);
    }

    private sealed class NetMQFrames(NetMQMessage message, int first) : IMultipartMessage
    {
        public int Count => message.FrameCount - first;

        public ReadOnlySpan<byte> GetFrame(int index)
        {
            NetMQFrame frame = message[index + first];
            return frame.Buffer.AsSpan(0, frame.MessageSize);
        }
    }
}
