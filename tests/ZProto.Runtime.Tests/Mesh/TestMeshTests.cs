using ZProto.Runtime.Tests.Engines;
using ZProto.Transports;
using static ZProto.Runtime.Tests.MeshMsg;

namespace ZProto.Runtime.Tests.Mesh;

/// <summary>What tests of a <see cref="TestMesh"/> begin with: the mesh on a clock that the test advances, its log, and peers played by the test.</summary>
public abstract class TestMeshTests : IAsyncLifetime
{
    protected const int Start = 1;
    protected const int Second = 2;
    protected const int Greet = 10;
    protected const int Tell = 11;
    protected const int Expired = 12;
    protected const int Heartbeat = 13;
    protected const int Malformed = 14;
    protected const int Full = 15;
    protected const int Connected = 16;
    protected const int Disconnected = 17;

    protected static readonly PeerKey OwnKey = PeerKey.From("own key of the mesh");

    private TestMesh? _mesh;
    private string _endpoint = "";

    protected ITransport Transport { get; set; } = new InProcessTransport();

    protected FakeTimeProvider Clock { get; } = new();

    protected RecordingLogger Book { get; } = new();

    /// <summary>What happened, in order. Written on the loop; read when it is idle.</summary>
    protected List<string> Log { get; } = [];

    protected TestMesh Mesh => _mesh ??= Create(ZProto.Engines.MeshMode.Harmony);

    protected TestMesh ClientMesh => _mesh ??= Create(ZProto.Engines.MeshMode.Client);

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        if (_mesh is not null)
            await _mesh.DisposeAsync();
    }

    /// <summary>An action that says on which peer it ran, and where.</summary>
    protected Action<TestMesh.Peer> Note(string line) => peer => Log.Add($"{line} of {peer.UniqueId} in {peer.State}");

    protected async Task<string> BindAsync() => _endpoint.Length > 0 ? _endpoint : _endpoint = await Mesh.BindAsync("inproc://*");

    /// <summary>A peer that sends to the mesh's ROUTER by a routing id of its own.</summary>
    protected async Task<Peer<MeshMsg>> SenderAsync(string key)
        => await Peer<MeshMsg>.ConnectAsync(Transport, await BindAsync(), new RoutingId(System.Text.Encoding.UTF8.GetBytes(key)));

    /// <summary>The same, which has greeted.</summary>
    protected async Task<Peer<MeshMsg>> GreetedAsync(string key, string endpoint = "")
    {
        Peer<MeshMsg> peer = await SenderAsync(key);
        await TellAsync(peer, CreateHello(endpoint));
        return peer;
    }

    protected async Task TellAsync(Peer<MeshMsg> peer, params MeshMsg[] messages)
    {
        foreach (MeshMsg message in messages)
            await peer.SendAsync(message);
        await SettleAsync();
    }

    /// <summary>Where a peer is bound that the mesh sends to.</summary>
    protected Task<RouterPeer<MeshMsg>> ReceiverAsync(string endpoint = "inproc://*") => RouterPeer<MeshMsg>.BindAsync(Transport, endpoint);

    protected Task<TestMesh.Peer?> AddAsync(string key, string endpoint) => _mesh!.InvokeAsync(() => _mesh.AddPeer(PeerKey.From(key), endpoint));

    protected Task<List<string>> KeysAsync() => _mesh!.InvokeAsync(() => _mesh.GetPeers().Select(peer => peer.Key.ToString()).Order(StringComparer.Ordinal).ToList());

    protected async Task SettleAsync()
    {
        await _mesh!.InvokeAsync(() => { });
        await _mesh.InvokeAsync(() => { });
    }

    protected async Task AdvanceAsync(TimeSpan time)
    {
        await SettleAsync();
        Clock.Advance(time);
        await SettleAsync();
    }

    private TestMesh Create(ZProto.Engines.MeshMode mode)
        => new() { Mode = mode, Options = { Name = nameof(TestMesh), TimeProvider = Clock, Transport = Transport, LoggerFactory = Book, Key = OwnKey } };
}
