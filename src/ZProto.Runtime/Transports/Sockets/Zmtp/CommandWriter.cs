using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>Writes commands as whole frames.</summary>
/// <remarks>Source: ZeroMQ RFC 37 (ZMTP 3.1), "Commands", "Connection Heartbeating".</remarks>
internal static class CommandWriter
{
    /// <summary>In what PING says how long the peer may be silent.</summary>
    public static readonly TimeSpan TtlUnit = TimeSpan.FromMilliseconds(100);

    /// <summary>Writes a PING without context, with a time cut to tenths of a second and to what two bytes hold.</summary>
    public static void WritePing(IBufferWriter<byte> output, TimeSpan ttl)
    {
        Span<byte> data = stackalloc byte[sizeof(ushort)];
        BinaryPrimitives.WriteUInt16BigEndian(data, (ushort)Math.Clamp(ttl.Ticks / TtlUnit.Ticks, 0, ushort.MaxValue));
        Write(output, "PING"u8, data);
    }

    /// <summary>Writes the PONG that answers a PING of a context.</summary>
    public static void WritePong(IBufferWriter<byte> output, ReadOnlySpan<byte> context) => Write(output, "PONG"u8, context);

    /// <summary>Writes an ERROR with a reason in ASCII, without spaces, of at most 255 characters.</summary>
    public static void WriteError(IBufferWriter<byte> output, string reason)
    {
        Span<byte> data = stackalloc byte[1 + byte.MaxValue];
        data[0] = (byte)Encoding.ASCII.GetBytes(reason, data[1..]);
        Write(output, "ERROR"u8, data[..(1 + data[0])]);
    }

    /// <summary>Writes a command of this name, with all that follows the name.</summary>
    public static void Write(IBufferWriter<byte> output, ReadOnlySpan<byte> name, ReadOnlySpan<byte> data)
    {
        Span<byte> body = Start(output, name, data.Length, out int frameSize);
        data.CopyTo(body);
        output.Advance(frameSize);
    }

    /// <summary>Starts a command of this name; after <see cref="IBufferWriter{T}.Advance"/> by its size it is written.</summary>
    /// <returns>What follows the name, to be filled.</returns>
    public static Span<byte> Start(IBufferWriter<byte> output, ReadOnlySpan<byte> name, int dataLength, out int frameSize)
    {
        int bodyLength = 1 + name.Length + dataLength;
        frameSize = Frames.HeaderSize(bodyLength) + bodyLength;
        Span<byte> frame = output.GetSpan(frameSize)[..frameSize];
        Span<byte> body = frame[Frames.WriteCommandHeader(frame, bodyLength)..];
        body[0] = (byte)name.Length;
        name.CopyTo(body[1..]);
        return body[(1 + name.Length)..];
    }
}
