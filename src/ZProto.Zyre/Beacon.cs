using System.Buffers.Binary;

namespace ZProto.Zyre;

/// <summary>What a node broadcasts of itself: 22 bytes, "ZRE", the version, the uuid and the port of its mailbox.</summary>
/// <param name="Id">The node's uuid.</param>
/// <param name="Port">The TCP port of its mailbox; 0 when it leaves.</param>
/// <remarks>Source: RFC 36, discovery.</remarks>
internal readonly record struct Beacon(Guid Id, ushort Port)
{
    /// <summary>How many bytes it has.</summary>
    public const int Length = 22;

    private const int IdAt = 4, PortAt = 20;

    // With the version of the beacon, which is not that of the protocol.
    private static ReadOnlySpan<byte> Header => "ZRE\x01"u8;

    /// <summary>Writes it.</summary>
    /// <param name="destination">At least 22 bytes.</param>
    public void Write(Span<byte> destination)
    {
        Header.CopyTo(destination);
        Id.TryWriteBytes(destination[IdAt..], bigEndian: true, out _);
        BinaryPrimitives.WriteUInt16BigEndian(destination[PortAt..], Port);
    }

    /// <summary>Reads a datagram.</summary>
    /// <param name="datagram">All of it.</param>
    /// <param name="beacon">The beacon.</param>
    /// <returns>False if it is not a beacon of this version.</returns>
    public static bool TryRead(ReadOnlySpan<byte> datagram, out Beacon beacon)
    {
        beacon = default;
        if (datagram.Length != Length || !datagram.StartsWith(Header))
            return false;
        beacon = new Beacon(new Guid(datagram[IdAt..PortAt], bigEndian: true), BinaryPrimitives.ReadUInt16BigEndian(datagram[PortAt..]));
        return true;
    }
}
