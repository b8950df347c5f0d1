using System.ComponentModel;
using System.Text;

namespace ZProto.Codec;

/// <summary>
/// The text of a <c>string</c> or <c>longstr</c> field, as a string, as UTF-8, or as both. Each is made of the other only
/// when it is asked for. Generated code uses this type.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public struct TextField
{
    private const int NotEncoded = -1;

    // The bytes are those of the message's buffer after a decode, else the field's own.
    private byte[]? _bytes;
    private byte[]? _own;
    private int _offset;
    private int _length;
    private string? _text;

    /// <summary>The text. Bytes that are no UTF-8 read as U+FFFD.</summary>
    /// <exception cref="ArgumentNullException">The value is null.</exception>
    public string Text
    {
        get => _text ??= _length == 0 ? "" : Utf8Text.Decode(new ReadOnlySpan<byte>(_bytes, _offset, _length));
        set
        {
            ArgumentNullException.ThrowIfNull(value);
            _text = value;
            _length = NotEncoded;
        }
    }

    /// <summary>The text in UTF-8, with bytes that are no UTF-8 as they came. Valid until the field or its message changes.</summary>
    public ReadOnlySpan<byte> Utf8
    {
        get
        {
            Encode();
            return new ReadOnlySpan<byte>(_bytes, _offset, _length);
        }

        set
        {
            value.CopyTo(Buffers.Ensure(ref _own, value.Length));
            _bytes = _own;
            _offset = 0;
            _length = value.Length;
            _text = null;
        }
    }

    /// <summary>The text in UTF-8 as memory, with the same life as <see cref="Utf8"/>.</summary>
    public ReadOnlyMemory<byte> Utf8Memory
    {
        get
        {
            Encode();
            return new ReadOnlyMemory<byte>(_bytes, _offset, _length);
        }
    }

    /// <summary>Whether the field was set, even to an empty text.</summary>
    public readonly bool IsSet => _bytes is not null || _length == NotEncoded;

    /// <summary>How many bytes the text has in UTF-8.</summary>
    public readonly int Utf8Length => _length == NotEncoded ? Encoding.UTF8.GetByteCount(_text!) : _length;

    /// <summary>The text if there is no UTF-8 of it yet, else null.</summary>
    internal readonly string? TextOnly => _length == NotEncoded ? _text : null;

    /// <summary>Makes the field empty.</summary>
    public void Clear()
    {
        // Most fields of a protocol are not those of the message that comes: this is what makes clearing them cheap.
        if (_bytes is null && _text is null)
            return;
        Buffers.Release(ref _own);
        _bytes = null;
        _offset = 0;
        _length = 0;
        _text = null;
    }

    /// <summary>Makes this field a copy of another that does not share its memory.</summary>
    /// <param name="other">The field to copy.</param>
    public void CopyFrom(ref TextField other)
    {
        if (other._length == NotEncoded)
        {
            Text = other._text!;
            return;
        }
        if (!other.IsSet)
        {
            Clear();
            return;
        }
        Utf8 = other.Utf8;
        _text = other._text;
    }

    /// <summary>Whether both hold the same text: the same bytes in UTF-8.</summary>
    /// <param name="other">The other field.</param>
    public bool ContentEquals(ref TextField other)
        => (TextOnly is { } text && string.Equals(text, other.TextOnly, StringComparison.Ordinal)) || Utf8.SequenceEqual(other.Utf8);

    internal void Receive(byte[] message, int offset, int length)
    {
        _bytes = message;
        _offset = offset;
        _length = length;
        _text = null;
    }

    private void Encode()
    {
        if (_length == NotEncoded)
            Own(_text!);
    }

    private void Own(string text)
    {
        int length = Encoding.UTF8.GetByteCount(text);
        Encoding.UTF8.GetBytes(text, Buffers.Ensure(ref _own, length));
        _bytes = _own;
        _offset = 0;
        _length = length;
    }
}
