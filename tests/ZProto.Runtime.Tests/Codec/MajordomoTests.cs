namespace ZProto.Runtime.Tests.Codec;

/// <summary>The model of the Majordomo Protocol, MDP 0.1. Source: ZeroMQ RFC 7, "MDP/Client" and "MDP/Worker".</summary>
public class MajordomoTests
{
    /// <summary>Each command, who sends it, and its frames as the RFC has them.</summary>
    public static TheoryData<string, MessageRole, string[]> Commands => new()
    {
        { "client request", MessageRole.Client, ["", "MDPC01", "echo", "Hello", "", "world"] },
        { "client reply", MessageRole.Server, ["", "MDPC01", "echo", "Hello", "", "world"] },
        { "ready", MessageRole.Client, ["", "MDPW01", "\u0001", "echo"] },
        { "request", MessageRole.Server, ["", "MDPW01", "\u0002", "a client", "", "Hello", "", "world"] },
        { "reply", MessageRole.Client, ["", "MDPW01", "\u0003", "a client", "", "Hello", "", "world"] },
        { "heartbeat", MessageRole.Client, ["", "MDPW01", "\u0004"] },
        { "heartbeat", MessageRole.Server, ["", "MDPW01", "\u0004"] },
        { "disconnect", MessageRole.Client, ["", "MDPW01", "\u0005"] },
        { "disconnect", MessageRole.Server, ["", "MDPW01", "\u0005"] },
    };

    [Theory]
    [MemberData(nameof(Commands))]
    public void A_command_has_the_frames_of_the_rfc(string command, MessageRole sender, string[] frames)
    {
        Assert.NotEqual(MessageRole.None, sender);
        Assert.Equal(frames, Texts(Create(command).ToFrames()));
    }

    [Theory]
    [MemberData(nameof(Commands))]
    public void The_frames_of_the_rfc_are_the_command(string command, MessageRole sender, string[] frames)
    {
        var message = new Mdp();
        Assert.True(message.TryReadFrames(Bytes(frames), sender, out DecodeError error), error.ToString());
        Assert.Equal(command, message.Command);
        Assert.True(message.ContentEquals(Create(command)), message.ToString());
    }

    [Fact]
    public void An_envelope_has_any_number_of_frames_before_the_empty_one()
    {
        var message = new Mdp();
        Assert.True(message.TryReadFrames(Bytes("", "MDPW01", "\u0002", "via", "a client", "", "", "body"), MessageRole.Server, out _));
        Assert.Equal(["via", "a client"], Texts(message.Client.ToArrays()));
        Assert.Equal(["", "body"], Texts(message.Body.ToArrays()));

        message.Client.Clear();
        Assert.Equal(["", "MDPW01", "\u0002", "", "", "body"], Texts(message.ToFrames()));
    }

    [Fact]
    public void Without_a_sender_a_reply_is_read_as_the_first_message_that_looks_like_it()
    {
        var message = new Mdp();
        Assert.True(message.TryReadFrames(Create("client reply").ToFrames(), out _));
        Assert.Equal(Mdp.MessageId.ClientRequest, message.Id);
    }

    [Fact]
    public void What_looks_like_no_other_is_read_whoever_sent_it()
    {
        var message = new Mdp();
        Assert.True(message.TryReadFrames(Create("ready").ToFrames(), MessageRole.Server, out _));
        Assert.Equal(Mdp.MessageId.Ready, message.Id);
    }

    [Theory]
    [InlineData("a frame is missing, in field empty at frame 1")]
    [InlineData("the constant has another value, in field empty at frame 1", "MDPW01", "\u0004")]
    [InlineData("no message has these frames", "", "MDPX01", "\u0004")]
    [InlineData("no message has these frames", "", "MDPW01", "\u0006")]
    [InlineData("no message has these frames", "", "MDPW01", "\u0004", "")]
    [InlineData("no message has these frames", "", "MDPW01", "\u0001")]
    [InlineData("no message has these frames", "", "MDPW01", "\u0001", "echo", "")]
    [InlineData("no message has these frames", "", "MDPW01", "\u0003", "a client", "body")]
    [InlineData("no message has these frames", "", "MDPW01", "\u0003", "a client", "")]
    [InlineData("no message has these frames", "", "MDPC01", "echo")]
    public void What_no_command_fits_is_malformed(string error, params string[] frames)
    {
        Mdp message = Create("ready");
        Assert.False(message.TryReadFrames(Bytes(frames), MessageRole.Client, out DecodeError found));
        Assert.Equal(error, found.ToString());
        Assert.False(message.HasId);
        Assert.Equal("", message.Service);
    }

    [Fact]
    public void An_empty_frame_in_an_envelope_is_refused_since_it_would_end_it()
    {
        Mdp message = Create("request");
        message.Client.Add([]);
        MessageEncodeException exception = Assert.Throws<MessageEncodeException>(() => message.ToFrames());
        Assert.Equal("request: client has an empty frame, which ends an envelope on the wire", exception.Message);
        Assert.Equal("client", exception.FieldName);
    }

    [Fact]
    public void A_body_without_frames_is_refused_and_one_never_set_is_an_empty_frame()
    {
        Assert.Equal(["", "MDPC01", "echo", ""], Texts(Mdp.CreateClientRequest("echo", null).ToFrames()));
        Mdp message = Create("client request");
        message.Body.Clear();
        Assert.Equal("client request: body was set to no frames, and must have at least one", Assert.Throws<MessageEncodeException>(() => message.ToFrames()).Message);
    }

    [Fact]
    public void The_guides_worker_model_has_the_frames_that_it_says_of_itself()
    {
        Assert.Equal(["", "MDPW01", "\u0001", "echo"], Texts(MdpWorker.CreateReady("echo").ToFrames()));
        // RFC 7 has an empty frame after the client's address.
        Assert.Equal(["", "MDPW01", "\u0002", "a client", "body"], Texts(MdpWorker.CreateRequest("a client"u8, "body"u8).ToFrames()));
        Assert.Equal(["", "MDPW01", "\u0003", "a client", "body"], Texts(MdpWorker.CreateReply("a client"u8, "body"u8).ToFrames()));
        Assert.Equal(["", "MDPW01", "\u0004"], Texts(MdpWorker.CreateHearbeat().ToFrames()));
        Assert.Equal(["", "MDPW01", "\u0005"], Texts(MdpWorker.CreateDisconnect().ToFrames()));
    }

    [Theory]
    [InlineData("no message has this id, at frame 3", "", "MDPW01", "\u0006")]
    [InlineData("the frame has another length, in field id at frame 3", "", "MDPW01", "\u0001\u0001", "echo")]
    [InlineData("there are more frames than the message has, at frame 4", "", "MDPW01", "\u0004", "")]
    [InlineData("a frame is missing, in field service at frame 4", "", "MDPW01", "\u0001")]
    [InlineData("the constant has another value, in field protocol at frame 2", "", "MDPC01", "echo", "body")]
    public void The_guides_worker_model_tells_messages_by_the_id_in_the_header(string error, params string[] frames)
    {
        Assert.False(new MdpWorker().TryReadFrames(Bytes(frames), out DecodeError found));
        Assert.Equal(error, found.ToString());
    }

    [Fact]
    public void The_guides_client_model_has_two_messages_that_look_alike_of_which_the_first_is_read()
    {
        byte[][] reply = MdpClient.CreateReply("echo", "body"u8).ToFrames();
        Assert.Equal(["", "MDPC01", "echo", "body"], Texts(reply));
        foreach (MessageRole sender in Enum.GetValues<MessageRole>())
        {
            var message = new MdpClient();
            Assert.True(message.TryReadFrames(reply, sender, out _));
            Assert.Equal(MdpClient.MessageId.Request, message.Id);
        }
    }

    [Fact]
    public void A_selftest_knows_messages_that_look_alike_by_their_senders() => SelfTest.Run<ToldApart>();

    private static Mdp Create(string command)
    {
        FrameList client = new() { "a client"u8 };
        FrameList body = new() { "Hello"u8, ""u8, "world"u8 };
        return command switch
        {
            "client request" => Mdp.CreateClientRequest("echo", body),
            "client reply" => Mdp.CreateClientReply("echo", body),
            "ready" => Mdp.CreateReady("echo"),
            "request" => Mdp.CreateRequest(client, body),
            "reply" => Mdp.CreateReply(client, body),
            "heartbeat" => Mdp.CreateHeartbeat(),
            _ => Mdp.CreateDisconnect(),
        };
    }

    private static string[] Texts(byte[][] frames) => [.. frames.Select(System.Text.Encoding.UTF8.GetString)];

    private static byte[][] Bytes(params string[] texts) => [.. texts.Select(System.Text.Encoding.UTF8.GetBytes)];
}
