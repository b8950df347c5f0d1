using System.Buffers.Binary;
using System.Diagnostics;

namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>Frames on the wire: writing headers, and finding frames in bytes known to be well formed.</summary>
/// <remarks>Source: ZeroMQ RFC 37 (ZMTP 3.1), "Framing".</remarks>
internal static class Frames
{
    public static int HeaderSize(int bodyLength) => bodyLength <= byte.MaxValue ? FrameHeader.ShortSize : FrameHeader.LongSize;

    /// <summary>Writes the header of a message's frame, and returns its size.</summary>
    public static int WriteHeader(Span<byte> destination, int bodyLength, bool more)
        => Write(destination, bodyLength, more ? FrameHeader.More : (byte)0);

    /// <summary>Writes the header of a command, and returns its size.</summary>
    public static int WriteCommandHeader(Span<byte> destination, int bodyLength) => Write(destination, bodyLength, FrameHeader.CommandFlag);

    /// <summary>Finds the next frame of a message that <see cref="FrameParser"/> found, or that this end wrote; commands in it are skipped.</summary>
    /// <param name="message">The whole message.</param>
    /// <param name="position">Where to go on: zero at first.</param>
    /// <param name="offset">Where the frame's body begins.</param>
    /// <param name="length">Bytes of its body.</param>
    /// <returns>Whether there was one more.</returns>
    public static bool TryNext(ReadOnlySpan<byte> message, ref int position, out int offset, out int length)
    {
        while (position < message.Length)
        {
            FrameHeader header = FrameHeader.Read(message[position..]);
            offset = position + header.Size;
            length = (int)header.BodySize;
            position = offset + length;
            if (!header.IsCommand)
                return true;
        }
        offset = length = 0;
        return false;
    }

    /// <summary>Finds the end of the message, or of the command by itself, that starts at <paramref name="start"/> in bytes that this end wrote.</summary>
    public static int FindMessageEnd(ReadOnlySpan<byte> bytes, int start)
    {
        int end = start;
        FrameHeader header;
        do
        {
            header = FrameHeader.Read(bytes[end..]);
            end += header.FrameSize;
        }
        while (header.HasMore);
        return end;
    }

    private static int Write(Span<byte> destination, int bodyLength, byte flags)
    {
        Debug.Assert(bodyLength >= 0);
        if (bodyLength <= byte.MaxValue)
        {
            destination[1] = (byte)bodyLength;
            destination[0] = flags;
            return FrameHeader.ShortSize;
        }
        BinaryPrimitives.WriteInt64BigEndian(destination[1..], bodyLength);
        destination[0] = (byte)(flags | FrameHeader.Long);
        return FrameHeader.LongSize;
    }
}
