using System.Buffers.Binary;
using System.Globalization;
using ZProto.Transports.Sockets.Zmtp;

namespace ZProto.Runtime.Tests.Sockets;

/// <summary>
/// Streams of frames, right, mutated and random, in random parts: an independent reading of the whole says what must be found. The
/// environment variable <c>ZPROTO_PARSER_CASES</c> says how many (docs/development.md).
/// </summary>
public sealed class ParserFuzzTests
{
    private const long ShortCases = 200_000;

    private static readonly FrameLimits[] s_limits =
    [
        default, new(4, 0, 0), new(0, 8, 0), new(0, 0, 1), new(0, 0, 3), new(6, 12, 2), new(300, 600, 5),
    ];

    private static long Cases
        => Environment.GetEnvironmentVariable("ZPROTO_PARSER_CASES") is { Length: > 0 } text ? long.Parse(text, CultureInfo.InvariantCulture) : ShortCases;

    [Fact]
    public void Streams_in_any_parts_give_what_an_independent_reading_finds_and_ask_for_no_more_than_the_limits()
    {
        var numbers = new FastRandom(37);
        byte[] stream = new byte[512];
        for (long i = 0; i < Cases; i++)
        {
            FrameLimits limits = s_limits[numbers.Next(s_limits.Length)];
            Span<byte> bytes = Fill(stream, numbers);
            ulong expected = Expect(bytes, limits);
            ulong found = ReadInParts(bytes, limits, numbers);
            if (expected != found)
                Assert.Fail($"Case {i}: {Convert.ToHexString(bytes)} with {limits}: {string.Join(", ", ParserDriver.EventsOf(bytes.ToArray(), limits, int.MaxValue))}");
        }
    }

    private static Span<byte> Fill(byte[] stream, FastRandom numbers)
    {
        int length = 0;
        if (numbers.Next(8) == 0)
        {
            length = numbers.Next(64);
            for (int i = 0; i < length; i++)
                stream[i] = (byte)numbers.Next(256);
            return stream.AsSpan(0, length);
        }
        for (int frames = 1 + numbers.Next(8); frames > 0 && length < 450; frames--)
        {
            ReadOnlySpan<byte> flags = [0, 0, 0, 1, 1, 1, 1, 2, 3, 4, 4, 6];
            byte flag = flags[numbers.Next(flags.Length)];
            int size = numbers.Next(10);
            stream[length++] = flag;
            if ((flag & 2) != 0)
            {
                BinaryPrimitives.WriteInt64BigEndian(stream.AsSpan(length), size);
                length += 8;
            }
            else
            {
                stream[length++] = (byte)size;
            }
            for (; size > 0; size--)
                stream[length++] = (byte)numbers.Next(256);
        }
        for (int mutations = numbers.Next(4) == 0 ? 1 + numbers.Next(3) : 0; mutations > 0; mutations--)
            stream[numbers.Next(length)] = (byte)numbers.Next(256);
        return stream.AsSpan(0, length - numbers.Next(Math.Min(length, 4)));
    }

    // As a connection does it: what is kept begins with the message in progress.
    private static ulong ReadInParts(ReadOnlySpan<byte> stream, FrameLimits limits, FastRandom numbers)
    {
        var parser = new FrameParser(limits);
        ulong digest = 0;
        int start = 0;
        int arrived = 0;
        int partSize = numbers.Next(3) == 0 ? stream.Length : 1 + numbers.Next(12);
        do
        {
            arrived = Math.Min(stream.Length, arrived + partSize);
            for (int rounds = 0; ; rounds++)
            {
                FrameEvent found = parser.Read(stream[start..arrived]);
                Check((uint)found.Consumed <= arrived - start && rounds <= stream.Length);
                switch (found.Kind)
                {
                    case FrameEventKind.Message:
                        digest = Mix(digest, found.IsTooLong ? 1 : 2, start + found.Length, found.FrameCount);
                        Check(found.Length == found.Consumed);
                        break;
                    case FrameEventKind.Command:
                        digest = Mix(digest, 3, start + found.Offset, found.Length);
                        break;
                    case FrameEventKind.Malformed:
                        return Mix(digest, 4, 0, 0);
                }
                start += found.Consumed;
                if (found.Kind == FrameEventKind.NeedMore)
                {
                    Check(found.Needed > arrived - start && found.Needed <= ParserDriver.MostKept(limits));
                    break;
                }
            }
        }
        while (arrived < stream.Length);
        return digest;
    }

    // The same rules once more, in the plainest way, over the whole.
    private static ulong Expect(ReadOnlySpan<byte> stream, FrameLimits limits)
    {
        ulong digest = 0;
        long at = 0;
        int frames = 0;
        long bodies = 0;
        long commands = 0;
        while (at < stream.Length)
        {
            byte flags = stream[(int)at];
            if (flags > 7 || flags is 5 or 7)
                return Mix(digest, 4, 0, 0);
            long header = flags is 2 or 3 or 6 ? 9 : 2;
            if (at + header > stream.Length)
                return digest;
            ulong size = header == 2 ? stream[(int)at + 1] : BinaryPrimitives.ReadUInt64BigEndian(stream[((int)at + 1)..]);
            bool command = flags is 4 or 6;
            ulong limit = command ? 65536 - (ulong)commands : Math.Min(Or(limits.MaxFrameSize), Or(limits.MaxMessageSize) - (ulong)bodies);
            if (size > limit)
                return Mix(digest, 4, 0, 0);
            if (at + header + (long)size > stream.Length)
                return digest;
            at += header + (long)size;
            if (command)
            {
                digest = Mix(digest, 3, (int)(at - (long)size), (int)size);
                commands += frames > 0 ? header + (long)size : 0;
                continue;
            }
            frames++;
            bodies += (long)size;
            if (flags is 1 or 3)
                continue;
            digest = Mix(digest, limits.MaxFrames != 0 && frames > limits.MaxFrames ? 1 : 2, (int)at, frames);
            (frames, bodies, commands) = (0, 0, 0);
        }
        return digest;
    }

    // Sizes near that of an array are not reached by mutations but with all of their upper bytes zero.
    private static ulong Or(long limit) => limit == 0 ? (ulong)Array.MaxLength - 600 : (ulong)limit;

    private static void Check(bool condition)
    {
        if (!condition)
            throw new InvalidOperationException("The parser broke a rule.");
    }

    private static ulong Mix(ulong digest, int kind, int first, int second)
        => ((digest ^ (ulong)kind ^ ((ulong)(uint)first << 3) ^ ((ulong)(uint)second << 33)) * 0x9E3779B97F4A7C15) + 1;

    // Random in .NET takes longer than the parser does.
    private sealed class FastRandom(ulong state)
    {
        private ulong _state = state;

        public int Next(int limit)
        {
            _state ^= _state << 13;
            _state ^= _state >> 7;
            _state ^= _state << 17;
            return (int)(((_state >> 32) * (ulong)limit) >> 32);
        }
    }
}
