using System.Text;

namespace ZProto;

/// <summary>Subscriptions to published messages: what a SUB socket sends, and what an XPUB socket receives.</summary>
/// <remarks>Source: zproto's topic framing (<c>pubsub="1"</c>) and the XPUB notices of ZeroMQ RFC 29.</remarks>
public static class TopicSubscription
{
    /// <summary>The bytes that a SUB socket subscribes to: id and topic. They are a prefix: longer topics match too.</summary>
    /// <param name="id">The message's id.</param>
    /// <param name="topic">The topic.</param>
    /// <exception cref="ArgumentNullException"><paramref name="topic"/> is null.</exception>
    /// <exception cref="ArgumentException">The topic holds a zero.</exception>
    public static byte[] Encode(byte id, string topic)
    {
        ArgumentNullException.ThrowIfNull(topic);
        if (topic.Contains('\0', StringComparison.Ordinal))
            throw new ArgumentException("A topic cannot hold a zero, which ends it on the wire.", nameof(topic));
        byte[] bytes = new byte[1 + Encoding.UTF8.GetByteCount(topic)];
        bytes[0] = id;
        Encoding.UTF8.GetBytes(topic, bytes.AsSpan(1));
        return bytes;
    }

    /// <summary>Reads a notice of an XPUB socket: 1 or 0, id, topic.</summary>
    /// <param name="frame">The notice.</param>
    /// <param name="subscribe">Whether it is a first subscription; otherwise the last subscriber has unsubscribed.</param>
    /// <param name="id">The message's id.</param>
    /// <param name="topic">The topic.</param>
    /// <returns>False if the frame is not such a notice, like one for all messages.</returns>
    public static bool TryParse(ReadOnlySpan<byte> frame, out bool subscribe, out byte id, out string topic)
    {
        if (frame.Length < 2 || frame[0] > 1)
        {
            (subscribe, id, topic) = (false, 0, "");
            return false;
        }
        (subscribe, id, topic) = (frame[0] == 1, frame[1], Encoding.UTF8.GetString(frame[2..]));
        return true;
    }
}
