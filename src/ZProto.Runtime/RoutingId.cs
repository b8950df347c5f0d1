using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using ZProto.Codec;

namespace ZProto;

/// <summary>
/// A ROUTER's name for a peer: 1 to 255 bytes, or none. Ids of up to 8 bytes, such as those that ROUTERs make, take no memory beyond the value.
/// </summary>
/// <remarks>Source: ZeroMQ RFC 28 (REQREP), routing id.</remarks>
public readonly struct RoutingId : IEquatable<RoutingId>
{
    /// <summary>The most bytes that a routing id can have.</summary>
    public const int MaxLength = 255;

    private const int InlineLength = sizeof(ulong);

    private static readonly ulong s_seed = RandomNumber();
    private static readonly ulong s_factor = RandomNumber() | 1;

    private readonly byte[]? _long;
    private readonly ulong _short;
    private readonly byte _length;

    /// <summary>Creates a routing id from its bytes.</summary>
    /// <param name="bytes">0 to 255 bytes; none makes <see cref="Empty"/>.</param>
    /// <exception cref="ArgumentException">There are more than 255.</exception>
    public RoutingId(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > MaxLength)
            throw new ArgumentException($"A routing id has at most {MaxLength} bytes, not {bytes.Length}.", nameof(bytes));
        _length = (byte)bytes.Length;
        if (bytes.Length > InlineLength)
            _long = bytes.ToArray();
        else
            bytes.CopyTo(MemoryMarshal.AsBytes(new Span<ulong>(ref _short)));
    }

    /// <summary>No routing id, as of a message that did not come from a ROUTER.</summary>
    public static RoutingId Empty => default;

    /// <summary>Whether this is no routing id.</summary>
    public bool IsEmpty => _length == 0;

    /// <summary>How many bytes it has, 0 to 255.</summary>
    public int Length => _length;

    /// <summary>Its bytes, valid as long as this value is.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Span
        => _long ?? MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in _short))[.._length];

    /// <summary>Its bytes as a new array.</summary>
    public byte[] ToArray() => Span.ToArray();

    /// <inheritdoc/>
    public bool Equals(RoutingId other) => Span.SequenceEqual(other.Span);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RoutingId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Hash(Span);

    /// <summary>The bytes in lower-case hexadecimal; empty for <see cref="Empty"/>.</summary>
    public override string ToString() => Codec.Hex.ToString(Span);

    /// <summary>Whether both have the same bytes.</summary>
    public static bool operator ==(RoutingId left, RoutingId right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(RoutingId left, RoutingId right) => !left.Equals(right);

    /// <summary>
    /// The hash code of a routing id's bytes, seeded per process, so that peers that choose their ids cannot make them collide.
    /// </summary>
    internal static int Hash(ReadOnlySpan<byte> bytes)
    {
        // Those that ROUTERs make have five bytes: the first and the last four say all of so short a one.
        if (bytes.Length is >= sizeof(uint) and <= InlineLength)
        {
            ulong number = MemoryMarshal.Read<uint>(bytes) | ((ulong)MemoryMarshal.Read<uint>(bytes[^sizeof(uint)..]) << 32);
            // The upper bits of the product depend on all of the number, and tables take the lower ones of a hash.
            return (int)BinaryPrimitives.ReverseEndianness((uint)(((number ^ s_seed) * s_factor) >> 32));
        }
        return HashLong(bytes);
    }

    private static int HashLong(ReadOnlySpan<byte> bytes)
    {
        HashCode hash = default;
        hash.AddBytes(bytes);
        return hash.ToHashCode();
    }

    /// <summary>A number that no one can guess.</summary>
    /// <remarks>
    /// From the system's generator, by way of a Guid: <see cref="System.Security.Cryptography.RandomNumberGenerator"/> would first load
    /// OpenSSL, which takes longer than all else that the start of a server takes. What is fixed in one half of a Guid is random in the other.
    /// </remarks>
    internal static ulong RandomNumber()
    {
        var guid = Guid.NewGuid();
        ReadOnlySpan<ulong> halves = MemoryMarshal.Cast<Guid, ulong>(new ReadOnlySpan<Guid>(in guid));
        return halves[0] ^ halves[1];
    }
}
