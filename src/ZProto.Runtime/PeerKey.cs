using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace ZProto;

/// <summary>By what a mesh knows a peer: 1 to 254 bytes, such as a uuid or an endpoint.</summary>
public readonly struct PeerKey : IEquatable<PeerKey>
{
    /// <summary>The most bytes that a key can have: one less than a routing id, which has a byte before it.</summary>
    public const int MaxLength = RoutingId.MaxLength - 1;

    private readonly RoutingId _bytes;

    private PeerKey(RoutingId bytes) => _bytes = bytes;

    /// <summary>Whether this is the default value, which is not the key of a peer.</summary>
    public bool IsEmpty => _bytes.IsEmpty;

    /// <summary>Its bytes, valid as long as this value is.</summary>
    [UnscopedRef]
    public ReadOnlySpan<byte> Span => _bytes.Span;

    /// <summary>Creates a key from its bytes.</summary>
    /// <param name="bytes">1 to 254 bytes.</param>
    /// <exception cref="ArgumentException">There are none, or more than 254.</exception>
    public static PeerKey From(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length is 0 or > MaxLength)
            throw new ArgumentException($"A key has 1 to {MaxLength} bytes, not {bytes.Length}.", nameof(bytes));
        return new PeerKey(new RoutingId(bytes));
    }

    /// <summary>Creates a key from a uuid: its 16 bytes, in the order of RFC 4122.</summary>
    /// <param name="uuid">The uuid.</param>
    public static PeerKey From(Guid uuid)
    {
        Span<byte> bytes = stackalloc byte[16];
        uuid.TryWriteBytes(bytes, bigEndian: true, out _);
        return From(bytes);
    }

    /// <summary>Creates a key from a text, such as an endpoint: its bytes in UTF-8.</summary>
    /// <param name="text">The text.</param>
    /// <exception cref="ArgumentNullException"><paramref name="text"/> is null.</exception>
    /// <exception cref="ArgumentException">It is empty, or has more than 254 bytes.</exception>
    public static PeerKey From(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return From(Encoding.UTF8.GetBytes(text));
    }

    /// <summary>The uuid that the key was created from.</summary>
    /// <exception cref="InvalidOperationException">It does not have 16 bytes.</exception>
    public Guid ToGuid()
        => _bytes.Length == 16 ? new Guid(Span, bigEndian: true) : throw new InvalidOperationException($"A uuid has 16 bytes, and this key {_bytes.Length}.");

    /// <inheritdoc/>
    public bool Equals(PeerKey other) => _bytes.Equals(other._bytes);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is PeerKey other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => _bytes.GetHashCode();

    /// <summary>The bytes as text if they are printable ASCII, as those of an endpoint are; else in lower-case hexadecimal.</summary>
    public override string ToString()
    {
        ReadOnlySpan<byte> bytes = Span;
        return bytes.ContainsAnyExceptInRange((byte)' ', (byte)'~') ? _bytes.ToString() : Encoding.ASCII.GetString(bytes);
    }

    /// <summary>Whether both have the same bytes.</summary>
    public static bool operator ==(PeerKey left, PeerKey right) => left.Equals(right);

    /// <summary>Whether they differ.</summary>
    public static bool operator !=(PeerKey left, PeerKey right) => !left.Equals(right);
}
