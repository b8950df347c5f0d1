using System.Text;
using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>MODEL.md, "Framing, frames": engines speak a protocol whose fields are frames as they do any other.</summary>
public sealed class FramesTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private readonly RecordingLogger _book = new();

    /// <summary>Transports, by where a server on them binds.</summary>
    public static TheoryData<string> Endpoints => ["inproc://service", "tcp://127.0.0.1:*"];

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_client_takes_the_reply_and_a_server_the_request_of_two_messages_that_look_alike(string endpoint)
    {
        ITransport transport = Create(endpoint);
        await using var server = new ServiceServer { Options = { Transport = transport, LoggerFactory = _book } };
        await using var client = new ServiceClient { Options = { Transport = transport, LoggerFactory = _book } };
        await client.OpenAsync(await server.BindAsync(endpoint));
        for (int i = 0; i < 3; i++)
        {
            FrameList body = new() { "Hello"u8, ""u8, Encoding.UTF8.GetBytes($"{i}") };
            FrameList answer = await client.AskAsync("echo", body);
            Assert.Equal(body.ToArrays(), answer.ToArrays());
            Assert.Equal("echo", client.Service);
        }
        Assert.Empty(_book.Lines);
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Envelopes_and_the_frames_after_them_reach_the_peer(string endpoint)
    {
        ITransport transport = Create(endpoint);
        await using var server = new ServiceServer { Options = { Transport = transport, LoggerFactory = _book } };
        await using Peer<Mdp> worker = await Peer<Mdp>.ConnectAsync(transport, await server.BindAsync(endpoint));
        await worker.SendAsync(Mdp.CreateReady("echo"));
        Mdp request = worker.Receive();
        Assert.Equal(Mdp.CreateRequest(new() { "a client"u8 }, new() { "a request"u8 }).ToFrames(), request.ToFrames());
        await worker.SendAsync(request.SetReply(request.TakeClient(), request.TakeBody()));
        Assert.Equal("ready service='echo'", Take(server));
        Assert.Equal("reply client=[0x6120636c69656e74] body=[0x612072657175657374]", Take(server));
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task Frames_that_are_no_message_are_logged_and_raise_malformed_and_no_more(string endpoint)
    {
        ITransport transport = Create(endpoint);
        await using var server = new ServiceServer { Options = { Transport = transport, LoggerFactory = _book } };
        string bound = await server.BindAsync(endpoint);
        await using Peer<Mdp> peer = await Peer<Mdp>.ConnectAsync(transport, bound);
        byte[][][] malformed = [[[]], [[], [0]], [[], "MDPW01"u8.ToArray(), [9]], [[], "MDPW01"u8.ToArray(), [4], []], [.. Enumerable.Repeat<byte[]>([], 200)]];
        foreach (byte[][] frames in malformed)
        {
            await peer.SendAsync(frames);
            Assert.Equal(Mdp.MessageId.Disconnect, peer.Receive().Id);
        }
        await peer.SendAsync(Mdp.CreateHeartbeat());
        Assert.Equal(Mdp.MessageId.Heartbeat, peer.Receive().Id);
        // Of those within a second there is one line.
        Assert.Contains(_book.Lines, line => line.Contains("a frame is missing, in field", StringComparison.Ordinal) || line.Contains("no message has these frames", StringComparison.Ordinal));
    }

    [Theory]
    [MemberData(nameof(Endpoints))]
    public async Task A_client_logs_frames_that_are_no_message_and_stays_usable(string endpoint)
    {
        ITransport transport = Create(endpoint);
        await using RouterPeer<Mdp> server = await RouterPeer<Mdp>.BindAsync(transport, endpoint);
        await using var client = new ServiceClient { Options = { Transport = transport, LoggerFactory = _book, DisposeTimeout = TimeSpan.Zero } };
        await client.OpenAsync(server.Endpoint);
        Task<FrameList> answer = client.AskAsync("echo", new() { "Hello"u8 });
        Mdp request = server.Receive();
        await server.SendAsync(request.RoutingId, [], "MDPC01"u8.ToArray());
        await server.SendAsync(request.RoutingId, Mdp.CreateClientReply("echo", new() { "World"u8 }));
        Assert.Equal(["World"u8.ToArray()], (await answer.WaitAsync(s_patience)).ToArrays());
        await _book.WaitForAsync("no message has these frames");
    }

    [Fact]
    public async Task A_message_of_the_api_goes_out_with_its_envelope()
    {
        var transport = new InProcessTransport();
        await using RouterPeer<Mdp> server = await RouterPeer<Mdp>.BindAsync(transport, "inproc://service");
        await using var client = new ServiceClient { Options = { Transport = transport, LoggerFactory = _book, DisposeTimeout = TimeSpan.Zero } };
        await client.OpenAsync(server.Endpoint);
        await client.ReplyAsync(new() { "via"u8, "a client"u8 }, null);
        Assert.Equal([[], "MDPW01"u8.ToArray(), [3], "via"u8.ToArray(), "a client"u8.ToArray(), [], []], server.Receive().ToFrames());
    }

    private static string Take(ServiceServer server)
    {
        Assert.True(server.Log.TryTake(out string? line, s_patience), "Nothing came.");
        return line;
    }

    private static ITransport Create(string endpoint)
        => endpoint.StartsWith("inproc", StringComparison.Ordinal) ? new InProcessTransport() : new SocketsTransport();
}
