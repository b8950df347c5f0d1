using System.Text;

namespace ZProto.Zyre.Tests;

/// <summary>
/// What a C node sent to a peer, encoded to the same bytes and decoded to the same values: zyre 2.0.1 with czmq 4.2.1, on 2026-12-01. A
/// line of Wire/zre_msg.txt is a message, its frames in hexadecimal with a bar between them.
/// </summary>
public sealed class ZreMsgTests
{
    private const string Node = "1F45D22B9AB64EC7A3AAFF7A85CFCD95";

    private static readonly Dictionary<string, ZreMsg> s_messages = new()
    {
        ["HELLO"] = ZreMsg.CreateHello(
            sequence: 1, "tcp://127.0.0.1:40101", ["CHAT", "Zürich"], status: 2, "alice",
            new Dictionary<string, string> { ["X-EMPTY"] = "", ["X-ZRELOG"] = "tcp://192.168.1.122:9992" }),
        ["WHISPER"] = ZreMsg.CreateWhisper(sequence: 4, Content("psst")),
        ["SHOUT"] = ZreMsg.CreateShout(sequence: 3, "CHAT", Content("Hello", "", "world")),
        ["JOIN"] = ZreMsg.CreateJoin(sequence: 2, "OTHER", status: 3),
        ["LEAVE"] = ZreMsg.CreateLeave(sequence: 5, "OTHER", status: 4),
        ["PING"] = ZreMsg.CreatePing(sequence: 6),
        ["PING-OK"] = ZreMsg.CreatePingOk(sequence: 8),
        ["ELECT"] = ZreMsg.CreateElect(sequence: 10, "VOTE", challengerId: Node),
        ["LEADER"] = ZreMsg.CreateLeader(sequence: 11, "VOTE", leaderId: Node),
        ["GOODBYE"] = ZreMsg.CreateGoodbye(sequence: 12),
    };

    private static readonly Dictionary<string, byte[][]> s_recordings = Recording.Read("zre_msg.txt");

    public static TheoryData<string> Commands => [.. s_recordings.Keys];

    [Fact]
    public void Every_message_was_recorded_and_each_has_its_number()
        => Assert.Equal(
            ["HELLO 1", "WHISPER 2", "SHOUT 3", "JOIN 4", "LEAVE 5", "PING 6", "PING-OK 7", "ELECT 8", "LEADER 9", "GOODBYE 10"],
            s_recordings.Select(recording => $"{recording.Key} {recording.Value[0][2]}"));

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_message_is_encoded_to_the_bytes_that_C_sent(string command)
        => Assert.Equal(s_recordings[command].Select(Convert.ToHexString), s_messages[command].ToFrames().Select(Convert.ToHexString));

    [Theory]
    [MemberData(nameof(Commands))]
    public void What_C_sent_is_decoded_to_its_values(string command)
    {
        Assert.True(TryDecode(s_recordings[command], out ZreMsg message));
        Assert.Equal(command, message.Command);
        Assert.True(message.ContentEquals(s_messages[command]));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_message_that_is_cut_anywhere_is_malformed(string command)
    {
        byte[] first = s_recordings[command][0];
        for (int length = 0; length < first.Length; length++)
            Assert.False(TryDecode([first[..length], .. s_recordings[command][1..]], out _), $"{length} bytes");
    }

    [Fact]
    public void Another_version_of_the_protocol_or_another_protocol_is_malformed()
    {
        byte[] ping = s_recordings["PING"][0];
        Assert.False(TryDecode([[0xAA, 0xA1, ping[2], 3, .. ping[4..]]], out _));
        Assert.False(TryDecode([[0xAA, 0xA2, .. ping[2..]]], out _));
        Assert.False(TryDecode([[0xAA, 0xA1, 11, .. ping[3..]]], out _));
    }

    private static bool TryDecode(byte[][] frames, out ZreMsg message)
    {
        message = new ZreMsg();
        return message.TryReadFrames(frames, out _);
    }

    private static FrameList Content(params string[] texts)
    {
        var frames = new FrameList();
        foreach (string text in texts)
            frames.Add(Encoding.UTF8.GetBytes(text));
        return frames;
    }
}
