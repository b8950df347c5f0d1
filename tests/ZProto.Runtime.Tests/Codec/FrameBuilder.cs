using System.Buffers.Binary;
using System.Text;

namespace ZProto.Runtime.Tests.Codec;

/// <summary>Frames made by hand from the description of the wire, beside the codec.</summary>
internal sealed class FrameBuilder
{
    private readonly MemoryStream _bytes = new();

    public FrameBuilder Add(params byte[] bytes)
    {
        _bytes.Write(bytes);
        return this;
    }

    public FrameBuilder Number2(ushort number)
    {
        byte[] bytes = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(bytes, number);
        return Add(bytes);
    }

    public FrameBuilder Number4(uint number)
    {
        byte[] bytes = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(bytes, number);
        return Add(bytes);
    }

    public FrameBuilder Number8(ulong number)
    {
        byte[] bytes = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(bytes, number);
        return Add(bytes);
    }

    /// <summary>A text after its length in one byte.</summary>
    public FrameBuilder String(string text) => Add((byte)Encoding.UTF8.GetByteCount(text)).Add(Encoding.UTF8.GetBytes(text));

    /// <summary>A text after its length in four bytes.</summary>
    public FrameBuilder LongStr(string text) => Number4((uint)Encoding.UTF8.GetByteCount(text)).Add(Encoding.UTF8.GetBytes(text));

    public byte[] ToArray() => _bytes.ToArray();
}
