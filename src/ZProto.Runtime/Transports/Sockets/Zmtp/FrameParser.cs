using System.Runtime.CompilerServices;

namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>Finds messages and commands in a stream of plain frames.</summary>
/// <remarks>
/// The caller hands over what came from the first byte of the message in progress on, and after each event drops
/// <see cref="FrameEvent.Consumed"/> bytes. A message stays until it is whole; one of too many frames is dropped frame by frame.
/// Source: ZeroMQ RFC 37 (ZMTP 3.1), "Framing".
/// </remarks>
internal struct FrameParser
{
    // All of three bits, but a command has not MORE.
    private const byte MaxFlags = 7;
    private const int ValidFlags = 0b0101_1111;

    private readonly long _maxFrameSize;
    private readonly long _maxMessageSize;
    private readonly int _maxFrames;
    private readonly int _maxShortSize;

    // Where the next frame of the message in progress begins, and what came of it before.
    private int _position;
    private int _frames;
    private int _commandBytes;
    private long _bodyBytes;

    public FrameParser(FrameLimits limits)
    {
        _maxFrameSize = limits.MaxFrameSize == 0 ? long.MaxValue : limits.MaxFrameSize;
        _maxMessageSize = limits.MaxMessageSize == 0 ? long.MaxValue : limits.MaxMessageSize;
        _maxFrames = limits.MaxFrames == 0 ? int.MaxValue : limits.MaxFrames;
        _maxShortSize = (int)Math.Min(byte.MaxValue, Math.Min(_maxFrameSize, _maxMessageSize));
    }

    /// <summary>Goes on where the last call stopped.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public FrameEvent Read(ReadOnlySpan<byte> bytes)
    {
        // The message of one short frame, which most are.
        if (_frames == 0 && bytes.Length >= FrameHeader.ShortSize && bytes[0] == 0)
        {
            int size = bytes[1];
            if (size <= _maxShortSize && size <= bytes.Length - FrameHeader.ShortSize)
                return FrameEvent.Message(FrameHeader.ShortSize + size, 1);
        }
        return ReadAny(bytes);
    }

    private FrameEvent ReadAny(ReadOnlySpan<byte> bytes)
    {
        while (true)
        {
            ReadOnlySpan<byte> rest = bytes[_position..];
            if (rest.IsEmpty)
                return NeedMore(_position + FrameHeader.ShortSize);
            byte flags = rest[0];
            if (flags > MaxFlags || (ValidFlags & (1 << flags)) == 0)
                return FrameEvent.Malformed(flags > MaxFlags ? FrameError.ReservedFlags : FrameError.CommandWithMore);
            if (rest.Length < FrameHeader.SizeBy(flags))
                return NeedMore(_position + FrameHeader.SizeBy(flags));

            FrameHeader header = FrameHeader.Read(rest);
            if (header.BodySize < 0 || header.BodySize > LimitOf(header.IsCommand))
                return FrameEvent.Malformed(ErrorOf(header.BodySize, header.IsCommand));
            int end = _position + header.FrameSize;
            if (end > bytes.Length)
                return NeedMore(end);
            if (header.IsCommand)
                return TakeCommand(end, header.Size, (int)header.BodySize);

            _position = end;
            _bodyBytes += header.BodySize;
            _frames += _frames < int.MaxValue ? 1 : 0;
            if (!header.HasMore)
                return TakeMessage();
        }
    }

    // Commands between frames stay in the caller's buffer until the message is whole, so that all of them together are limited.
    private readonly long LimitOf(bool isCommand)
        => Math.Min(
            isCommand ? FrameLimits.MaxCommandSize - _commandBytes : Math.Min(_maxFrameSize, _maxMessageSize - _bodyBytes),
            Array.MaxLength - FrameHeader.LongSize - _position);

    private readonly FrameError ErrorOf(long bodySize, bool isCommand)
    {
        if (bodySize < 0)
            return FrameError.SizeOver63Bits;
        if (isCommand)
            return FrameError.CommandTooLarge;
        return bodySize > _maxFrameSize ? FrameError.FrameTooLarge : FrameError.MessageTooLarge;
    }

    private FrameEvent NeedMore(int needed)
    {
        int dropped = DropTooLong();
        return FrameEvent.NeedMore(needed - dropped, dropped);
    }

    private FrameEvent TakeCommand(int end, int headerSize, int bodySize)
    {
        int offset = end - bodySize;
        if (_frames == 0)
            return FrameEvent.Command(offset, bodySize, consumed: end);
        _position = end;
        _commandBytes += headerSize + bodySize;
        return FrameEvent.Command(offset, bodySize, DropTooLong());
    }

    private FrameEvent TakeMessage()
    {
        FrameEvent message = FrameEvent.Message(_position, _frames, isTooLong: _frames > _maxFrames);
        (_position, _frames, _commandBytes, _bodyBytes) = (0, 0, 0, 0);
        return message;
    }

    // A message of too many frames is shown to no one, so that the caller need not keep it.
    private int DropTooLong()
    {
        if (_frames <= _maxFrames)
            return 0;
        int dropped = _position;
        _position = 0;
        return dropped;
    }
}
