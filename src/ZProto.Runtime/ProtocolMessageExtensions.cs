namespace ZProto;

/// <summary>Messages to and from byte arrays, without a transport.</summary>
public static class ProtocolMessageExtensions
{
    /// <summary>Encodes a message into new frames.</summary>
    /// <param name="message">The message.</param>
    /// <returns>The frames, which belong to the caller.</returns>
    /// <exception cref="ArgumentNullException"><paramref name="message"/> is null.</exception>
    /// <exception cref="MessageEncodeException">The message has no id, or a field has a value that the wire format cannot carry.</exception>
    public static byte[][] ToFrames(this IProtocolMessage message)
    {
        ArgumentNullException.ThrowIfNull(message);
        var frames = new MultipartMessage();
        var writer = new FrameWriter(frames);
        message.Encode(ref writer);
        return frames.ToArrays();
    }

    /// <summary>Decodes frames into a message. For any input it returns a valid message or false, and never throws.</summary>
    /// <typeparam name="T">The codec's class.</typeparam>
    /// <param name="message">The message to fill: cleared first, and left cleared on failure.</param>
    /// <param name="frames">The frames, without a leading routing id.</param>
    /// <param name="error">Why it failed.</param>
    /// <returns>Whether the frames are a message of this protocol.</returns>
    public static bool TryReadFrames<T>(this T message, ReadOnlySpan<byte[]> frames, out DecodeError error)
        where T : class, IProtocolMessage<T>, new()
        => TryReadFrames(message, frames, MessageRole.None, out error);

    /// <summary>Decodes frames from a known sender into a message. For any input it returns a valid message or false, and never throws.</summary>
    /// <typeparam name="T">The codec's class.</typeparam>
    /// <param name="message">The message to fill: cleared first, and left cleared on failure.</param>
    /// <param name="frames">The frames, without a leading routing id.</param>
    /// <param name="sender">Who sent them. Of messages that look alike the sender's is taken.</param>
    /// <param name="error">Why it failed.</param>
    /// <returns>Whether the frames are a message of this protocol.</returns>
    public static bool TryReadFrames<T>(this T message, ReadOnlySpan<byte[]> frames, MessageRole sender, out DecodeError error)
        where T : class, IProtocolMessage<T>, new()
    {
        var reader = new FrameReader(frames);
        return T.TryDecode(ref reader, message, sender, out error);
    }
}
