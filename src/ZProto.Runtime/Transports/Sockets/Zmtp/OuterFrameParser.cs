namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>Finds the frames that CURVE puts around sealed ones. Its events are of the kind Command, each with what it consumes.</summary>
/// <remarks>Source: ZeroMQ RFC 25 (ZMTP-CURVE), by which they are commands; libzmq and NetMQ send them as messages.</remarks>
internal readonly struct OuterFrameParser
{
    private const byte OtherFlags = 0xFF & ~(FrameHeader.Long | FrameHeader.CommandFlag);

    private readonly long _maxSize;

    // A command may be larger than a message's frame: what is sealed is checked again by FrameParser.
    public OuterFrameParser(FrameLimits limits)
        => _maxSize = Math.Min(
            limits.MaxFrameSize == 0 ? long.MaxValue : Math.Max(limits.MaxFrameSize, FrameLimits.MaxCommandSize),
            Array.MaxLength - FrameHeader.LongSize - CurveCipher.Overhead) + CurveCipher.Overhead;

    /// <summary>Finds the frame that the bytes begin with.</summary>
    public FrameEvent Read(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty)
            return FrameEvent.NeedMore(FrameHeader.ShortSize);
        if ((bytes[0] & OtherFlags) != 0)
            return FrameEvent.Malformed(FrameError.OuterFlags);
        int headerSize = FrameHeader.SizeBy(bytes[0]);
        if (bytes.Length < headerSize)
            return FrameEvent.NeedMore(headerSize);

        FrameHeader header = FrameHeader.Read(bytes);
        if (header.BodySize < 0)
            return FrameEvent.Malformed(FrameError.SizeOver63Bits);
        if (header.BodySize > _maxSize)
            return FrameEvent.Malformed(FrameError.FrameTooLarge);
        return header.FrameSize > bytes.Length
            ? FrameEvent.NeedMore(header.FrameSize)
            : FrameEvent.Command(headerSize, (int)header.BodySize, consumed: header.FrameSize);
    }
}
