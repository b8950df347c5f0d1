namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>What one peer may send. Zero is no limit but that of an array.</summary>
/// <param name="MaxFrameSize">Bytes in the body of a message's frame.</param>
/// <param name="MaxMessageSize">Bytes in all bodies of a message.</param>
/// <param name="MaxFrames">Frames of a message; one of more is skipped, not an error.</param>
internal readonly record struct FrameLimits(long MaxFrameSize, long MaxMessageSize, int MaxFrames)
{
    /// <summary>Bytes in the body of a command, and of all commands between the frames of one message.</summary>
    public const int MaxCommandSize = 64 * 1024;
}
