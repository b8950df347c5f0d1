using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace ZProto;

/// <summary>
/// What a ROUTER calls a peer: 1 to 255 octets, or none. Ids of up to 8 octets, which ROUTERs make themselves, take no memory
/// beyond the value.
/// </summary>
/// <remarks>Source: ZeroMQ RFC 28 (REQREP), routing id.</remarks>
public readonly struct RoutingId : IEquatable<RoutingId>
{
    /// <summary>The most octets that a routing id can have.</summary>
    public const int MaxLength = 255;

    private const int InlineLength = sizeof(ulong);

    private static readonly ulong s_seed = RandomNumber();
    private static readonly ulong s_factor = RandomNumber() | 1;

    private readonly byte[]? _long;
    private readonly ulong _short;
    private readonly byte _length;

    /// <summary>Makes a routing id of its octets.</summary>
    /// <param name="octets">0 to 255 octets; none makes <see cref="None"/>.</param>
    /// <exception cref="ArgumentException">There are more than 255.</exception>
    public RoutingId(ReadOnlySpan<byte> octets)
    {
        if (octets.Length > MaxLength)
            throw new ArgumentException($"A routing id has at most {MaxLength} octets, not {octets.Length}.", nameof(octets));
        _length = (byte)octets.Length;
        if (octets.Length > InlineLength)
            _long = octets.ToArray();
        else
            octets.CopyTo(MemoryMarshal.AsBytes(new Span<ulong>(ref _short)));
    }

    /// <summary>No routing id: a message that came from no ROUTER.</summary>
    public static RoutingId None => default;

    /// <summary>Whether this is no routing id.</summary>
    public bool IsNone => _length == 0;

    /// <summary>How many octets it has, 0 to 255.</summary>
    public int Length => _length;

    /// <summary>Its octets, valid as long as this value is.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Octets
        => _long ?? MemoryMarshal.AsBytes(new ReadOnlySpan<ulong>(in _short))[.._length];

    /// <summary>Its octets as a new array.</summary>
    public byte[] ToArray() => Octets.ToArray();

    /// <inheritdoc/>
    public bool Equals(RoutingId other) => Octets.SequenceEqual(other.Octets);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is RoutingId other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => Hash(Octets);

    /// <summary>The octets in lower-case hexadecimal; empty for <see cref="None"/>.</summary>
    public override string ToString() => Codec.Hex.ToString(Octets);

    /// <summary>Whether both have the same octets.</summary>
    public static bool operator ==(RoutingId left, RoutingId right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(RoutingId left, RoutingId right) => !left.Equals(right);

    /// <summary>The hash code of a routing id's octets, seeded per process, so that peers who pick their own cannot make them collide.</summary>
    internal static int Hash(ReadOnlySpan<byte> octets)
    {
        // Those that ROUTERs make have five octets: the first and the last four say all of so short a one.
        if (octets.Length is >= sizeof(uint) and <= InlineLength)
        {
            ulong number = MemoryMarshal.Read<uint>(octets) | ((ulong)MemoryMarshal.Read<uint>(octets[^sizeof(uint)..]) << 32);
            ulong high = Math.BigMul(number ^ s_seed, s_factor, out ulong low);
            return (int)(high ^ low);
        }
        HashCode hash = default;
        hash.AddBytes(octets);
        return hash.ToHashCode();
    }

    private static ulong RandomNumber() => MemoryMarshal.Read<ulong>(RandomNumberGenerator.GetBytes(sizeof(ulong)));
}
