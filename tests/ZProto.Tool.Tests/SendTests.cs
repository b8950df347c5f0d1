using System.Text.Json;
using ZProto.LibZmq.Tests;
using ZProto.Tool.Tests.Harness;
using ZProto.Transports;

namespace ZProto.Tool.Tests;

public sealed class SendTests : IAsyncDisposable
{
    private readonly InProcessTransport _transport = new();
    private readonly HelloServer _server;

    public SendTests() => _server = new HelloServer { Options = { Transport = _transport } };

    public async ValueTask DisposeAsync() => await _server.DisposeAsync();

    [Fact]
    public async Task The_reply_of_a_server_is_shown()
    {
        string endpoint = await _server.BindAsync("inproc://*");
        ToolRun run = (await Send("PING", "sequence=7", "--to", endpoint)).Done();
        Assert.Equal(["PING-OK", "  sequence = 7"], run.Lines);
    }

    [Fact]
    public async Task Programs_read_the_reply_as_json()
    {
        string endpoint = await _server.BindAsync("inproc://*");
        ToolRun run = (await Send("PING", "sequence=7", "--to", endpoint, "--json")).Done();
        JsonElement reply = JsonDocument.Parse(run.Output).RootElement;
        Assert.Equal(("PING-OK", 7), (reply.GetProperty("message").GetString(), reply.GetProperty("fields").GetProperty("sequence").GetInt32()));
    }

    [Fact]
    public async Task Without_replies_to_wait_for_the_message_is_sent_and_that_is_all()
    {
        string endpoint = await _server.BindAsync("inproc://*");
        Assert.Equal("", (await Send("PING", "--to", endpoint, "--replies", "0")).Done().Output);
    }

    [LibZmqFact]
    public async Task A_message_goes_to_a_server_on_libzmq()
    {
        await using var server = new HelloServer { Options = { Transport = new LibZmqTransport() } };
        string endpoint = await server.BindAsync("tcp://127.0.0.1:*");
        ToolRun run = await ToolRun.RunAsync("send", Files.HelloServer, "PING", "sequence=3", "--to", endpoint, "--wait", "60", "--transport", "libzmq");
        Assert.Equal(["PING-OK", "  sequence = 3"], run.Done().Lines);
    }

    [Fact]
    public async Task A_message_goes_to_a_server_on_sockets()
    {
        await using var server = new HelloServer { Options = { Transport = new SocketsTransport() } };
        string endpoint = await server.BindAsync("tcp://127.0.0.1:*");
        ToolRun run = await ToolRun.RunAsync("send", Files.HelloServer, "PING", "sequence=3", "--to", endpoint, "--wait", "60");
        Assert.Equal(["PING-OK", "  sequence = 3"], run.Done().Lines);
    }

    [Fact]
    public async Task A_peer_that_never_answers_is_given_up()
    {
        // The stub of the action throws, and the server ends that client.
        string endpoint = await _server.BindAsync("inproc://*");
        (await Send("HELLO", "--to", endpoint, "--wait", "0.05")).Failed(4, $"no answer from {endpoint} within 0.05 s");
    }

    [Fact]
    public async Task A_peer_that_answers_less_often_than_asked_is_given_up()
    {
        string endpoint = await _server.BindAsync("inproc://*");
        ToolRun run = await Send("PING", "--to", endpoint, "--wait", "0.2", "--replies", "2");
        Assert.Equal((4, "PING-OK"), (run.ExitCode, run.Lines[0]));
        Assert.Equal($"zproto: 1 of 2 replies from {endpoint} within 0.2 s\n", run.Error.ReplaceLineEndings("\n"));
    }

    [Fact]
    public async Task Where_no_one_is_bound_there_is_no_answer()
        => (await Send("PING", "--to", "inproc://no-one", "--wait", "0.05")).Failed(4, "no answer from inproc://no-one within 0.05 s");

    [LibZmqFact]
    public async Task Where_no_one_listens_there_is_no_answer()
    {
        ToolRun run = await ToolRun.RunAsync("send", Files.HelloProtocol, "PING", "--to", "ipc:///tmp/zproto-no-one-is-here", "--wait", "0.05");
        run.Failed(4, "no answer from ipc:///tmp/zproto-no-one-is-here within 0.05 s");
    }

    [Fact]
    public async Task A_bad_endpoint_is_named()
    {
        ToolRun run = await Send("PING", "--to", "tcp://127.0.0.1:1");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("tcp://127.0.0.1:1", run.Error, StringComparison.Ordinal);
    }

    [LibZmqFact]
    public async Task An_endpoint_that_is_none_is_named()
    {
        ToolRun run = await ToolRun.RunAsync("send", Files.HelloProtocol, "PING", "--to", "tcp:/127.0.0.1:1", "--transport", "libzmq");
        run.Failed(3, "libzmq cannot connect to 'tcp:/127.0.0.1:1': Invalid argument.");
    }

    [Fact]
    public async Task A_missing_native_library_is_told_with_how_to_install_it()
    {
        var transports = new Dictionary<string, Func<ITransport>> { ["libzmq"] = () => new MissingLibrary() };
        ToolRun run = await ToolRun.RunAsync("", ["send", Files.HelloProtocol, "PING", "--to", "tcp://127.0.0.1:1", "--transport", "libzmq"], transports: transports);
        run.Failed(3, "apt-get install libzmq5");
    }

    [Fact]
    public async Task A_reply_of_another_protocol_is_shown_as_it_is()
    {
        using ITransportLoop loop = _transport.CreateLoop();
        using ITransportSocket router = loop.CreateSocket(SocketType.Router, new SocketOptions());
        string endpoint = router.Bind("inproc://*");
        Task<ToolRun> send = Send("PING", "--to", endpoint, "--wait", "60");
        ReceivedMessage request;
        while (!router.TryReceive(out request))
            loop.Wait(TimeSpan.FromSeconds(60));
        var reply = new MultipartMessage();
        reply.Add(new byte[] { 0xAA, 0xA1, 0x01 });
        reply.Add(new byte[] { 0xFF });
        Assert.Equal(SendResult.Sent, router.Send(request.RoutingId, reply));
        ToolRun run = await send;
        Assert.Equal("zproto: the reply is no message of 'hello_msg': the signature is another protocol's, at byte 0\n  aaa101\n  ff\n", run.Error.ReplaceLineEndings("\n"));
        Assert.Equal((1, ""), (run.ExitCode, run.Output));
    }

    [Fact]
    public async Task A_published_protocol_cannot_be_sent()
        => (await ToolRun.RunAsync("send", Files.At("Wire/wire_topic.xml"), "NUMBERS", "--to", "inproc://x")).Failed(2, "protocol 'wire_topic' has pubsub=\"1\": its messages are published, and send cannot do that");

    private Task<ToolRun> Send(params string[] args)
    {
        var transports = new Dictionary<string, Func<ITransport>> { ["sockets"] = () => _transport };
        return ToolRun.RunAsync("", ["send", Files.HelloServer, .. args], transports: transports);
    }

    private sealed class MissingLibrary : ITransport
    {
        public string Name => "libzmq";

        public TransportCapabilities Capabilities => TransportCapabilities.None;

        public ITransportLoop CreateLoop() => throw new TransportException("apt-get install libzmq5");
    }
}
