using System.ComponentModel;

namespace ZProto.Codec;

/// <summary>The bytes of a <c>chunk</c>, <c>octets</c> or <c>frame</c> field. Generated code uses this type.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct BytesField
{
    private static byte[] s_zeros = new byte[64];

    // The bytes are those of the message's buffer after a decode, else the field's own.
    private byte[]? _bytes;
    private byte[]? _own;
    private int _offset;
    private int _length;

    /// <summary>The bytes. Valid until the field or its message changes; setting copies them.</summary>
    public ReadOnlySpan<byte> Span
    {
        readonly get => new(_bytes, _offset, _length);
        set
        {
            value.CopyTo(Buffers.Ensure(ref _own, value.Length));
            _bytes = _own;
            _offset = 0;
            _length = value.Length;
        }
    }

    /// <summary>The bytes as memory, with the same life as <see cref="Span"/>.</summary>
    public readonly ReadOnlyMemory<byte> Memory => new(_bytes, _offset, _length);

    /// <summary>Whether the field was set, even to no bytes.</summary>
    public readonly bool IsSet => _bytes is not null;

    /// <summary>How many bytes there are.</summary>
    public readonly int Length => _length;

    /// <summary>The bytes of a field of fixed size, which are zeros until they are set.</summary>
    /// <param name="size">How many bytes the field has.</param>
    public readonly ReadOnlySpan<byte> GetFixed(int size)
    {
        if (_bytes is not null)
            return Span;
        byte[] zeros = s_zeros;
        if (zeros.Length < size)
            s_zeros = zeros = new byte[size];
        return zeros.AsSpan(0, size);
    }

    /// <summary>Writes the bytes of a field of fixed size.</summary>
    /// <param name="destination">As many bytes as the field must have.</param>
    /// <param name="message">The message, for the error.</param>
    /// <param name="name">The field's name, for the error.</param>
    /// <exception cref="MessageEncodeException">The field was set to another number of bytes.</exception>
    public readonly void CopyTo(Span<byte> destination, string message, string name)
    {
        ReadOnlySpan<byte> bytes = GetFixed(destination.Length);
        if (bytes.Length != destination.Length)
            throw MessageEncodeException.WrongLength(message, name, bytes.Length, destination.Length);
        bytes.CopyTo(destination);
    }

    /// <summary>Moves the bytes out, without a copy where an array holds just them; the field is empty then.</summary>
    /// <returns>The bytes, the caller's to keep.</returns>
    public byte[] Take()
    {
        byte[] taken;
        if (ReferenceEquals(_bytes, _own) && _own?.Length == _length)
        {
            taken = _own;
            _own = null;
        }
        else
        {
            taken = Span.ToArray();
        }
        Clear();
        return taken;
    }

    /// <summary>Makes the field empty, or zeros where its size is fixed.</summary>
    public void Clear()
    {
        if (_bytes is null)
            return;
        Buffers.Release(ref _own);
        _bytes = null;
        _offset = 0;
        _length = 0;
    }

    /// <summary>Makes this field a copy of another that does not share its memory.</summary>
    /// <param name="other">The field to copy.</param>
    public void CopyFrom(ref BytesField other)
    {
        if (other._bytes is null)
            Clear();
        else
            Span = other.Span;
    }

    internal void Receive(byte[] message, int offset, int length)
    {
        _bytes = message;
        _offset = offset;
        _length = length;
    }
}
