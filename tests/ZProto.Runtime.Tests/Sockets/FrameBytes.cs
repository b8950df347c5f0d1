using System.Buffers.Binary;

namespace ZProto.Runtime.Tests.Sockets;

/// <summary>Frames as RFC 37 has them, written without the code under test.</summary>
internal static class FrameBytes
{
    public static byte[] Short(byte flags, params byte[] body) => [flags, (byte)body.Length, .. body];

    public static byte[] Long(byte flags, params byte[] body) => [.. LongHeader(flags, body.Length), .. body];

    public static byte[] LongHeader(byte flags, long size)
    {
        byte[] header = new byte[9];
        header[0] = flags;
        BinaryPrimitives.WriteInt64BigEndian(header.AsSpan(1), size);
        return header;
    }

    public static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));
}
