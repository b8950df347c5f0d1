using System.Buffers.Binary;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using ZProto.Codec;

namespace ZProto;

// Protocols whose fields are frames: framing="frames".
public ref partial struct FrameReader
{
    private const int UuidSize = 16;

    /// <summary>Why the last read failed, where each field is a frame.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public readonly DecodeError FrameError => new(_failure, _field, 0)
    {
        // An id is read before it is known to be unknown.
        Frame = _failure switch
        {
            DecodeErrorKind.UnknownMessage => 0,
            DecodeErrorKind.UnknownId => _next,
            _ => _next + 1,
        },
    };

    /// <summary>How many frames are left.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public readonly int FramesLeft => _count - _next;

    /// <summary>Whether one of the frames that are left is these bytes.</summary>
    /// <param name="offset">How many frames are before it.</param>
    /// <param name="bytes">The bytes.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public readonly bool IsFrame(int offset, scoped ReadOnlySpan<byte> bytes)
        => offset < FramesLeft && Frame(_next + offset).SequenceEqual(bytes);

    /// <summary>Finds the end of an envelope among the frames that are left.</summary>
    /// <param name="offset">How many frames are before it.</param>
    /// <param name="end">How many frames are before what follows it.</param>
    /// <returns>False if no empty frame ends it.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public readonly bool TryFindEnvelopeEnd(int offset, out int end)
    {
        for (end = offset; end < FramesLeft; end++)
        {
            if (Frame(_next + end).IsEmpty)
            {
                end++;
                return true;
            }
        }
        return false;
    }

    /// <summary>Notes that no message has these frames.</summary>
    /// <returns>False.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool FailUnknownMessage() => Fail(DecodeErrorKind.UnknownMessage);

    /// <summary>Requires that no frame is left.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool RequireEnd() => _next == _count || Fail(DecodeErrorKind.ExtraFrame);

    /// <summary>Reads a frame that must be these bytes.</summary>
    /// <param name="bytes">The bytes.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadConstantFrame(scoped ReadOnlySpan<byte> bytes)
    {
        if (FramesLeft == 0)
            return Fail(DecodeErrorKind.MissingFrame);
        if (!Frame(_next).SequenceEqual(bytes))
            return Fail(DecodeErrorKind.WrongConstant);
        _next++;
        return true;
    }

    /// <summary>Reads a frame that is a number of one byte.</summary>
    /// <param name="value">The number.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadFrame(out byte value)
    {
        bool isRead = TryReadFrame(sizeof(byte), out ReadOnlySpan<byte> frame);
        value = isRead ? frame[0] : default;
        return isRead;
    }

    /// <summary>Reads a frame that is a number of two bytes.</summary>
    /// <param name="value">The number.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadFrame(out ushort value)
    {
        bool isRead = TryReadFrame(sizeof(ushort), out ReadOnlySpan<byte> frame);
        value = isRead ? BinaryPrimitives.ReadUInt16BigEndian(frame) : default;
        return isRead;
    }

    /// <summary>Reads a frame that is a number of four bytes.</summary>
    /// <param name="value">The number.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadFrame(out uint value)
    {
        bool isRead = TryReadFrame(sizeof(uint), out ReadOnlySpan<byte> frame);
        value = isRead ? BinaryPrimitives.ReadUInt32BigEndian(frame) : default;
        return isRead;
    }

    /// <summary>Reads a frame that is a number of eight bytes.</summary>
    /// <param name="value">The number.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadFrame(out ulong value)
    {
        bool isRead = TryReadFrame(sizeof(ulong), out ReadOnlySpan<byte> frame);
        value = isRead ? BinaryPrimitives.ReadUInt64BigEndian(frame) : default;
        return isRead;
    }

    /// <summary>Reads a frame that is a UUID, in the byte order of RFC 4122.</summary>
    /// <param name="value">The UUID.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadFrame(out Guid value)
    {
        bool isRead = TryReadFrame(UuidSize, out ReadOnlySpan<byte> frame);
        value = isRead ? new Guid(frame, bigEndian: true) : default;
        return isRead;
    }

    /// <summary>Reads a frame that is a text.</summary>
    /// <param name="field">The text.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadFrame(ref TextField field)
    {
        if (FramesLeft == 0)
            return Fail(DecodeErrorKind.MissingFrame);
        field.Utf8 = Frame(_next++);
        return true;
    }

    /// <summary>Reads a frame of a number of bytes.</summary>
    /// <param name="field">The bytes.</param>
    /// <param name="size">How many they must be.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadFrame(ref BytesField field, int size)
    {
        if (!TryReadFrame(size, out ReadOnlySpan<byte> frame))
            return false;
        field.Span = frame;
        return true;
    }

    /// <summary>Reads all frames that are left, at least one. Together they may be no larger than one array.</summary>
    /// <param name="frames">The frames, made where there are none yet.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadLastFrames(ref FrameList? frames)
        => FramesLeft > 0 ? ReadFrames(ref frames) : Fail(DecodeErrorKind.MissingFrame);

    /// <summary>Reads the frames up to an empty one, and that one, which is not part of the list. Together they may be no larger than one array.</summary>
    /// <param name="frames">The frames, made where there are none yet.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public bool ReadEnvelope(ref FrameList? frames)
    {
        if (!TryFindEnvelopeEnd(0, out int end))
        {
            _next = _count;
            return Fail(DecodeErrorKind.MissingFrame);
        }
        if (!ReadFrames(ref frames, end - 1))
            return false;
        _next++;
        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryReadFrame(int size, out ReadOnlySpan<byte> frame)
    {
        frame = default;
        if (FramesLeft == 0)
            return Fail(DecodeErrorKind.MissingFrame);
        frame = Frame(_next);
        if (frame.Length != size)
            return Fail(DecodeErrorKind.WrongLength);
        _next++;
        return true;
    }
}
