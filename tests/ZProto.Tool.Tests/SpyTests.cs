using System.Text.Json;
using ZProto.LibZmq.Tests;
using ZProto.Tool.Tests.Harness;
using ZProto.Transports;

namespace ZProto.Tool.Tests;

public sealed class SpyTests : IAsyncDisposable
{
    private const string Spy = "inproc://spy";

    private readonly InProcessTransport _transport = new();
    private readonly HelloServer _server;
    private readonly TempFolder _folder = new();

    public SpyTests() => _server = new HelloServer { Options = { Transport = _transport } };

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Each_message_is_printed_with_its_client_its_direction_and_its_fields_and_goes_on()
    {
        Task<ToolRun> spy = RunAsync("spy", "--at", Spy, "--to", await _server.BindAsync("inproc://*"), "--count", "4");
        for (int client = 1; client <= 2; client++)
            Assert.Equal(["PING-OK", $"  sequence = {client}"], (await RunAsync("send", "PING", $"sequence={client}", "--to", Spy, "--wait", "60")).Done().Lines);
        ToolRun run = await spy;
        Assert.Equal(["1 -> PING sequence=1", "1 <- PING-OK sequence=1", "2 -> PING sequence=2", "2 <- PING-OK sequence=2"], run.Lines);
        Assert.Equal((0, $"Listening at {Spy}, for {_server.Endpoints[0]}.\n"), (run.ExitCode, run.Error.ReplaceLineEndings("\n")));
    }

    [Fact]
    public async Task Programs_read_a_line_of_json_for_each()
    {
        Task<ToolRun> spy = RunAsync("spy", "--at", Spy, "--to", await _server.BindAsync("inproc://*"), "--count", "2", "--json");
        (await RunAsync("send", "PING", "sequence=7", "--to", Spy, "--wait", "60")).Done();
        string[] lines = (await spy).Lines;
        Assert.Equal(
            [
                """{"client":1,"from":"client","content":{"message":"PING","id":3,"fields":{"sequence":7}}}""",
                """{"client":1,"from":"server","content":{"message":"PING-OK","id":4,"fields":{"sequence":7}}}""",
            ],
            lines);
    }

    [PythonFact]
    public async Task Peers_of_libzmq_talk_through_it_and_what_is_no_message_goes_on_too()
    {
        string endpoint = $"ipc://{_folder["spy"]}";
        using var peers = new PythonPeer("spied.py", []);
        Task<ToolRun> spy = ToolRun.RunAsync("spy", Files.HelloServer, "--at", endpoint, "--to", peers.ReadLine(), "--count", "3");
        peers.WriteLine(endpoint);
        // The server knows the client by the routing id that it gave itself.
        Assert.Equal("ada aaa70200000007024869", peers.ReadLine());
        Assert.Equal("[b'ada', b'what', b'is this']", peers.ReadLine());
        Assert.Equal(
            [
                "1 -> HELLO sequence=7 name=\"Ada\"",
                "1 <- WORLD sequence=7 name=\"Hi\"",
                "1 -> no message of 'hello_msg': the signature is another protocol's, at byte 0: 77686174 69732074686973",
            ],
            (await spy).Lines);
    }

    [Fact]
    public async Task An_interrupt_ends_it()
    {
        using var cancellation = new CancellationTokenSource();
        using var proxy = new Spying.SpyProxy(_transport, "inproc://server", null) { Seen = (_, _, _) => { }, Lost = (_, _) => { } };
        proxy.Bind(Spy);
        Task run = Task.Run(() => proxy.Run(() => false, cancellation.Token));
        await cancellation.CancelAsync();
        await run.WaitAsync(TimeSpan.FromSeconds(60));
    }

    [Fact]
    public async Task A_message_that_cannot_go_on_is_told()
    {
        string endpoint = await _server.BindAsync("inproc://*");
        var lost = new List<(int, SendResult)>();
        int seen = 0;
        using var proxy = new Spying.SpyProxy(_transport, endpoint, null) { Seen = (_, _, _) => seen++, Lost = (client, result) => lost.Add((client, result)) };
        proxy.Bind(Spy);
        using (ITransportLoop loop = _transport.CreateLoop())
        {
            using ITransportSocket client = loop.CreateSocket(SocketType.Dealer, new SocketOptions());
            client.Connect(Spy);
            var frames = new MultipartMessage();
            frames.Add(Convert.FromHexString("aaa70300000001"));
            Assert.Equal(SendResult.Sent, client.Send([], frames));
        }
        await Task.Run(() => proxy.Run(() => seen == 2, default)).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.Equal([(1, SendResult.PeerUnreachable)], lost);
    }

    [Fact]
    public async Task What_is_wrong_with_the_command_line_is_told()
    {
        Assert.StartsWith("zproto: Option '--to' is required.", (await ToolRun.RunAsync("spy", Files.HelloServer, "--at", "tcp://127.0.0.1:*")).Error, StringComparison.Ordinal);
        ToolRun run = await ToolRun.RunAsync("spy", Files.HelloServer, "--at", "tcp:/127.0.0.1:1", "--to", "tcp://127.0.0.1:1");
        Assert.Equal(3, run.ExitCode);
        Assert.Contains("tcp:/127.0.0.1:1", run.Error, StringComparison.Ordinal);
    }

    private Task<ToolRun> RunAsync(string command, params string[] args)
    {
        var transports = new Dictionary<string, Func<ITransport>> { ["sockets"] = () => _transport };
        return ToolRun.RunAsync("", [command, Files.HelloServer, .. args], transports: transports);
    }
}
