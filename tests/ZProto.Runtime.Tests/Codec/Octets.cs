using System.Buffers.Binary;
using System.Text;

namespace ZProto.Runtime.Tests.Codec;

/// <summary>Frames made by hand from the description of the wire, beside the codec.</summary>
internal sealed class Octets
{
    private readonly MemoryStream _octets = new();

    public Octets Add(params byte[] octets)
    {
        _octets.Write(octets);
        return this;
    }

    public Octets Number2(ushort number)
    {
        byte[] octets = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(octets, number);
        return Add(octets);
    }

    public Octets Number4(uint number)
    {
        byte[] octets = new byte[4];
        BinaryPrimitives.WriteUInt32BigEndian(octets, number);
        return Add(octets);
    }

    public Octets Number8(ulong number)
    {
        byte[] octets = new byte[8];
        BinaryPrimitives.WriteUInt64BigEndian(octets, number);
        return Add(octets);
    }

    /// <summary>A text behind its length in one octet.</summary>
    public Octets String(string text) => Add((byte)Encoding.UTF8.GetByteCount(text)).Add(Encoding.UTF8.GetBytes(text));

    /// <summary>A text behind its length in four octets.</summary>
    public Octets LongStr(string text) => Number4((uint)Encoding.UTF8.GetByteCount(text)).Add(Encoding.UTF8.GetBytes(text));

    public byte[] ToArray() => _octets.ToArray();
}
