using static ZProto.Runtime.Tests.OddValues;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>What tests of a <see cref="TestServer"/> begin with: the server on a clock that the test turns, its log, and peers for it.</summary>
public abstract class TestServerTests : IAsyncLifetime
{
    protected const int Start = 1;
    protected const int Second = 2;
    protected const int Third = 3;
    protected const int Ok = 10;
    protected const int Error = 11;

    protected static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private string _endpoint = "";

    protected TestServerTests()
    {
        Server = new TestServer(Clock);
        Server.Options.LoggerFactory = Book;
    }

    protected FakeTimeProvider Clock { get; } = new();

    protected RecordingLogger Book { get; } = new();

    protected TestServer Server { get; }

    /// <summary>What happened, in order. Written on the loop; read when it has come to rest.</summary>
    protected List<string> Log { get; } = [];

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync() => await Server.DisposeAsync();

    protected static void Answer(TestServer.Client client, string text = "")
    {
        client.Message.SetText(text, "");
        client.Send();
    }

    /// <summary>An action that says where and when it ran.</summary>
    protected Action<TestServer.Client> Note(string line) => client => Log.Add($"{line} in {client.State}");

    protected async Task<Peer<OddValues>> PeerAsync()
    {
        if (_endpoint.Length == 0)
            _endpoint = await Server.BindAsync("inproc://*");
        return await Peer<OddValues>.ConnectAsync(Server.Options.Transport!, _endpoint);
    }

    /// <summary>A peer whose first message was answered.</summary>
    protected async Task<Peer<OddValues>> AskAsync(OddValues? message = null)
    {
        Peer<OddValues> peer = await PeerAsync();
        await peer.SendAsync(message ?? CreateNothing());
        peer.Receive();
        return peer;
    }

    /// <summary>A peer that sent something, which was read.</summary>
    protected async Task<Peer<OddValues>> TellAsync(params OddValues[] messages)
    {
        Peer<OddValues> peer = await PeerAsync();
        foreach (OddValues message in messages)
            await peer.SendAsync(message);
        await SettleAsync();
        return peer;
    }

    /// <summary>Two rounds of the loop: what was there to be done before has been done after.</summary>
    protected async Task SettleAsync()
    {
        await Server.InvokeAsync(() => { });
        await Server.InvokeAsync(() => { });
    }
}
