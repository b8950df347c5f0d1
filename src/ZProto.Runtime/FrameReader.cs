using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Text.Unicode;
using ZProto.Codec;

namespace ZProto;

/// <summary>
/// Reads a message from its frames. Every count and length is checked against the remaining bytes before memory is allocated for it, so
/// that any input is safe to read. Generated code calls it.
/// </summary>
/// <remarks>Source: the wire format of zproto's codecs. Bytes after the last field are ignored, as in C.</remarks>
public ref partial struct FrameReader
{
    private readonly IMultipartMessage? _source;
    private readonly ReadOnlySpan<byte[]> _arrays;
    private readonly int _count;
    private ReadOnlySpan<byte> _frame;
    private byte[]? _owned;
    private int _position;
    private int _next;
    private DecodeErrorKind _failure;
    private string? _field;

    /// <summary>Reads a message of one frame.</summary>
    /// <param name="frame">The frame.</param>
    public FrameReader(ReadOnlySpan<byte> frame)
    {
        _frame = frame;
        _count = 1;
        _failure = DecodeErrorKind.Truncated;
    }

    /// <summary>Reads a message of several frames, without a leading routing id.</summary>
    /// <param name="frames">The frames.</param>
    public FrameReader(ReadOnlySpan<byte[]> frames)
    {
        _arrays = frames;
        _count = frames.Length;
        _failure = DecodeErrorKind.Truncated;
        if (_count > 0)
            _frame = frames[0];
    }

    /// <summary>Reads a message of several frames, without a leading routing id.</summary>
    /// <param name="frames">The frames.</param>
    /// <exception cref="ArgumentNullException"><paramref name="frames"/> is null.</exception>
    public FrameReader(IMultipartMessage frames)
    {
        ArgumentNullException.ThrowIfNull(frames);
        _source = frames;
        _count = frames.Count;
        _failure = DecodeErrorKind.Truncated;
        if (_count > 0)
            _frame = frames.GetFrame(0);
    }

    /// <summary>Why the last read failed.</summary>
    public readonly DecodeError Error => new(_failure, _field, _position);

    private readonly int Left => _frame.Length - _position;

    /// <summary>Notes the field at which a read failed.</summary>
    /// <param name="field">The field, as the model names it.</param>
    /// <returns>False.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool Fail(string field)
    {
        _field = field;
        return false;
    }

    /// <summary>Notes that the id stands for no message.</summary>
    /// <returns>False.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool FailUnknownId() => Fail(DecodeErrorKind.UnknownId);

    /// <summary>Reads the header of a message: signature and id.</summary>
    /// <param name="signature">0xAAA0 and the protocol's signature.</param>
    /// <param name="id">The message's id.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadHeader(ushort signature, out byte id)
    {
        id = 0;
        _next = 1;
        if (_count == 0)
            return Fail(DecodeErrorKind.MissingFrame);
        if (_frame.Length < 3)
            return Fail(DecodeErrorKind.TruncatedHeader);
        if (BinaryPrimitives.ReadUInt16BigEndian(_frame) != signature)
            return Fail(DecodeErrorKind.WrongSignature);
        id = _frame[2];
        _position = 3;
        return true;
    }

    /// <summary>Reads the header of a published message: id, topic and a zero.</summary>
    /// <param name="received">The message's buffer, which takes over the frame.</param>
    /// <param name="topic">The topic.</param>
    /// <param name="id">The message's id.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadTopicHeader(ref ReceivedFrame received, ref TextField topic, out byte id)
    {
        id = 0;
        _next = 1;
        if (_count == 0)
            return Fail(DecodeErrorKind.MissingFrame);
        if (_frame.Length < 1)
            return Fail(DecodeErrorKind.TruncatedHeader);
        id = _frame[0];
        _position = 1;
        int length = _frame[1..].IndexOf((byte)0);
        if (length < 0)
            return Fail(DecodeErrorKind.UnterminatedTopic);
        CopyFrame(ref received);
        topic.Receive(_owned!, 1, length);
        _position = length + 2;
        return true;
    }

    /// <summary>Copies the first frame into the message's buffer, where its texts and bytes stay.</summary>
    /// <param name="received">The message's buffer.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void CopyFrame(ref ReceivedFrame received)
    {
        byte[] owned = received.Copy(_frame);
        _owned = owned;
        _frame = owned.AsSpan(0, _frame.Length);
    }

    /// <summary>The next bytes, for fields of fixed size that are side by side; <see cref="Skip"/> leaves them behind.</summary>
    /// <param name="size">How many bytes.</param>
    /// <param name="bytes">The bytes, or none.</param>
    /// <returns>False if the frame has fewer.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public readonly bool TryPeek(int size, out ReadOnlySpan<byte> bytes)
    {
        if (Left < size)
        {
            bytes = default;
            return false;
        }
        bytes = _frame.Slice(_position, size);
        return true;
    }

    /// <summary>Skips bytes.</summary>
    /// <param name="size">How many bytes.</param>
    /// <returns>False if the frame has fewer.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool Skip(int size)
    {
        if (Left < size)
            return false;
        _position += size;
        return true;
    }

    /// <summary>Reads a number of one byte.</summary>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadByte(out byte value)
    {
        value = 0;
        if (Left < sizeof(byte))
            return false;
        value = _frame[_position++];
        return true;
    }

    /// <summary>Reads a number of two bytes.</summary>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadUInt16(out ushort value)
    {
        value = 0;
        if (Left < sizeof(ushort))
            return false;
        value = BinaryPrimitives.ReadUInt16BigEndian(_frame[_position..]);
        _position += sizeof(ushort);
        return true;
    }

    /// <summary>Reads a number of four bytes.</summary>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadUInt32(out uint value)
    {
        value = 0;
        if (Left < sizeof(uint))
            return false;
        value = BinaryPrimitives.ReadUInt32BigEndian(_frame[_position..]);
        _position += sizeof(uint);
        return true;
    }

    /// <summary>Reads a number of eight bytes.</summary>
    /// <param name="value">The number.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadUInt64(out ulong value)
    {
        value = 0;
        if (Left < sizeof(ulong))
            return false;
        value = BinaryPrimitives.ReadUInt64BigEndian(_frame[_position..]);
        _position += sizeof(ulong);
        return true;
    }

    /// <summary>Reads a number of one byte that must have a value.</summary>
    /// <param name="value">The value.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadConstantByte(byte value) => ReadByte(out byte read) && (read == value || Fail(DecodeErrorKind.WrongConstant));

    /// <summary>Reads a number of two bytes that must have a value.</summary>
    /// <param name="value">The value.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadConstantUInt16(ushort value) => ReadUInt16(out ushort read) && (read == value || Fail(DecodeErrorKind.WrongConstant));

    /// <summary>Reads a number of four bytes that must have a value.</summary>
    /// <param name="value">The value.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadConstantUInt32(uint value) => ReadUInt32(out uint read) && (read == value || Fail(DecodeErrorKind.WrongConstant));

    /// <summary>Reads a number of eight bytes that must have a value.</summary>
    /// <param name="value">The value.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadConstantUInt64(ulong value) => ReadUInt64(out ulong read) && (read == value || Fail(DecodeErrorKind.WrongConstant));

    /// <summary>Reads a text after a length of one byte that must be this one.</summary>
    /// <param name="utf8">The text in UTF-8.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadConstantString(scoped ReadOnlySpan<byte> utf8) => ReadByte(out byte length) && ReadConstant(length, utf8);

    /// <summary>Reads a text after a length of four bytes that must be this one.</summary>
    /// <param name="utf8">The text in UTF-8.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadConstantLongStr(scoped ReadOnlySpan<byte> utf8) => ReadUInt32(out uint length) && ReadConstant(length, utf8);

    /// <summary>Reads the bytes of a field of fixed size. The frame is the message's own.</summary>
    /// <param name="field">The field.</param>
    /// <param name="size">How many bytes it has.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadBytes(ref BytesField field, int size)
    {
        if (Left < size)
            return false;
        field.Receive(_owned!, _position, size);
        _position += size;
        return true;
    }

    /// <summary>Reads the bytes of a field of fixed size among those that <see cref="TryPeek"/> gave. The frame is the message's own.</summary>
    /// <param name="field">The field.</param>
    /// <param name="offset">Where it is among them.</param>
    /// <param name="size">How many bytes it has.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public readonly void ReadBytes(ref BytesField field, int offset, int size) => field.Receive(_owned!, _position + offset, size);

    /// <summary>Reads a text after a length of one byte. The frame is the message's own.</summary>
    /// <param name="field">The text.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadString(ref TextField field) => ReadByte(out byte length) && Receive(ref field, length);

    /// <summary>Reads a text after a length of four bytes. The frame is the message's own.</summary>
    /// <param name="field">The text.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadLongStr(ref TextField field) => ReadUInt32(out uint length) && Receive(ref field, length);

    /// <summary>Reads bytes after a length of four bytes. The frame is the message's own.</summary>
    /// <param name="field">The bytes.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadChunk(ref BytesField field)
    {
        if (!ReadUInt32(out uint length) || Left < length)
            return false;
        field.Receive(_owned!, _position, (int)length);
        _position += (int)length;
        return true;
    }

    /// <summary>Reads a list of texts, whose strings are created when it is first read. The frame is the message's own.</summary>
    /// <param name="list">The list, made where there is none yet.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadStrings(ref StringList? list)
    {
        if (!ReadUInt32(out uint count))
            return false;
        int start = _position;
        for (uint i = 0; i < count; i++)
        {
            if (!SkipLong())
                return false;
        }
        (list ??= []).Receive(new WireItems(_owned!, start, _position - start, (int)count));
        return true;
    }

    /// <summary>Reads a table of texts, whose strings are created when it is first read. The frame is the message's own.</summary>
    /// <param name="map">The table, made where there is none yet.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadHash(ref StringMap? map)
    {
        if (!ReadUInt32(out uint count))
            return false;
        int start = _position;
        for (uint i = 0; i < count; i++)
        {
            if (!ReadByte(out byte length) || Left < length)
                return false;
            _position += length;
            if (!SkipLong())
                return false;
        }
        (map ??= []).Receive(new WireItems(_owned!, start, _position - start, (int)count));
        return true;
    }

    /// <summary>Refuses a text that is not UTF-8, for protocols that are strict.</summary>
    /// <param name="field">The text, just read.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool RequireUtf8(ref TextField field) => Utf8.IsValid(field.Utf8) || Fail(DecodeErrorKind.InvalidUtf8);

    /// <summary>Refuses a list that holds a text that is not UTF-8, for protocols that are strict.</summary>
    /// <param name="list">The list, just read.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool RequireUtf8(ref StringList? list) => list!.IsUtf8 || Fail(DecodeErrorKind.InvalidUtf8);

    /// <summary>Refuses a table that holds a key or value that is not UTF-8, for protocols that are strict.</summary>
    /// <param name="map">The table, just read.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool RequireUtf8(ref StringMap? map) => map!.IsUtf8 || Fail(DecodeErrorKind.InvalidUtf8);

    /// <summary>Reads a UUID, in the byte order of RFC 4122.</summary>
    /// <param name="value">The UUID.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadUuid(out Guid value)
    {
        value = default;
        if (Left < 16)
            return false;
        value = new Guid(_frame.Slice(_position, 16), bigEndian: true);
        _position += 16;
        return true;
    }

    /// <summary>Reads the next frame as a field.</summary>
    /// <param name="field">The frame.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadFrame(ref BytesField field)
    {
        if (_next >= _count)
            return Fail(DecodeErrorKind.MissingFrame);
        field.Span = Frame(_next++);
        return true;
    }

    /// <summary>Reads all frames that are left. Together they may be no larger than one array.</summary>
    /// <param name="frames">The frames, made where there are none yet.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadFrames(ref FrameList? frames) => ReadFrames(ref frames, _count - _next);

    private bool ReadFrames(ref FrameList? frames, int count)
    {
        int end = _next + count;
        long size = 0;
        for (int i = _next; i < end; i++)
            size += Frame(i).Length;
        if (size > Array.MaxLength)
            return Fail(DecodeErrorKind.TooLarge);
        frames ??= [];
        frames.Clear();
        frames.Reserve(count, (int)size);
        while (_next < end)
            frames.Add(Frame(_next++));
        return true;
    }

    private readonly ReadOnlySpan<byte> Frame(int index)
        => index == 0 ? _frame : _source is null ? _arrays[index] : _source.GetFrame(index);

    private bool Receive(ref TextField field, uint length)
    {
        int start = _position;
        if (_frame.Length - start < length)
            return false;
        _position = start + (int)length;
        field.Receive(_owned!, start, (int)length);
        return true;
    }

    private bool ReadConstant(uint length, scoped ReadOnlySpan<byte> utf8)
    {
        if (Left < length)
            return false;
        if (!_frame.Slice(_position, (int)length).SequenceEqual(utf8))
            return Fail(DecodeErrorKind.WrongConstant);
        _position += (int)length;
        return true;
    }

    private bool SkipLong()
    {
        if (!ReadUInt32(out uint length) || Left < length)
            return false;
        _position += (int)length;
        return true;
    }

    private bool Fail(DecodeErrorKind kind)
    {
        _failure = kind;
        return false;
    }
}
