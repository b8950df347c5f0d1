using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text;
using ZProto.Codec;

namespace ZProto;

/// <summary>
/// Writes a message into a <see cref="MultipartMessage"/>: its fields into the first frame, in network byte order, and the frames that
/// it has after it. Generated code calls it.
/// </summary>
/// <remarks>Source: the wire format of zproto's codecs.</remarks>
public ref partial struct FrameWriter
{
    private const int SmallestFrame = 256;
    private const int MaxStringLength = byte.MaxValue;

    private readonly MultipartMessage _frames;
    private Span<byte> _frame;
    private int _position;

    /// <summary>Starts a message, in place of what the buffer held.</summary>
    /// <param name="frames">Where the frames go.</param>
    /// <exception cref="ArgumentNullException"><paramref name="frames"/> is null.</exception>
    public FrameWriter(MultipartMessage frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        _frames = frames;
        _frame = frames.Begin(SmallestFrame);
    }

    /// <summary>Reserves the next bytes for fields of fixed size that are side by side. The caller writes all of them before anything else is written.</summary>
    /// <param name="size">How many bytes.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Span<byte> Reserve(int size)
    {
        Span<byte> bytes = MakeRoom(size);
        _position += size;
        return bytes;
    }

    /// <summary>Writes the header of a message: signature and id.</summary>
    /// <param name="signature">0xAAA0 and the protocol's signature.</param>
    /// <param name="id">The message's id.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void WriteHeader(ushort signature, byte id)
    {
        Span<byte> bytes = Reserve(3);
        BinaryPrimitives.WriteUInt16BigEndian(bytes, signature);
        bytes[2] = id;
    }

    /// <summary>Writes the header of a published message: id, topic and a zero.</summary>
    /// <param name="id">The message's id.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="message">The message, for the error.</param>
    /// <exception cref="MessageEncodeException">The topic holds a zero.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void WriteTopicHeader(byte id, ref TextField topic, string message)
    {
        ReadOnlySpan<byte> utf8 = topic.Utf8;
        if (utf8.Contains((byte)0))
            throw MessageEncodeException.ZeroInTopic(message);
        Span<byte> bytes = Reserve(utf8.Length + 2);
        bytes[0] = id;
        utf8.CopyTo(bytes[1..]);
        bytes[^1] = 0;
    }

    /// <summary>Writes a number of one byte.</summary>
    /// <param name="value">The number.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void WriteByte(byte value) => Reserve(1)[0] = value;

    /// <summary>Writes a number of two bytes.</summary>
    /// <param name="value">The number.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void WriteUInt16(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(Reserve(2), value);

    /// <summary>Writes a number of four bytes.</summary>
    /// <param name="value">The number.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void WriteUInt32(uint value) => BinaryPrimitives.WriteUInt32BigEndian(Reserve(4), value);

    /// <summary>Writes a number of eight bytes.</summary>
    /// <param name="value">The number.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void WriteUInt64(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(Reserve(8), value);

    /// <summary>Writes a number with fewer bytes than the field keeps, since other messages carry it with more.</summary>
    /// <param name="destination">Its bytes on the wire: 1, 2 or 4.</param>
    /// <param name="value">The number.</param>
    /// <param name="message">The message, for the error.</param>
    /// <param name="name">The field's name, for the error.</param>
    /// <exception cref="MessageEncodeException">The number is larger than the bytes can hold.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static void WriteNarrowNumber(Span<byte> destination, ulong value, string message, string name)
    {
        if (value >> (8 * destination.Length) != 0)
            throw MessageEncodeException.TooLarge(message, name, value, destination.Length);
        for (int i = destination.Length - 1; i >= 0; i--)
        {
            destination[i] = (byte)value;
            value >>= 8;
        }
    }

    /// <summary>Writes bytes as they are.</summary>
    /// <param name="bytes">The bytes.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void WriteBytes(scoped ReadOnlySpan<byte> bytes) => bytes.CopyTo(Reserve(bytes.Length));

    /// <summary>Writes the bytes of a field of fixed size.</summary>
    /// <param name="field">The field; zeros where it was never set.</param>
    /// <param name="size">How many bytes it has.</param>
    /// <param name="message">The message, for the error.</param>
    /// <param name="name">The field's name, for the error.</param>
    /// <exception cref="MessageEncodeException">The field was set to another number of bytes.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void WriteBytes(in BytesField field, int size, string message, string name)
        => field.CopyTo(Reserve(size), message, name);

    /// <summary>Writes a text that is always the same, after a length of one byte.</summary>
    /// <param name="utf8">The text in UTF-8, at most 255 bytes.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void WriteConstantString(scoped ReadOnlySpan<byte> utf8)
    {
        WriteByte((byte)utf8.Length);
        WriteBytes(utf8);
    }

    /// <summary>Writes a text after a length of one byte.</summary>
    /// <param name="field">The text.</param>
    /// <param name="message">The message, for the error.</param>
    /// <param name="name">The field's name, for the error.</param>
    /// <exception cref="MessageEncodeException">The text has more than 255 bytes.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void WriteString(ref TextField field, string message, string name)
    {
        if (field.TextOnly is { } text)
        {
            WriteString(text, message, name);
            return;
        }
        ReadOnlySpan<byte> utf8 = field.Utf8;
        if (utf8.Length > MaxStringLength)
            throw MessageEncodeException.TooLong(message, name, utf8.Length);
        Span<byte> bytes = Reserve(utf8.Length + 1);
        bytes[0] = (byte)utf8.Length;
        utf8.CopyTo(bytes[1..]);
    }

    /// <summary>Writes a text after a length of four bytes.</summary>
    /// <param name="field">The text.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void WriteLongStr(ref TextField field)
    {
        if (field.TextOnly is { } text)
            WriteLongStr(text);
        else
            WriteChunk(field.Utf8);
    }

    /// <summary>Writes bytes after a length of four bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void WriteChunk(scoped ReadOnlySpan<byte> bytes)
    {
        WriteUInt32((uint)bytes.Length);
        WriteBytes(bytes);
    }

    /// <summary>Writes a list of texts.</summary>
    /// <param name="list">The list, or null for one without items.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void WriteStrings(StringList? list)
    {
        if (list is null)
            WriteUInt32(0);
        else
            list.Write(ref this);
    }

    /// <summary>Writes a table of texts.</summary>
    /// <param name="map">The table, or null for one without entries.</param>
    /// <param name="message">The message, for the error.</param>
    /// <param name="name">The field's name, for the error.</param>
    /// <exception cref="MessageEncodeException">A key has more than 255 bytes.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void WriteHash(StringMap? map, string message, string name)
    {
        if (map is null)
            WriteUInt32(0);
        else
            map.Write(ref this, message, name);
    }

    /// <summary>Writes a UUID, in the byte order of RFC 4122.</summary>
    /// <param name="value">The UUID.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void WriteUuid(Guid value) => value.TryWriteBytes(Reserve(16), bigEndian: true, out _);

    /// <summary>Ends the first frame. Frames that the message holds may follow.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public readonly void EndFrame() => _frames.AddEncoded(0, _position);

    /// <summary>Adds a frame that the message holds, by reference.</summary>
    /// <param name="field">The frame.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public readonly void AddFrame(in BytesField field) => _frames.Add(field.Memory);

    /// <summary>Adds the frames that the message holds, by reference; one empty frame where they were never set, as in C.</summary>
    /// <param name="frames">The frames, or null where they were never set.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public readonly void AddFrames(FrameList? frames)
    {
        if (frames is null || !frames.IsSet)
        {
            _frames.Add(ReadOnlyMemory<byte>.Empty);
            return;
        }
        for (int i = 0; i < frames.Count; i++)
            _frames.Add(frames[i]);
    }

    internal void WriteString(string text, string message, string name)
    {
        // A text of up to 85 characters fits into 255 bytes whatever it holds, and is encoded in one pass.
        int most = text.Length <= MaxStringLength / 3 ? text.Length * 3 : Encoding.UTF8.GetByteCount(text);
        if (most > MaxStringLength)
            throw MessageEncodeException.TooLong(message, name, most);
        Span<byte> bytes = MakeRoom(most + 1);
        int length = Encoding.UTF8.GetBytes(text, bytes[1..]);
        bytes[0] = (byte)length;
        _position += length + 1;
    }

    internal void WriteLongStr(string text, byte[]? received)
    {
        if (received is null)
            WriteLongStr(text);
        else
            WriteChunk(received);
    }

    private void WriteLongStr(string text)
    {
        Span<byte> bytes = MakeRoom(sizeof(uint) + (text.Length <= SmallestFrame ? text.Length * 3 : Encoding.UTF8.GetByteCount(text)));
        int length = Encoding.UTF8.GetBytes(text, bytes[sizeof(uint)..]);
        BinaryPrimitives.WriteUInt32BigEndian(bytes, (uint)length);
        _position += sizeof(uint) + length;
    }

    // Room for bytes of which some may stay unused.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private Span<byte> MakeRoom(int size)
    {
        if (_frame.Length - _position < size)
            Grow(size);
        return _frame.Slice(_position, size);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private void Grow(int size) => _frame = _frames.Grow(_position, size);
}
