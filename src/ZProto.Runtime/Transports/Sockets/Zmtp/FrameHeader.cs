using System.Buffers.Binary;

namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>What comes before the body of a frame: flags, and the body's size in one byte or in eight.</summary>
/// <remarks>Source: ZeroMQ RFC 37 (ZMTP 3.1), "Framing".</remarks>
internal readonly struct FrameHeader
{
    public const byte More = 1;
    public const byte Long = 2;
    public const byte CommandFlag = 4;
    public const int ShortSize = 2;
    public const int LongSize = 9;

    private readonly byte _flags;

    private FrameHeader(byte flags, long bodySize) => (_flags, BodySize) = (flags, bodySize);

    /// <summary>Bytes of the body.</summary>
    public long BodySize { get; }

    /// <summary>Bytes of the header itself.</summary>
    public int Size => SizeBy(_flags);

    public bool HasMore => (_flags & More) != 0;

    public bool IsCommand => (_flags & CommandFlag) != 0;

    /// <summary>Bytes of header and body, where both fit into memory.</summary>
    public int FrameSize => Size + (int)BodySize;

    /// <summary>Bytes of a header that begins with these flags.</summary>
    public static int SizeBy(byte flags) => (flags & Long) == 0 ? ShortSize : LongSize;

    /// <summary>Reads a header that is whole.</summary>
    public static FrameHeader Read(ReadOnlySpan<byte> bytes)
        => new(bytes[0], (bytes[0] & Long) == 0 ? bytes[1] : BinaryPrimitives.ReadInt64BigEndian(bytes[1..]));
}
