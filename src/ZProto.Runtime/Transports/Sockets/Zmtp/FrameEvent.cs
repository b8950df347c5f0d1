using System.Diagnostics;

namespace ZProto.Transports.Sockets.Zmtp;

/// <summary>What a parser of frames found, in 16 bytes: which numbers count depends on the kind.</summary>
internal readonly struct FrameEvent
{
    private readonly FrameError _error;
    private readonly int _first;
    private readonly int _second;

    private FrameEvent(FrameEventKind kind, int first = 0, int second = 0, int consumed = 0, bool isTooLong = false, FrameError error = FrameError.None)
        => (Kind, IsTooLong, _error, _first, _second, Consumed) = (kind, isTooLong, error, first, second, consumed);

    public FrameEventKind Kind { get; }

    /// <summary>Of a message: it has more frames than it may have, some of them dropped before, and is shown as an empty one.</summary>
    public bool IsTooLong { get; }

    /// <summary>Bytes that the caller drops after the event; the next call begins after them.</summary>
    public int Consumed { get; }

    /// <summary>Bytes that must be there, counted from after those consumed, before a call can do more.</summary>
    public int Needed => _first;

    /// <summary>Bytes of the message, with the commands in it; or of the command's body.</summary>
    public int Length => _first;

    /// <summary>Frames of the message, commands left out.</summary>
    public int FrameCount => _second;

    /// <summary>Where the command's body begins.</summary>
    public int Offset => _second;

    /// <summary>What is malformed, for a log line.</summary>
    public string Reason => _error switch
    {
        FrameError.ReservedFlags => "a frame with reserved flags",
        FrameError.CommandWithMore => "a command with the flag MORE",
        FrameError.SizeOver63Bits => "a frame of a size over 63 bits",
        FrameError.FrameTooLarge => "a frame that is too large",
        FrameError.MessageTooLarge => "a message that is too large",
        FrameError.CommandTooLarge => "a command that is too large",
        FrameError.OuterFlags => "a frame of CURVE with other flags than LONG and COMMAND",
        _ => throw new UnreachableException(),
    };

    public static FrameEvent NeedMore(int needed, int consumed = 0) => new(FrameEventKind.NeedMore, needed, consumed: consumed);

    public static FrameEvent Message(int length, int frameCount, bool isTooLong = false)
        => new(FrameEventKind.Message, length, frameCount, length, isTooLong);

    public static FrameEvent Command(int offset, int length, int consumed) => new(FrameEventKind.Command, length, offset, consumed);

    public static FrameEvent Malformed(FrameError error) => new(FrameEventKind.Malformed, error: error);
}

/// <summary>What a parser of frames found.</summary>
internal enum FrameEventKind : byte
{
    /// <summary>Nothing until there are <see cref="FrameEvent.Needed"/> bytes.</summary>
    NeedMore,

    /// <summary>A whole message.</summary>
    Message,

    /// <summary>A command, before a message or between its frames.</summary>
    Command,

    /// <summary>The connection is to be ended.</summary>
    Malformed,
}

/// <summary>Why frames are malformed.</summary>
internal enum FrameError : byte
{
    None,
    ReservedFlags,
    CommandWithMore,
    SizeOver63Bits,
    FrameTooLarge,
    MessageTooLarge,
    CommandTooLarge,
    OuterFlags,
}
