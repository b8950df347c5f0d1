using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Runtime.Tests.Sockets;

/// <summary>Feeds a parser as a connection does: what arrives goes after what is left, and what an event consumed is dropped.</summary>
internal sealed class ParserDriver(FrameLimits limits)
{
    /// <summary>More than a message of these limits can take, with its headers and the commands in it.</summary>
    public static long MostKept(FrameLimits limits)
        => (limits.MaxMessageSize == 0 ? Array.MaxLength : limits.MaxMessageSize) + ((limits.MaxFrames + 2L) * 9) + FrameLimits.MaxCommandSize + 9;

    private FrameParser _parser = new(limits);
    private long _dropped;

    /// <summary>What was found, by positions in the whole stream.</summary>
    public List<string> Events { get; } = [];

    public bool IsMalformed { get; private set; }

    /// <summary>The events of a stream that arrives in parts of these sizes, the last of which repeats.</summary>
    public static List<string> EventsOf(byte[] stream, FrameLimits limits, params int[] sizes)
    {
        var driver = new ParserDriver(limits);
        int start = 0;
        int arrived = 0;
        for (int i = 0; arrived < stream.Length && !driver.IsMalformed; i++)
        {
            arrived = Math.Min(stream.Length, arrived + sizes[Math.Min(i, sizes.Length - 1)]);
            start += driver.Read(stream.AsSpan(start, arrived - start));
        }
        return driver.Events;
    }

    /// <summary>Reads until nothing more is there, and returns how many bytes it dropped.</summary>
    public int Read(ReadOnlySpan<byte> kept)
    {
        int dropped = 0;
        while (true)
        {
            ReadOnlySpan<byte> bytes = kept[dropped..];
            FrameEvent found = _parser.Read(bytes);
            Assert.InRange(found.Consumed, 0, bytes.Length);
            Note(found, bytes);
            dropped += found.Consumed;
            _dropped += found.Consumed;
            if (found.Kind == FrameEventKind.NeedMore)
            {
                Assert.InRange(found.Needed, bytes.Length - found.Consumed + 1, MostKept(limits));
                return dropped;
            }
            if (found.Kind == FrameEventKind.Malformed)
            {
                IsMalformed = true;
                return dropped;
            }
        }
    }

    private void Note(in FrameEvent found, ReadOnlySpan<byte> bytes)
    {
        switch (found.Kind)
        {
            case FrameEventKind.Message when found.IsTooLong:
                Events.Add($"too long, of {found.FrameCount}, to {_dropped + found.Length}");
                break;
            case FrameEventKind.Message:
                Assert.Equal(found.Length, found.Consumed);
                Events.Add($"{found.FrameCount}: {string.Join(" | ", Bodies(bytes[..found.Length], found.FrameCount))}");
                break;
            case FrameEventKind.Command:
                Events.Add($"command {Convert.ToHexString(bytes.Slice(found.Offset, found.Length))} at {_dropped + found.Offset}");
                break;
            case FrameEventKind.Malformed:
                Events.Add(found.Reason);
                break;
        }
    }

    private static List<string> Bodies(ReadOnlySpan<byte> message, int count)
    {
        var bodies = new List<string>();
        int position = 0;
        while (Frames.TryNext(message, ref position, out int offset, out int length))
            bodies.Add(Convert.ToHexString(message.Slice(offset, length)));
        Assert.Equal(message.Length, position);
        Assert.Equal(count, bodies.Count);
        return bodies;
    }
}
