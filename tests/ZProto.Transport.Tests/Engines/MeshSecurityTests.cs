using Steady;
using ZProto.Runtime.Tests.Engines;

namespace ZProto.Transport.Tests;

/// <summary>docs/security.md, for meshes over TCP: whoever is admitted is a peer, and a peer belongs to the user who greeted.</summary>
public sealed class MeshSecurityTests : IAsyncLifetime
{
    private readonly List<CircleMesh> _meshes = [];
    private readonly Counts _counts = new();
    private readonly RecordingLogger _book = new();
    private CircleMesh _center = null!;

    public async Task InitializeAsync()
    {
        _center = await CreateAsync("center", "center", "secret", _counts, _book);
    }

    public async Task DisposeAsync()
    {
        foreach (CircleMesh mesh in _meshes)
            await mesh.DisposeAsync();
        _counts.Dispose();
    }

    [Fact]
    public async Task Equals_that_know_the_password_are_peers_and_one_that_does_not_is_none()
    {
        CircleMesh good = await CreateAsync("good", "alice", "secret"), bad = await CreateAsync("bad", "mallory", "guess");
        await GreetAsync(bad);
        await GreetAsync(good);
        await Deadline.Until(async () => await good.CountReadyAsync() == 1);
        await good.WhisperAsync("from alice");
        await bad.WhisperAsync("from mallory");
        await Deadline.Until(() => _counts["zproto.peers.refused"] > 0 && _center.Heard.Count > 0);
        Assert.Equal(["from alice"], _center.Heard);
        Assert.Equal([good.Options.Key], await GetKeysAsync());
    }

    [Fact]
    public async Task Another_user_with_a_peers_key_neither_reaches_its_machine_nor_ends_it()
    {
        CircleMesh alice = await CreateAsync("one", "alice", "secret"), mallory = await CreateAsync("one", "mallory", "secret");
        await GreetAsync(alice);
        await Deadline.Until(async () => await alice.CountReadyAsync() == 1);
        await GreetAsync(mallory);
        await mallory.WhisperAsync("from mallory");
        await _book.WaitForAsync("its routing id is another user's");
        await alice.WhisperAsync("from alice");
        await Deadline.Until(() => !_center.Heard.IsEmpty);
        Assert.Equal(["from alice"], _center.Heard);
        Assert.Equal(("alice", 1), await _center.InvokeAsync(() => _center.GetPeers().Select(peer => (peer.UserId, peer.UniqueId)).Single()));
    }

    [Fact]
    public async Task With_CURVE_equals_whose_keys_are_known_are_peers_and_a_stranger_is_none()
    {
        CurveKeyPair server = SocketsTransport.GenerateCurveKeyPair(), known = SocketsTransport.GenerateCurveKeyPair(), stranger = SocketsTransport.GenerateCurveKeyPair();
        CircleMesh first = Create("first", known), second = Create("second", known), third = Create("third", stranger);
        string endpoint = await first.BindAsync("tcp://127.0.0.1:*");
        foreach (CircleMesh mesh in (CircleMesh[])[third, second])
        {
            await mesh.BindAsync("tcp://127.0.0.1:*");
            await mesh.InvokeAsync(() => mesh.AddPeer(first.Options.Key, endpoint));
        }
        await Deadline.Until(async () => await second.CountReadyAsync() == 1 && _counts["zproto.peers.refused"] > 0);
        Assert.Equal([second.Options.Key], await first.InvokeAsync(() => first.GetPeers().Select(peer => peer.Key).ToList()));

        CircleMesh Create(string key, CurveKeyPair client)
        {
            var mesh = new CircleMesh
            {
                Options =
                {
                    Transport = new SocketsTransport(),
                    Key = PeerKey.From(key),
                    Socket = new SocketOptions { Security = SocketSecurity.Curve(server) },
                    DealerSecurity = new SocketSecurity.CurveClient(server.PublicKey, client),
                    MeterFactory = _counts,
                },
            };
            mesh.Options.AuthenticateBy(peer => peer.PublicKey == known.PublicKey ? "known" : null);
            _meshes.Add(mesh);
            return mesh;
        }
    }

    private async Task<CircleMesh> CreateAsync(string key, string user, string password, Counts? counts = null, RecordingLogger? book = null)
    {
        var mesh = new CircleMesh
        {
            Options =
            {
                Transport = new SocketsTransport(),
                Key = PeerKey.From(key),
                Socket = new SocketOptions { Security = SocketSecurity.Plain },
                DealerSecurity = new SocketSecurity.PlainClient(user, password),
                MeterFactory = counts,
                LoggerFactory = book,
            },
        };
        mesh.Options.AuthenticateBy(peer => Passwords.Match(peer.Password, "secret") ? peer.UserName : null);
        _meshes.Add(mesh);
        await mesh.BindAsync("tcp://127.0.0.1:*");
        return mesh;
    }

    private Task GreetAsync(CircleMesh mesh) => mesh.InvokeAsync(() => mesh.AddPeer(_center.Options.Key, _center.Endpoints[0]));

    private Task<List<PeerKey>> GetKeysAsync() => _center.InvokeAsync(() => _center.GetPeers().Select(peer => peer.Key).ToList());
}
