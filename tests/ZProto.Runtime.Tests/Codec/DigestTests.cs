using System.Globalization;
using System.Security.Cryptography;
using System.Xml.Linq;

namespace ZProto.Runtime.Tests.Codec;

/// <summary>The first frames of zproto_example's messages with the values that its model gives for tests, made by hand.</summary>
public sealed class DigestTests
{
    private static readonly Dictionary<string, byte[]> s_frames = new()
    {
        ["LOG"] = new Octets().Add(0xAA, 0xA0, 1).Number2(123)
            .Number2(3).Add(2).Add(3).Number2(45536).Number2(65535).Number8(1427261426)
            .String("localhost").LongStr("This is the message to log").ToArray(),
        ["STRUCTURES"] = new Octets().Add(0xAA, 0xA0, 2).Number2(123)
            .Number4(3).LongStr("First alias").LongStr("Second alias").LongStr("Third alias")
            .Number4(1).String("endpoint").LongStr("tcp://localhost:5665").ToArray(),
        ["BINARY"] = new Octets().Add(0xAA, 0xA0, 3).Number2(123)
            .Add("b38c"u8.ToArray()).LongStr("89f5ffe70d747869dfe8")
            .Add(0x3A, 0x60, 0xE6, 0x85, 0x0A, 0x1E, 0x4C, 0xC1, 0x5F, 0x3B, 0xFD, 0x4B, 0x42, 0xBC, 0x6B, 0x3E).ToArray(),
        ["TYPES"] = new Octets().Add(0xAA, 0xA0, 4).Number2(123)
            .String("Lucius Junius").String("Brutus").String("01234567890").String("brutus@example.com")
            .String("Leslie").String("Lamport").String("01987654321").String("lamport@example.com").ToArray(),
    };

    public static TheoryData<string> Messages => [.. s_frames.Keys];

    [Theory]
    [MemberData(nameof(Messages))]
    public void The_codec_writes_the_frame_that_the_wire_format_asks_for(string name)
        => Assert.Equal(Convert.ToHexStringLower(s_frames[name]), Convert.ToHexStringLower(Example(name).ToFrames()[0]));

    [Theory]
    [MemberData(nameof(Messages))]
    public void The_codec_reads_it(string name)
        => Assert.True(Example(name).ContentEquals(Protocol<ZprotoExample>.Decode([s_frames[name], .. Example(name).ToFrames()[1..]])));

    [Theory]
    [MemberData(nameof(Messages))]
    public void The_model_has_its_digest(string name)
    {
        string digest = Model().Single(message => (string?)message.Attribute("name") == name).Attribute("digest")!.Value;
        Assert.Equal(Convert.ToHexStringLower(SHA1.HashData(s_frames[name])), digest);
        Assert.Equal(Convert.ToHexStringLower(SHA1.HashData(Example(name).ToFrames()[0])), digest);
    }

    [Fact]
    public void Every_message_of_the_model_is_here()
    {
        Assert.Equal(s_frames.Keys, Model().Select(message => (string)message.Attribute("name")!));
        Assert.Equal(s_frames.Keys, Enum.GetNames<ZprotoExample.MessageId>().Select(name => name.ToUpper(CultureInfo.InvariantCulture)));
    }

    private static ZprotoExample Example(string name) => Examples.All().Single(message => message.Command == name);

    private static IEnumerable<XElement> Model()
        => XDocument.Load(Path.Combine(AppContext.BaseDirectory, "Models", "zproto_example.xml")).Root!.Elements("message");
}
