using System.Buffers.Binary;
using System.ComponentModel;
using ZProto.Codec;

namespace ZProto;

// Protocols whose fields are frames: framing="frames". Texts and bytes are referenced, not copied; numbers and constants are in the buffer.
public ref partial struct FrameWriter
{
    /// <summary>Adds a frame of so many bytes. The caller writes all of them before anything else is written.</summary>
    /// <param name="size">How many bytes.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public Span<byte> ReserveFrame(int size)
    {
        int start = _position;
        Span<byte> bytes = Reserve(size);
        _frames.AddEncoded(start, size);
        return bytes;
    }

    /// <summary>Adds a frame of bytes that are always the same, as a copy.</summary>
    /// <param name="bytes">The bytes.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AddFrame(scoped ReadOnlySpan<byte> bytes) => bytes.CopyTo(ReserveFrame(bytes.Length));

    /// <summary>Adds a frame that is a number of one byte.</summary>
    /// <param name="value">The number.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AddFrame(byte value) => ReserveFrame(sizeof(byte))[0] = value;

    /// <summary>Adds a frame that is a number of two bytes.</summary>
    /// <param name="value">The number.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AddFrame(ushort value) => BinaryPrimitives.WriteUInt16BigEndian(ReserveFrame(sizeof(ushort)), value);

    /// <summary>Adds a frame that is a number of four bytes.</summary>
    /// <param name="value">The number.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AddFrame(uint value) => BinaryPrimitives.WriteUInt32BigEndian(ReserveFrame(sizeof(uint)), value);

    /// <summary>Adds a frame that is a number of eight bytes.</summary>
    /// <param name="value">The number.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AddFrame(ulong value) => BinaryPrimitives.WriteUInt64BigEndian(ReserveFrame(sizeof(ulong)), value);

    /// <summary>Adds a frame that is a UUID, in the byte order of RFC 4122.</summary>
    /// <param name="value">The UUID.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AddFrame(Guid value) => value.TryWriteBytes(ReserveFrame(16), bigEndian: true, out _);

    /// <summary>Adds a frame that is a text.</summary>
    /// <param name="field">The text.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public readonly void AddFrame(ref TextField field) => _frames.Add(field.Utf8Memory);

    /// <summary>Adds a frame of a fixed number of bytes.</summary>
    /// <param name="field">The bytes; zeros where they were never set.</param>
    /// <param name="size">How many there are.</param>
    /// <param name="message">The message, for the error.</param>
    /// <param name="name">The field's name, for the error.</param>
    /// <exception cref="MessageEncodeException">The field was set to another number of bytes.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public void AddFrame(in BytesField field, int size, string message, string name)
        => field.CopyTo(ReserveFrame(size), message, name);

    /// <summary>Adds the frames that a message ends with; one empty frame where they were never set.</summary>
    /// <param name="frames">The frames, or null where they were never set.</param>
    /// <param name="message">The message, for the error.</param>
    /// <param name="name">The field's name, for the error.</param>
    /// <exception cref="MessageEncodeException">The field was set to no frames.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public readonly void AddLastFrames(FrameList? frames, string message, string name)
    {
        if (frames is { IsSet: true, Count: 0 })
            throw MessageEncodeException.WithoutFrames(message, name);
        AddFrames(frames);
    }

    /// <summary>Adds an envelope: its frames, and an empty one.</summary>
    /// <param name="frames">The frames, or null where there are none.</param>
    /// <param name="message">The message, for the error.</param>
    /// <param name="name">The field's name, for the error.</param>
    /// <exception cref="MessageEncodeException">One of the frames is empty, so that the envelope would end with it.</exception>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public readonly void AddEnvelope(FrameList? frames, string message, string name)
    {
        for (int i = 0; i < frames?.Count; i++)
        {
            if (frames[i].IsEmpty)
                throw MessageEncodeException.EmptyFrameInEnvelope(message, name);
            _frames.Add(frames[i]);
        }
        _frames.Add(ReadOnlyMemory<byte>.Empty);
    }
}
