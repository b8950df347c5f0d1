using System.Text;

namespace ZProto.Pirates.Tests;

/// <summary>The frames of RFC 6, both ways.</summary>
public sealed class WireTests
{
    public static TheoryData<string, MessageRole, string[]> Commands => new()
    {
        { "READY", MessageRole.Client, ["01"] },
        { "HEARTBEAT", MessageRole.Client, ["02"] },
        { "HEARTBEAT", MessageRole.Server, ["02"] },
        { "REQUEST", MessageRole.Server, ["0001020304", "", Hex("one"), Hex("two")] },
        { "REPLY", MessageRole.Client, ["0001020304", "", Hex("one"), Hex("two")] },
        // The stack of addresses is optional, and may have several.
        { "REQUEST", MessageRole.Server, ["", Hex("one")] },
        { "REPLY", MessageRole.Client, [Hex("proxy"), Hex("client"), "", Hex("one")] },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_is_read_from_its_frames_and_written_to_the_same(string command, MessageRole sender, string[] frames)
    {
        var message = new Ppp();
        Assert.True(message.TryReadFrames(frames.Select(Convert.FromHexString).ToArray(), sender, out DecodeError error), error.ToString());
        Assert.Equal(command, message.Command, ignoreCase: true);
        Assert.Equal(frames, message.ToFrames().Select(Convert.ToHexString));
    }

    [Theory]
    [InlineData("03")]
    [InlineData("0102")]
    [InlineData("01", "")]
    [InlineData("61", "62")]
    [InlineData("61", "")]
    public void Other_frames_are_malformed(params string[] frames)
        => Assert.False(new Ppp().TryReadFrames(frames.Select(Convert.FromHexString).ToArray(), MessageRole.Client, out _));

    [Fact]
    public void What_a_req_socket_sends_is_a_request_of_a_client()
    {
        var message = new PirateMsg();
        Assert.True(message.TryReadFrames([[], Encoding.ASCII.GetBytes("1")], MessageRole.Client, out DecodeError error), error.ToString());
        Assert.Equal((PirateMsg.MessageId.Request, "1"), (message.Id, Number.Of(message.Body)));
    }

    private static string Hex(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text));
}
