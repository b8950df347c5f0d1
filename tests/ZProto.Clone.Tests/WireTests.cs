using System.Text;

namespace ZProto.Clone.Tests;

/// <summary>The frames of RFC 12, worked out by hand, both ways.</summary>
public sealed class WireTests
{
    private const string Uuid = "000102030405060708090A0B0C0D0E0F";

    [Theory]
    [InlineData("ICANHAZ", MessageRole.Client, "4943414E48415A3F", "")]
    [InlineData("ICANHAZ", MessageRole.Client, "4943414E48415A3F", "2F636F6E6669672F")]
    [InlineData("KVSYNC", MessageRole.Server, "6B6579", "0000000000000000", "", "", "76616C7565")]
    [InlineData("KVSYNC", MessageRole.Server, "6B6579", "0102030405060708", "", "", "")]
    [InlineData("KTHXBAI", MessageRole.Server, "4B544858424149", "00000000000000C8", "", "", "")]
    [InlineData("KTHXBAI", MessageRole.Server, "4B544858424149", "00000000000000C8", "", "", "2F636F6E6669672F")]
    public void A_snapshot(string command, MessageRole sender, params string[] frames) => Check(new ChpSnapshot(), command, sender, frames);

    [Theory]
    [InlineData("KVPUB", "6B6579", "00000000000000C9", Uuid, "74746C3D33300A", "76616C7565")]
    [InlineData("KVPUB", "6B6579", "FFFFFFFFFFFFFFFF", "", "", "")]
    [InlineData("HUGZ", "4855475A", "0000000000000000", "", "", "")]
    public void What_a_server_publishes(string command, params string[] frames) => Check(new ChpUpdate(), command, MessageRole.None, frames);

    [Theory]
    [InlineData("KVSET", "6B6579", "0000000000000000", Uuid, "74746C3D33300A", "76616C7565")]
    [InlineData("KVSET", "6B6579", "0000000000000000", "", "", "")]
    public void What_a_client_publishes(string command, params string[] frames) => Check(new ChpSet(), command, MessageRole.None, frames);

    [Fact]
    public void The_sequence_frame_of_HUGZ_is_eight_zero_bytes()
        => Assert.Equal([Encoding.ASCII.GetBytes("HUGZ"), new byte[8], [], [], []], ChpUpdate.CreateHugz().ToFrames());

    [Theory]
    [InlineData("4943414E48415A")]
    [InlineData("4943414E48415A3F")]
    [InlineData("6B6579", "00000000000000", "", "", "")]
    [InlineData("6B6579", "0000000000000000", "", "")]
    [InlineData("6B6579", "0000000000000000", Uuid, "", "76")]
    public void Other_frames_are_not_of_a_snapshot(params string[] frames)
    {
        Assert.False(new ChpSnapshot().TryReadFrames(Read(frames), MessageRole.Server, out _));
        Assert.False(new ChpSnapshot().TryReadFrames(Read(frames), MessageRole.Client, out _));
    }

    [Theory]
    [InlineData("6B6579", "00000000000000", "", "", "")]
    [InlineData("6B6579", "0000000000000000", "", "")]
    [InlineData("6B6579", "0000000000000000", "", "", "", "")]
    public void Other_frames_are_no_update(params string[] frames)
    {
        Assert.False(new ChpUpdate().TryReadFrames(Read(frames), MessageRole.None, out _));
        Assert.False(new ChpSet().TryReadFrames(Read(frames), MessageRole.None, out _));
    }

    private static void Check<TMessage>(TMessage message, string command, MessageRole sender, string[] frames)
        where TMessage : class, IProtocolMessage<TMessage>, new()
    {
        Assert.True(message.TryReadFrames(Read(frames), sender, out DecodeError error), error.ToString());
        Assert.Equal(command, message.Command, ignoreCase: true);
        Assert.Equal(Read(frames), message.ToFrames());
    }

    private static byte[][] Read(string[] frames) => [.. frames.Select(Convert.FromHexString)];
}
