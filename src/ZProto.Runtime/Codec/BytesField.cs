namespace ZProto.Codec;

/// <summary>The octets of a <c>chunk</c>, <c>octets</c> or <c>frame</c> field. Generated code uses this type.</summary>
public struct BytesField
{
    private static byte[] s_zeros = new byte[64];

    // The octets are those of the message's buffer after a decode, else the field's own.
    private byte[]? _octets;
    private byte[]? _own;
    private int _offset;
    private int _length;

    /// <summary>The octets. Valid until the field or its message changes; setting copies them.</summary>
    public ReadOnlySpan<byte> Octets
    {
        readonly get => new(_octets, _offset, _length);
        set
        {
            value.CopyTo(Buffers.Ensure(ref _own, value.Length));
            _octets = _own;
            _offset = 0;
            _length = value.Length;
        }
    }

    /// <summary>The octets as memory, with the same life as <see cref="Octets"/>.</summary>
    public readonly ReadOnlyMemory<byte> Memory => new(_octets, _offset, _length);

    /// <summary>How many octets there are.</summary>
    public readonly int Length => _length;

    /// <summary>The octets of a field of fixed size, which are zeros until they are set.</summary>
    /// <param name="size">How many octets the field has.</param>
    public readonly ReadOnlySpan<byte> GetFixed(int size)
    {
        if (_octets is not null)
            return Octets;
        byte[] zeros = s_zeros;
        if (zeros.Length < size)
            s_zeros = zeros = new byte[size];
        return zeros.AsSpan(0, size);
    }

    /// <summary>Moves the octets out, without a copy where an array holds just them; the field is empty then.</summary>
    /// <returns>The octets, the caller's to keep.</returns>
    public byte[] Take()
    {
        byte[] taken;
        if (ReferenceEquals(_octets, _own) && _own?.Length == _length)
        {
            taken = _own;
            _own = null;
        }
        else
        {
            taken = Octets.ToArray();
        }
        Clear();
        return taken;
    }

    /// <summary>Makes the field empty, or zeros where its size is fixed.</summary>
    public void Clear()
    {
        Buffers.Release(ref _own);
        _octets = null;
        _offset = 0;
        _length = 0;
    }

    /// <summary>Makes this field a copy of another that does not share its memory.</summary>
    /// <param name="other">The field to copy.</param>
    public void CopyFrom(ref BytesField other)
    {
        if (other._octets is null)
            Clear();
        else
            Octets = other.Octets;
    }

    internal void Receive(byte[] message, int offset, int length)
    {
        _octets = message;
        _offset = offset;
        _length = length;
    }
}
