using ZProto.Configuration;
using ZProto.Runtime.Tests.Engines;
using ZProto.Transports;

namespace ZProto.LibZmq.Tests;

/// <summary>What a server's configuration says of security, against peers of another runtime.</summary>
public sealed class ServerSecurityTests : IAsyncLifetime
{
    private readonly RecordingLogger _book = new();
    private readonly DoorServer _server = new();
    private readonly string _file = Path.GetTempFileName();
    private readonly string _certificate = Path.GetTempFileName();
    private readonly CurveKeyPair _serverKeys = LibZmqTransport.IsAvailable ? LibZmqTransport.GenerateCurveKeyPair() : new CurveKeyPair("", "");
    private readonly CurveKeyPair _known = LibZmqTransport.IsAvailable ? LibZmqTransport.GenerateCurveKeyPair() : new CurveKeyPair("", "");
    private readonly CurveKeyPair _stranger = LibZmqTransport.IsAvailable ? LibZmqTransport.GenerateCurveKeyPair() : new CurveKeyPair("", "");

    public async Task InitializeAsync()
    {
        _server.Options.Transport = new LibZmqTransport();
        _server.Options.LoggerFactory = _book;
        await File.WriteAllTextAsync(_certificate, $"metadata\n    name = \"door\"\ncurve\n    public-key = \"{_serverKeys.PublicKey}\"\n    secret-key = \"{_serverKeys.SecretKey}\"\n");
    }

    public async Task DisposeAsync()
    {
        await _server.DisposeAsync();
        File.Delete(_file);
        File.Delete(_certificate);
    }

    [PythonTheory]
    [InlineData("plain")]
    [InlineData("curve")]
    public async Task A_peer_is_admitted_by_password_or_key_and_a_refused_one_reaches_no_machine(string mechanism)
    {
        var asked = new Authenticator(Decide);
        _server.Options.Authenticate = asked.AuthenticateAsync;
        string endpoint = await LoadConfigurationAsync(mechanism);

        AssertRefused(endpoint, Wrong(mechanism));
        Assert.Equal(0, await _server.InvokeAsync(() => _server.GetClients().Count + _server.Made));

        Assert.Equal("alice", Call(endpoint, Right(mechanism)));
        AssertRefused(endpoint, Wrong(mechanism));
        Assert.Equal("alice", Call(endpoint, Right(mechanism)));
        Assert.Equal(2, await _server.InvokeAsync(() => _server.Made));
        Assert.All(asked.Requests, request => Assert.Equal((Enum.Parse<SecurityMechanism>(mechanism, ignoreCase: true), "house", "127.0.0.1"), (request.Mechanism, request.Domain, request.Address)));
    }

    [LibZmqFact]
    public async Task A_certificate_whose_secret_key_every_user_can_read_is_warned_of()
    {
        if (OperatingSystem.IsWindows())
            return;
        _server.Options.Authenticate = (_, _) => AuthenticationResult.Admitted("somebody");
        File.SetUnixFileMode(_certificate, UnixFileMode.UserRead | UnixFileMode.OtherRead);
        await LoadConfigurationAsync("curve");
        string warning = Assert.Single(_book.Lines);
        Assert.Equal($"Warning: line 5: every user of this machine can read the secret key in {_certificate}; take that right away (chmod 600)", warning);
        Assert.DoesNotContain(_serverKeys.SecretKey, warning, StringComparison.Ordinal);
    }

    [PythonTheory]
    [InlineData("plain")]
    [InlineData("curve")]
    public async Task Plain_and_curve_without_a_decision_admit_no_one(string mechanism)
    {
        string endpoint = await LoadConfigurationAsync(mechanism);
        Assert.Equal($"Warning: line 2: with the mechanism {mechanism} no one is admitted, since Options.Authenticate is not set", Assert.Single(_book.Lines));
        AssertRefused(endpoint, Right(mechanism));
        Assert.Equal(0, await _server.InvokeAsync(() => _server.GetClients().Count + _server.Made));
    }

    [PythonTheory]
    [InlineData("plain")]
    [InlineData("curve")]
    public async Task A_decision_that_throws_refuses_the_peer_and_is_logged(string mechanism)
    {
        _server.Options.AuthenticateBy(request => request.UserName == "alice" || request.PublicKey == _known.PublicKey ? "alice" : throw new InvalidOperationException("on purpose"));
        string endpoint = await LoadConfigurationAsync(mechanism);
        AssertRefused(endpoint, mechanism == "plain" ? ["plain", "bob", "secret"] : Wrong(mechanism));
        Assert.Equal("Error: The decision on a peer threw; the engine goes on [on purpose]", await _book.WaitForAsync("on purpose"));
        Assert.Equal("alice", Call(endpoint, Right(mechanism)));
        Assert.Equal(1, await _server.InvokeAsync(() => _server.Made));
    }

    [PythonTheory]
    [InlineData("    security\n        mechanism = null\n")]
    [InlineData("    security\n        domain = garden\n")]
    [InlineData("")]
    public async Task Without_a_mechanism_peers_are_decided_on_by_address(string security)
    {
        var asked = new Authenticator(request => request.Address == "127.0.0.1" ? "neighbour" : null);
        _server.Options.Authenticate = asked.AuthenticateAsync;
        string endpoint = await LoadTextAsync($"door_server\n{security}    bind\n        endpoint = tcp://127.0.0.1:*\n");
        Assert.Equal("neighbour", Call(endpoint));
        Assert.Equal((SecurityMechanism.Null, security.Contains("garden", StringComparison.Ordinal) ? "garden" : "global"), (asked.Requests.Single().Mechanism, asked.Requests.Single().Domain));
    }

    [PythonFact]
    public async Task Security_comes_before_binding_wherever_it_is()
    {
        _server.Options.AuthenticateBy(Decide);
        string endpoint = await LoadTextAsync("door_server\n    bind\n        endpoint = tcp://127.0.0.1:*\n    security\n        mechanism = plain\n");
        AssertRefused(endpoint, Wrong("plain"));
        Assert.Equal("alice", Call(endpoint, Right("plain")));
    }

    [PythonFact]
    public async Task After_a_change_of_security_what_is_bound_again_has_it_and_what_stays_keeps_its_own()
    {
        _server.Options.AuthenticateBy(Decide);
        string old = await LoadConfigurationAsync("plain");
        string both = $"door_server\n    security\n        mechanism = curve\n        certificate = {_certificate}\n    bind\n        endpoint = tcp://127.0.0.1:*\n    bind\n        endpoint = tcp://127.0.0.1:0\n";
        string @new = await LoadTextAsync(both);
        Assert.NotEqual(old, @new);
        Assert.Equal($"Warning: {old} keeps the security that it was bound with until it is bound again", Assert.Single(_book.Lines));
        AssertRefused(@new, Wrong("curve"));
        Assert.Equal("alice", Call(@new, Right("curve")));
        Assert.Equal("alice", Call(old, Right("plain")));
        AssertRefused(old, Wrong("plain"));
        Assert.Equal(2, await _server.InvokeAsync(() => _server.Made));
    }

    [PythonTheory]
    [InlineData("plain")]
    [InlineData("curve")]
    public async Task A_file_that_cannot_be_bound_to_leaves_the_security_as_it_was(string mechanism)
    {
        _server.Options.AuthenticateBy(Decide);
        await LoadConfigurationAsync(mechanism);
        await Assert.ThrowsAsync<TransportException>(() => LoadTextAsync("door_server\n    bind\n        endpoint = nonsense\n"));
        string endpoint = await _server.BindAsync("tcp://127.0.0.1:*");
        AssertRefused(endpoint, Wrong(mechanism));
        Assert.Equal("alice", Call(endpoint, Right(mechanism)));
    }

    [PythonFact]
    public async Task Keys_that_do_not_belong_together_are_an_error_with_file_and_line()
    {
        await File.WriteAllTextAsync(_certificate, $"curve\n    public-key = \"{_stranger.PublicKey}\"\n    secret-key = \"{_serverKeys.SecretKey}\"\n");
        ZplException problem = await Assert.ThrowsAsync<ZplException>(() => LoadConfigurationAsync("curve"));
        Assert.StartsWith($"{_file}: line 2: ", problem.Message, StringComparison.Ordinal);
        Assert.Contains(_stranger.PublicKey, problem.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(_serverKeys.SecretKey, problem.Message, StringComparison.Ordinal);
        Assert.Empty(_server.Endpoints);
    }

    private string? Decide(AuthenticationRequest request)
        => request is { UserName: "alice", Password: "secret" } || request.PublicKey == _known.PublicKey ? "alice" : null;

    [LibZmqTheory]
    [InlineData("its own decider")]
    [InlineData("none")]
    public async Task Authenticate_decides_however_the_mechanism_was_set(string decider)
    {
        var permissive = new Authenticator(_ => "anybody");
        _server.Options.Socket = new SocketOptions { Security = decider == "none" ? SocketSecurity.Plain : new SocketSecurity.PlainServer("shop", permissive) };
        _server.Options.Authenticate = (request, _) => Passwords.Match(request.Password, "secret") ? AuthenticationResult.Admitted(request.UserName) : AuthenticationResult.Refused;
        string endpoint = await _server.BindAsync("tcp://127.0.0.1:*");
        Assert.Equal(ConnectionEventKind.Refused, Knock(endpoint, new SocketSecurity.PlainClient("mallory", "guess"), out _));
        Assert.Equal("Warning: A peer at 127.0.0.1 was refused: PLAIN user='mallory'", await _book.WaitForAsync("refused"));
        Assert.Equal(ConnectionEventKind.Connected, Knock(endpoint, new SocketSecurity.PlainClient("alice", "secret"), out string? who));
        Assert.Equal("alice", who);
        Assert.Empty(permissive.Requests);
    }

    [LibZmqFact]
    public async Task Curve_in_code_needs_its_keys_and_a_decision()
    {
        _server.Options.Socket = new SocketOptions { Security = SocketSecurity.Curve(_serverKeys) };
        _server.Options.AuthenticateBy(request => request.PublicKey == _known.PublicKey ? "alice" : null);
        string endpoint = await _server.BindAsync("tcp://127.0.0.1:*");
        Assert.Equal(ConnectionEventKind.Refused, Knock(endpoint, new SocketSecurity.CurveClient(_serverKeys.PublicKey, _stranger), out _));
        Assert.Equal(ConnectionEventKind.Connected, Knock(endpoint, new SocketSecurity.CurveClient(_serverKeys.PublicKey, _known), out string? who));
        Assert.Equal("alice", who);
    }

    [LibZmqFact]
    public async Task Plain_in_code_without_a_decision_admits_no_one_and_says_so()
    {
        _server.Options.Socket = new SocketOptions { Security = SocketSecurity.Plain };
        string endpoint = await _server.BindAsync("tcp://127.0.0.1:*");
        Assert.Equal("Warning: With the mechanism PLAIN no peer is admitted, since Options.Authenticate is not set", Assert.Single(_book.Lines));
        Assert.Equal(ConnectionEventKind.Refused, Knock(endpoint, new SocketSecurity.PlainClient("alice", "secret"), out _));
    }

    /// <summary>Has a DEALER knock.</summary>
    /// <returns>What became of its connection.</returns>
    private static ConnectionEventKind Knock(string endpoint, SocketSecurity security, out string? who)
    {
        using ITransportLoop loop = new LibZmqTransport().CreateLoop();
        ITransportSocket socket = loop.Dealer(new SocketOptions { Security = security });
        socket.Connect(endpoint);
        ConnectionEvent told = default;
        loop.Until(() => socket.TryTakeConnectionEvent(out told), "connection");
        who = null;
        if (told.Kind != ConnectionEventKind.Connected)
            return told.Kind;
        Assert.Equal(SendResult.Sent, socket.Send([], Sockets.Buffer(Assert.Single(DoorMsg.CreateKnock("somebody").ToFrames()))));
        var answer = new DoorMsg();
        Assert.True(answer.TryReadFrames(loop.Receive(socket).Frames, out DecodeError error), error.ToString());
        who = answer.Who;
        return told.Kind;
    }

    private string[] Right(string mechanism)
        => mechanism == "plain" ? ["plain", "alice", "secret"] : ["curve", _serverKeys.PublicKey, _known.PublicKey, _known.SecretKey];

    private string[] Wrong(string mechanism)
        => mechanism == "plain" ? ["plain", "alice", "guess"] : ["curve", _serverKeys.PublicKey, _stranger.PublicKey, _stranger.SecretKey];

    private Task<string> LoadConfigurationAsync(string mechanism)
        => LoadTextAsync($"door_server\n    security\n        mechanism = {mechanism}\n        domain = house\n        certificate = {_certificate}\n    bind\n        endpoint = tcp://127.0.0.1:*\n");

    /// <returns>The endpoint bound last.</returns>
    private async Task<string> LoadTextAsync(string text)
    {
        await File.WriteAllTextAsync(_file, text);
        await _server.LoadConfigurationAsync(_file);
        return _server.Endpoints[^1];
    }

    /// <summary>Has a peer knock.</summary>
    /// <returns>Who the server says it is.</returns>
    private static string Call(string endpoint, params string[] mechanism)
    {
        using var peer = new PythonPeer(["call", endpoint, Convert.ToHexString(Assert.Single(DoorMsg.CreateKnock("somebody").ToFrames())), .. mechanism]);
        var answer = new DoorMsg();
        Assert.True(answer.TryReadFrames([Convert.FromHexString(peer.ReadLine())], out DecodeError error), error.ToString());
        Assert.Equal(DoorMsg.MessageId.ComeIn, answer.Id);
        return answer.Who;
    }

    private static void AssertRefused(string endpoint, string[] mechanism)
    {
        using var peer = new PythonPeer(["refuse", endpoint, .. mechanism]);
        Assert.Equal("refused", peer.ReadLine());
    }
}
