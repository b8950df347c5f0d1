using System.Buffers.Binary;
using System.Text;

namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>What a peer says of itself in a handshake: a list of names and values, of which two count.</summary>
/// <remarks>Source: ZeroMQ RFC 37 (ZMTP 3.1), "Connection Metadata".</remarks>
internal readonly ref struct Metadata
{
    private static ReadOnlySpan<byte> SocketTypeName => "Socket-Type"u8;

    private static ReadOnlySpan<byte> IdentityName => "Identity"u8;

    private Metadata(ReadOnlySpan<byte> socketType, ReadOnlySpan<byte> identity)
    {
        SocketType = socketType;
        Identity = identity;
    }

    public ReadOnlySpan<byte> SocketType { get; }

    public ReadOnlySpan<byte> Identity { get; }

    /// <summary>Reads a list, whose names ignore case.</summary>
    /// <returns>Whether it is well formed.</returns>
    public static bool TryRead(ReadOnlySpan<byte> list, out Metadata metadata)
    {
        ReadOnlySpan<byte> socketType = default;
        ReadOnlySpan<byte> identity = default;
        metadata = default;
        while (!list.IsEmpty)
        {
            int nameLength = list[0];
            int valueStart = 1 + nameLength + sizeof(uint);
            if (nameLength == 0 || valueStart > list.Length)
                return false;
            ReadOnlySpan<byte> name = list.Slice(1, nameLength);
            uint valueLength = BinaryPrimitives.ReadUInt32BigEndian(list[(1 + nameLength)..]);
            if (valueLength > list.Length - valueStart)
                return false;
            ReadOnlySpan<byte> value = list.Slice(valueStart, (int)valueLength);
            if (Ascii.EqualsIgnoreCase(name, SocketTypeName))
                socketType = value;
            else if (Ascii.EqualsIgnoreCase(name, IdentityName))
                identity = value;
            list = list[(valueStart + value.Length)..];
        }
        metadata = new Metadata(socketType, identity);
        return true;
    }

    /// <summary>Bytes of what this end says of itself.</summary>
    public static int SizeOf(in LocalPeer local)
        => SizeOf(SocketTypeName, SocketTypes.NameOf(local.SocketType).Length) + SizeOf(IdentityName, local.RoutingId.Length);

    /// <summary>Writes what this end says of itself.</summary>
    public static void Write(Span<byte> destination, in LocalPeer local)
    {
        ReadOnlySpan<byte> socketType = SocketTypes.NameOf(local.SocketType);
        Write(destination, SocketTypeName, socketType);
        Write(destination[SizeOf(SocketTypeName, socketType.Length)..], IdentityName, local.RoutingId.Span);
    }

    private static int SizeOf(ReadOnlySpan<byte> name, int valueLength) => 1 + name.Length + sizeof(uint) + valueLength;

    private static void Write(Span<byte> destination, ReadOnlySpan<byte> name, ReadOnlySpan<byte> value)
    {
        destination[0] = (byte)name.Length;
        name.CopyTo(destination[1..]);
        BinaryPrimitives.WriteInt32BigEndian(destination[(1 + name.Length)..], value.Length);
        value.CopyTo(destination[(1 + name.Length + sizeof(uint))..]);
    }
}
