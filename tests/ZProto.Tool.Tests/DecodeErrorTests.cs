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

    // Every beginning of every message, whole and with each of its bytes changed.
    private static void Compare<T>(string path)
        where T : class, IProtocolMessage<T>, new()
    {
        using var nowhere = new StringWriter();
        ProtocolModel protocol = EncodeCommand.ReadProtocol(Files.At(path), new Terminal(TextReader.Null, nowhere, nowhere, isInteractive: false, isErrorInteractive: false));
        var found = new HashSet<DecodeErrorKind>();
        foreach (MessageModel message in protocol.Messages)
        {
            byte[][] frames = Encode<T>(message);
            for (int length = 0; length <= frames[0].Length; length++)
            {
                byte[] first = frames[0][..length];
                AssertSame([first, .. frames[1..]]);
                AssertSame([first]);
                for (int i = 0; i < length; i++)
                {
                    first[i] ^= 0x81;
                    AssertSame([first, .. frames[1..]]);
                    first[i] ^= 0x81;
                }
            }
        }
        Assert.Superset(new HashSet<DecodeErrorKind> { DecodeErrorKind.None, DecodeErrorKind.Truncated, DecodeErrorKind.TruncatedHeader, DecodeErrorKind.UnknownId }, found);

        void AssertSame(byte[][] frames)
        {
            var reader = new FrameReader(frames);
            DynamicMessage? expected = DynamicMessage.Decode(protocol, ref reader, out DecodeError expectedError);
            var message = new T();
            Assert.Equal(expected is not null, message.TryReadFrames(frames, out DecodeError error));
            Assert.Equal(expectedError, error);
            if (expected is not null)
                Assert.Equal(expected.Encode().ToArrays(), message.ToFrames());
            found.Add(error.Kind);
        }
    }

    private static byte[][] Encode<T>(MessageModel model)
        where T : class, IProtocolMessage<T>, new()
    {
        var message = new T();
        message.GetType().GetProperty("Id")!.SetValue(message, Enum.ToObject(message.GetType().GetProperty("Id")!.PropertyType, model.Id));
        foreach (System.Reflection.PropertyInfo property in typeof(T).GetProperties().Where(property => property.PropertyType == typeof(string) && property.SetMethod is not null))
            property.SetValue(message, property.Name);
        return message.ToFrames();
    }
}
