using System.Text;

namespace ZProto.Majordomo.Tests;

/// <summary>The frames of RFC 7, both ways.</summary>
public sealed class WireTests
{
    private const string Client = "4D4450433031";
    private const string Worker = "4D4450573031";

    public static TheoryData<string, string[]> Commands => new()
    {
        { "client request", ["", Client, Hex("echo"), Hex("one"), Hex("two")] },
        { "client reply", ["", Client, Hex("echo"), Hex("one"), Hex("two")] },
        { "ready", ["", Worker, "01", Hex("echo")] },
        { "request", ["", Worker, "02", "0001020304", "", Hex("one"), Hex("two")] },
        { "reply", ["", Worker, "03", "0001020304", "", Hex("one"), Hex("two")] },
        { "heartbeat", ["", Worker, "04"] },
        { "disconnect", ["", Worker, "05"] },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_has_the_frames_of_rfc_7(string command, string[] frames)
        => Assert.Equal(frames, Message(command).ToFrames().Select(Convert.ToHexString));

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_frames_of_rfc_7_are_read_as_the_command(string command, string[] frames)
    {
        var message = new Mdp();
        Assert.True(message.TryReadFrames(frames.Select(Convert.FromHexString).ToArray(), out DecodeError error), error.ToString());
        // A client's request and its reply look alike; without a role the first is taken.
        Assert.Equal(command == "client reply" ? "client request" : command, message.Command);
        message.Id = Message(command).Id;
        Assert.True(message.ContentEquals(Message(command)));
    }

    private static Mdp Message(string command) => command switch
    {
        "client request" => Mdp.CreateClientRequest("echo", Bodies.ToBody("one", "two")),
        "client reply" => Mdp.CreateClientReply("echo", Bodies.ToBody("one", "two")),
        "ready" => Mdp.CreateReady("echo"),
        "request" => Mdp.CreateRequest(Address(), Bodies.ToBody("one", "two")),
        "reply" => Mdp.CreateReply(Address(), Bodies.ToBody("one", "two")),
        "heartbeat" => Mdp.CreateHeartbeat(),
        _ => Mdp.CreateDisconnect(),
    };

    private static FrameList Address()
    {
        var address = new FrameList();
        address.Add([0, 1, 2, 3, 4]);
        return address;
    }

    private static string Hex(string text) => Convert.ToHexString(Encoding.ASCII.GetBytes(text));
}
