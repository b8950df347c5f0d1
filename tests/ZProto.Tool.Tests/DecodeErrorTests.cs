using ZProto.Model;
using ZProto.Tool.Commands;
using ZProto.Tool.Dynamic;
using ZProto.Tool.Tests.Harness;

namespace ZProto.Tool.Tests;

/// <summary>Frames that are not a message fail in the generated codec as in the command, which reads them field by field.</summary>
public sealed class DecodeErrorTests
{
    [Fact]
    public void Fields_side_by_side_fail_as_one_by_one() => Compare<Neighbours>("Wire/neighbours.xml");

    [Fact]
    public void Messages_of_the_example_fail_as_field_by_field() => Compare<ZprotoExample>("Shared/zproto_example.xml");

    [Fact]
    public void Messages_of_every_type_of_field_fail_as_field_by_field() => Compare<WireCheck>("Wire/wire_check.xml");

    [Fact]
    public void Messages_with_a_topic_fail_as_field_by_field() => Compare<WireTopic>("Wire/wire_topic.xml");

    [Fact]
    public void Messages_with_numbers_of_several_sizes_fail_as_field_by_field() => Compare<WireWide>("Wire/wire_wide.xml");

    [Theory]
    [InlineData(DecodeErrorKind.UnknownId)]
    [InlineData(DecodeErrorKind.WrongLength)]
    [InlineData(DecodeErrorKind.ExtraFrame)]
    public void Messages_whose_fields_are_frames_fail_as_field_by_field(DecodeErrorKind kind) => Assert.Contains(kind, CompareFrames<EveryFrame>("Frames/every_frame.xml"));

    [Fact]
    public void Messages_told_by_their_frames_fail_as_field_by_field() => Assert.Contains(DecodeErrorKind.WrongLength, CompareFrames<ToldApart>("Frames/told_apart.xml"));

    [Fact]
    public void Majordomos_messages_fail_as_field_by_field() => CompareFrames<Mdp>("Shared/majordomo.xml");

    // Every message with each of its frames taken out, doubled, longer, shorter and changed, from each sender.
    private static HashSet<DecodeErrorKind> CompareFrames<T>(string path)
        where T : class, IProtocolMessage<T>, new()
    {
        ProtocolModel protocol = Read(path);
        var found = new HashSet<DecodeErrorKind>();
        foreach (byte[][] frames in protocol.Messages.Select(Encode<T>).Append([]))
        {
            AssertAllSame(frames);
            AssertAllSame([.. frames, [], [1]]);
            for (int i = 0; i < frames.Length; i++)
            {
                byte[] changed = [.. frames[i]];
                if (changed.Length > 0)
                    changed[0] ^= 0x81;
                AssertAllSame(frames[..i]);
                foreach (byte[][] with in (byte[][][])[[], [frames[i], frames[i]], [[.. frames[i], 0]], [frames[i][..^Math.Min(1, frames[i].Length)]], [changed], [[]]])
                    AssertAllSame([.. frames[..i], .. with, .. frames[(i + 1)..]]);
            }
        }
        Assert.Superset(new HashSet<DecodeErrorKind> { DecodeErrorKind.None, DecodeErrorKind.MissingFrame, DecodeErrorKind.WrongConstant }, found);
        return found;

        void AssertAllSame(byte[][] frames)
        {
            foreach (MessageRole sender in Enum.GetValues<MessageRole>())
                found.Add(AssertSame<T>(protocol, sender, frames));
        }
    }

    // Every beginning of every message, whole and with each of its bytes changed.
    private static void Compare<T>(string path)
        where T : class, IProtocolMessage<T>, new()
    {
        ProtocolModel protocol = Read(path);
        var found = new HashSet<DecodeErrorKind>();
        foreach (MessageModel message in protocol.Messages)
        {
            byte[][] frames = Encode<T>(message);
            for (int length = 0; length <= frames[0].Length; length++)
            {
                byte[] first = frames[0][..length];
                Add([first, .. frames[1..]]);
                Add([first]);
                for (int i = 0; i < length; i++)
                {
                    first[i] ^= 0x81;
                    Add([first, .. frames[1..]]);
                    first[i] ^= 0x81;
                }
            }
        }
        Assert.Superset(new HashSet<DecodeErrorKind> { DecodeErrorKind.None, DecodeErrorKind.Truncated, DecodeErrorKind.TruncatedHeader, DecodeErrorKind.UnknownId }, found);

        void Add(byte[][] frames) => found.Add(AssertSame<T>(protocol, MessageRole.None, frames));
    }

    private static ProtocolModel Read(string path)
    {
        using var nowhere = new StringWriter();
        return EncodeCommand.ReadProtocol(Files.At(path), "", new Terminal(TextReader.Null, nowhere, nowhere, isInteractive: false, isErrorInteractive: false));
    }

    private static DecodeErrorKind AssertSame<T>(ProtocolModel protocol, MessageRole sender, byte[][] frames)
        where T : class, IProtocolMessage<T>, new()
    {
        var reader = new FrameReader(frames);
        DynamicMessage? expected = DynamicMessage.Decode(protocol, ref reader, sender switch { MessageRole.Client => "client", MessageRole.Server => "server", _ => null }, out DecodeError expectedError);
        var message = new T();
        Assert.Equal(expected is not null, message.TryReadFrames(frames, sender, out DecodeError error));
        Assert.Equal(expectedError, error);
        if (expected is not null)
            Assert.Equal(expected.Encode().ToArrays(), message.ToFrames());
        return error.Kind;
    }

    private static byte[][] Encode<T>(MessageModel model)
        where T : class, IProtocolMessage<T>, new()
    {
        var message = new T();
        message.GetType().GetProperty("Id")!.SetValue(message, Enum.ToObject(message.GetType().GetProperty("Id")!.PropertyType, model.Id));
        foreach (System.Reflection.PropertyInfo property in typeof(T).GetProperties().Where(property => property.PropertyType == typeof(string) && property.SetMethod is not null && typeof(T).GetProperty($"Has{property.Name}") is null))
            property.SetValue(message, property.Name);
        return message.ToFrames();
    }
}
