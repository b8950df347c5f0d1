using FsCheck;
using FsCheck.Fluent;
using ZProto.Configuration;

namespace ZProto.Runtime.Tests.Codec;

public sealed class WireCheckProperties : CodecProperties<WireCheck>;

public sealed class WireTopicProperties : CodecProperties<WireTopic>;

public sealed class ZprotoExampleProperties : CodecProperties<ZprotoExample>;

public sealed class OddValuesProperties : CodecProperties<OddValues>;

public sealed class WireWideProperties : CodecProperties<WireWide>;

public sealed class NeighboursProperties : CodecProperties<Neighbours>;

public sealed class StrictTextsProperties : CodecProperties<StrictTexts>;

public sealed class StrictTopicProperties : CodecProperties<StrictTopic>;

public sealed class EveryFrameProperties : CodecProperties<EveryFrame>;

public sealed class ToldApartProperties : CodecProperties<ToldApart>;

public sealed class MajordomoProperties : CodecProperties<Mdp>;

public sealed class GuidesWorkerProperties : CodecProperties<MdpWorker>;

/// <summary>What holds for every message of every protocol.</summary>
public abstract class CodecProperties<T>
    where T : class, IProtocolMessage<T>, new()
{
    private const int BytesBeyondInput = 512;

    // Counts and lengths at which signed, unsigned and too narrow arithmetic go wrong.
    private static readonly uint[] s_hostileCounts = [0xFFFFFFFF, 0xFFFFFFFC, 0x80000000, 0x7FFFFFFF, 0x7FFFFFFB, 0x01000000];

    // What there is to read of a message that was refused: most are.
    private static readonly string s_cleared = Protocol<T>.Read(new T());

    [Fact]
    public void A_message_comes_back_from_its_frames()
        => Check(4_000, Protocol<T>.Arbitrary, message =>
        {
            int size = message.EncodedSize;
            byte[][] frames = message.ToFrames();
            Assert.Equal(size, frames[0].Length);

            T decoded = Protocol<T>.Decode(Protocol<T>.SenderOf(message), frames);
            Assert.Equal(frames, decoded.ToFrames());
            bool same = message.ContentEquals(decoded);
            T expected = Protocol<T>.Travelled(message);
            Assert.True(decoded.ContentEquals(expected));
            Assert.True(expected.ContentEquals(decoded));
            Assert.Equal(Protocol<T>.Read(expected), Protocol<T>.Read(decoded));
            if (Protocol<T>.FieldsOf(Protocol<T>.IdOf(message)).All(field => Protocol<T>.ReadField(message, field) == Protocol<T>.ReadField(decoded, field)))
                Assert.True(same);
            // Whether a message was looked at is not part of it.
            Assert.Equal(same, message.ContentEquals(decoded));

            Assert.Equal(frames, decoded.ToFrames());
            Assert.Equal(frames, expected.ToFrames());
            Assert.Equal(frames, message.ToFrames());
            Assert.Equal(size, decoded.EncodedSize);
            Assert.Equal(size, message.EncodedSize);
        });

    [Fact]
    public void A_message_decodes_from_any_source_of_frames_into_itself_even()
        => Check(1_000, Protocol<T>.Arbitrary, message =>
        {
            var buffer = new MultipartMessage();
            var writer = new FrameWriter(buffer);
            message.Encode(ref writer);
            T expected = Protocol<T>.Travelled(message);
            MessageRole sender = Protocol<T>.SenderOf(message);

            var reader = new FrameReader(buffer);
            Assert.True(T.TryDecode(ref reader, message, sender, out DecodeError error), error.ToString());
            Assert.Equal(Protocol<T>.Read(expected), Protocol<T>.Read(message));
            Assert.True(message.RoutingId.IsEmpty);
        });

    [Fact]
    public void A_clone_is_equal_and_goes_its_own_way()
        => Check(2_000, Pairs, pair =>
        {
            T received = Protocol<T>.Decode(Protocol<T>.SenderOf(pair.Left), pair.Left.ToFrames());
            AssertIndependent(pair.Left, pair.Right);
            AssertIndependent(received, pair.Right);
        });

    [Fact]
    public void Messages_are_equal_just_where_their_fields_are()
        => Check(1_000, Pairs, pair =>
        {
            (T left, T right) = pair;
            bool equal = left.ContentEquals(right);
            bool same = Protocol<T>.IdOf(left).Equals(Protocol<T>.IdOf(right))
                && Protocol<T>.FieldsOf(Protocol<T>.IdOf(left)).All(field => Protocol<T>.ReadField(left, field) == Protocol<T>.ReadField(right, field));
            Assert.Equal(same, equal);
            // Having been looked at, a message is still the same.
            Assert.Equal(same, left.ContentEquals(right));
            Assert.Equal(same, right.ContentEquals(left));
            Assert.False(left.ContentEquals(null));
        });

    [Fact]
    public void A_message_comes_back_from_its_zpl()
        => Check(2_000, Protocol<T>.Arbitrary, message =>
        {
            ZplNode zpl = message.ToZpl();
            string text = ZplWriter.Write(zpl);
            foreach (T read in (T[])[T.FromZpl(zpl), T.FromZpl(ZplReader.Parse(text))])
            {
                Assert.Equal(message.RoutingId, read.RoutingId);
                Assert.Equal(text, ZplWriter.Write(read.ToZpl()));
                // Bytes that are no UTF-8 have no place in a text file.
                if (Protocol<T>.FieldsOf(Protocol<T>.IdOf(message)).All(field => field.IsText(message)))
                    Assert.True(read.ContentEquals(message));
            }
        });

    [Fact]
    public void Any_bytes_are_a_valid_message_or_none()
        => Check(20_000, MangledFrames.ToArbitrary(), AssertSafe);

    [Fact]
    public void Any_bytes_are_read_into_a_used_message_as_into_a_new_one()
        => Check(2_000, Protocol<T>.Messages.Zip(MangledFrames).ToArbitrary(), both =>
        {
            (T used, byte[][] frames) = both;
            var fresh = new T();
            bool expected = fresh.TryReadFrames(frames, out DecodeError expectedError);
            Assert.Equal(expected, used.TryReadFrames(frames, out DecodeError error));
            Assert.Equal(expectedError, error);
            Assert.Equal(Protocol<T>.Read(fresh), Protocol<T>.Read(used));
        });

    [Fact]
    public void A_hostile_count_at_any_place_is_a_valid_message_or_none()
        => Check(25, Protocol<T>.Arbitrary, message =>
        {
            byte[][] frames = message.ToFrames();
            foreach (int index in Structured(frames))
            {
                for (int i = 0; i + sizeof(uint) <= frames[index].Length; i++)
                {
                    foreach (uint count in s_hostileCounts)
                        AssertSafe(With(frames, index, frame => Overwrite(frame, i, count)));
                }
            }
        });

    [Fact]
    public void Every_beginning_of_a_message_is_a_valid_message_or_none()
        => Check(100, Protocol<T>.Arbitrary, message =>
        {
            byte[][] frames = message.ToFrames();
            foreach (int index in Structured(frames))
            {
                for (int length = 0; length < frames[index].Length; length++)
                    AssertSafe(With(frames, index, frame => frame[..length]));
            }
            for (int count = 0; count < frames.Length; count++)
                AssertSafe(frames[..count]);
        });

    [Fact]
    public void Large_frames_are_a_valid_message_or_none_too()
        => Check(100, Protocol<T>.Messages.Zip(Gen.Elements(1_000, 65_535, 65_536, 65_537, 300_000)).ToArbitrary(), both =>
        {
            (T message, int size) = both;
            byte[][] frames = message.ToFrames();
            AssertSafe([[.. frames[0], .. new byte[size]], .. frames[1..]]);
            AssertSafe([frames[0], new byte[size], .. frames[1..], new byte[size]]);
        });

    private static Arbitrary<(T Left, T Right)> Pairs { get; } = Protocol<T>.Messages.SelectMany(
        left => Gen.Frequency((3, Protocol<T>.Messages), (1, Gen.Constant(left).Select(same => same.Clone()))),
        (left, right) => (left, right)).ToArbitrary();

    /// <summary>Frames that were a message once, or look like one, or do not.</summary>
    private static Gen<byte[][]> MangledFrames { get; } = Gen.Frequency(
        (8, from frames in Protocol<T>.Messages.Select(message => message.ToFrames())
            from changes in Gen.Frequency((3, Mangle().ArrayOf(1)), (1, Mangle().ArrayOf(3)))
            select changes.Aggregate(frames, (mangled, change) => change(mangled))),
        (1, from head in Protocol<T>.Messages.Select(message => message.ToFrames()[0])
            from bytes in Values.Bytes
            from more in Values.Frames
            select (byte[][])[[.. head.AsSpan(0, Math.Min(3, head.Length)), .. bytes], .. more]),
        (1, Values.Frames));

    private static Gen<Func<byte[][], byte[][]>> Mangle()
    {
        Gen<int> places = Gen.Choose(0, 1_000_000);
        return Gen.OneOf(
            // Cut.
            places.Select(place => One(place, frame => frame[..(place % (frame.Length + 1))])),
            // Extended.
            places.Zip(Values.Bytes).Select(more => One(more.Item1, frame => [.. frame, .. more.Item2])),
            // One bit flipped.
            from place in places
            from bit in Gen.Choose(0, 7)
            select One(place, frame => Change(frame, place, value => value ^ (1 << bit))),
            // One byte changed.
            from place in places
            from value in Gen.Elements(0, 1, 0x7F, 0x80, 0xFF)
            select One(place, frame => Change(frame, place, _ => value)),
            // A count or a length changed.
            from place in places
            from count in Gen.Elements(s_hostileCounts)
            select One(place, frame => frame.Length < sizeof(uint) ? frame : Overwrite(frame, place % (frame.Length - sizeof(uint) + 1), count)),
            // Bytes taken out, or doubled.
            from start in places
            from end in places
            select One(start, frame => [.. frame[..(start % (frame.Length + 1))], .. frame[(end % (frame.Length + 1))..]]),
            // Spliced with another message.
            from other in Protocol<T>.Messages.Select(message => message.ToFrames()[0])
            from start in places
            from end in places
            select One(start, frame => [.. frame[..(start % (frame.Length + 1))], .. other[(end % (other.Length + 1))..]]),
            // A frame dropped.
            places.Select(place => (Func<byte[][], byte[][]>)(frames => [.. frames.Where((_, i) => i != place % frames.Length)])),
            // A frame doubled.
            places.Select(place => (Func<byte[][], byte[][]>)(frames => [.. frames.SelectMany((frame, i) => Enumerable.Repeat(frame, i == place % frames.Length ? 2 : 1))])),
            // Frames added.
            Values.Frames.Select(more => (Func<byte[][], byte[][]>)(frames => [.. frames, .. more])));
    }

    /// <summary>The frames that more than a field depends on: the first, or all where each is a field.</summary>
    private static IEnumerable<int> Structured(byte[][] frames) => Enumerable.Range(0, Protocol<T>.FieldsAreFrames ? frames.Length : Math.Min(frames.Length, 1));

    private static byte[][] With(byte[][] frames, int index, Func<byte[], byte[]> change)
        => [.. frames[..index], change(frames[index]), .. frames[(index + 1)..]];

    private static Func<byte[][], byte[][]> One(int place, Func<byte[], byte[]> change)
        => frames => Structured(frames).Any() ? With(frames, place % Structured(frames).Count(), change) : frames;

    private static byte[] Change(byte[] frame, int place, Func<byte, int> change)
    {
        if (frame.Length == 0)
            return frame;
        byte[] changed = [.. frame];
        changed[place % frame.Length] = (byte)change(changed[place % frame.Length]);
        return changed;
    }

    private static byte[] Overwrite(byte[] frame, int place, uint count)
    {
        byte[] changed = [.. frame];
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(changed.AsSpan(place), count);
        return changed;
    }

    private static void AssertSafe(byte[][] frames)
    {
        T message = null!;
        DecodeError error = default;
        bool isDecoded = false;
        long allocated = Allocation.Of(() => message = new T(), fresh => isDecoded = fresh.TryReadFrames(frames, out error));

        // Buffers are rounded up to a power of two, and a list of frames notes where each ends.
        Assert.InRange(allocated, 0, BytesBeyondInput + (2 * frames.Sum(frame => frame.Length)) + (sizeof(int) * frames.Length));
        Assert.Equal(isDecoded, error == default);
        if (!isDecoded)
        {
            Assert.Equal(s_cleared, Protocol<T>.Read(message));
            return;
        }

        byte[][] again = message.ToFrames();
        Assert.Equal(message.EncodedSize, again[0].Length);
        T decoded = Protocol<T>.Decode(again);
        Assert.True(message.ContentEquals(decoded));
        string read = Protocol<T>.Read(message);
        Assert.Equal(read, Protocol<T>.Read(decoded));
        Assert.StartsWith(message.Command, message.ToString(), StringComparison.Ordinal);
        Assert.True(T.FromZpl(message.ToZpl()).ToZpl().ContentEquals(message.ToZpl()));

        // Looking at a message changes neither it nor what it is encoded to.
        T reencoded = Protocol<T>.Decode(message.ToFrames());
        Assert.Equal(read, Protocol<T>.Read(reencoded));
        Assert.Equal(read, Protocol<T>.Read(message.Clone()));

        // What a peer sent keeps no message from being sent on when there is more in it.
        foreach (Field<T> field in Protocol<T>.Fields)
            field.Change(reencoded);
        Protocol<T>.Decode(reencoded.ToFrames());
    }

    private static void AssertIndependent(T original, T other)
    {
        T clone = original.Clone();
        Assert.True(clone.ContentEquals(original));
        Assert.True(original.ContentEquals(clone));
        Assert.Equal(original.ToFrames(), clone.ToFrames());
        string read = Protocol<T>.Read(original);
        Assert.Equal(read, Protocol<T>.Read(clone));

        T changed = original.Clone();
        foreach (Field<T> field in Protocol<T>.Fields)
            field.Change(changed);
        Assert.Equal(read, Protocol<T>.Read(original));

        changed = original.Clone();
        Assert.True(changed.TryReadFrames(other.ToFrames(), Protocol<T>.SenderOf(other), out _));
        Assert.Equal(read, Protocol<T>.Read(original));

        clone = original.Clone();
        Assert.True(original.TryReadFrames(other.ToFrames(), Protocol<T>.SenderOf(other), out _));
        foreach (Field<T> field in Protocol<T>.Fields)
            field.Change(original);
        Assert.Equal(read, Protocol<T>.Read(clone));
    }

    // Seeded, so that a build does not fail by chance; a failure names the seed that repeats it.
    private static void Check<TValue>(int cases, Arbitrary<TValue> values, Action<TValue> property)
        => Prop.ForAll(values, property).Check(FsCheck.Config.QuickThrowOnFailure.WithMaxTest(cases).WithReplay(5670, 17));
}
