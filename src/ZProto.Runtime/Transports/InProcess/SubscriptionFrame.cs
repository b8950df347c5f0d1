namespace ZProto.Transports.InProcess;

/// <summary>How a subscriber says what it subscribes to: a message of one frame, the byte 1 or 0 and the prefix.</summary>
/// <remarks>Source: ZeroMQ RFC 23 (ZMTP 3.0), "Subscribe" and "Cancel" of a minor version 0.</remarks>
internal static class SubscriptionFrame
{
    private const byte Unsubscribe = 0;
    private const byte Subscribe = 1;

    /// <summary>Puts a subscription, or its end, into a message.</summary>
    public static MultipartMessage Create(MultipartMessage frames, bool isSubscribe, ReadOnlySpan<byte> prefix)
    {
        byte[] frame = new byte[1 + prefix.Length];
        frame[0] = isSubscribe ? Subscribe : Unsubscribe;
        prefix.CopyTo(frame.AsSpan(1));
        frames.Clear();
        frames.Add(frame);
        return frames;
    }

    /// <summary>Reads a subscription.</summary>
    /// <returns>Whether the message is one.</returns>
    public static bool TryRead(IMultipartMessage frames, out bool isSubscribe, out ReadOnlySpan<byte> prefix)
    {
        isSubscribe = false;
        prefix = default;
        if (frames.Count != 1 || frames.GetFrame(0) is not { IsEmpty: false } frame || frame[0] > Subscribe)
            return false;
        isSubscribe = frame[0] == Subscribe;
        prefix = frame[1..];
        return true;
    }
}
