using ZProto.Shared;
using ZProto.Transports;

namespace ZProto.LibZmq.Tests;

/// <summary>PLAIN, CURVE, and servers that decide on each peer.</summary>
public sealed class SecurityTests : IDisposable
{
    private static readonly TimeSpan s_soon = TimeSpan.FromMilliseconds(10);

    private readonly ITransportLoop _loop = new LibZmqTransport().CreateLoop();

    public void Dispose() => _loop.Dispose();

    [LibZmqFact]
    public void With_PLAIN_the_right_password_comes_in_and_a_wrong_one_does_not()
    {
        var passwords = new Authenticator(request => request is { UserName: "alice", Password: "secret" } ? "Alice" : null);
        string endpoint = Serve(new SocketSecurity.PlainServer("greetings", passwords), out ITransportSocket server);

        ITransportSocket wrong = Client(new SocketSecurity.PlainClient("alice", "guess"), endpoint);
        wrong.Send("from the wrong one");
        _loop.Until(() => !passwords.Requests.IsEmpty, "question about the wrong one");
        LetOthersIn();
        Assert.False(server.TryReceive(out _));

        ITransportSocket right = Client(new SocketSecurity.PlainClient("alice", "secret"), endpoint);
        right.Send("from the right one");
        Received received = _loop.Receive(server);
        Assert.Equal(("from the right one", "Alice", "127.0.0.1"), (received.Text, received.UserId, received.Address));
        Assert.Equal(SendResult.Sent, server.Reply(received, "welcome"));
        Assert.Equal("welcome", _loop.ReceiveText(right));

        AuthenticationRequest request = passwords.Requests.First(request => request.Password == "secret");
        Assert.Equal((SecurityMechanism.Plain, "greetings", "127.0.0.1", "alice", ""), (request.Mechanism, request.Domain, request.Address, request.UserName, request.PublicKey));
        Assert.True(request.RoutingId.IsEmpty);
        Assert.False(server.TryReceive(out _));
    }

    [LibZmqFact]
    public void With_CURVE_a_known_key_comes_in_and_an_unknown_one_does_not()
    {
        CurveKeyPair serverKeys = LibZmqTransport.GenerateCurveKeyPair();
        CurveKeyPair known = LibZmqTransport.GenerateCurveKeyPair();
        CurveKeyPair unknown = LibZmqTransport.GenerateCurveKeyPair();
        var keys = new Authenticator(request => request.PublicKey == known.PublicKey ? "known" : null);
        string endpoint = Serve(new SocketSecurity.CurveServer("", serverKeys, keys), out ITransportSocket server);

        ITransportSocket stranger = Client(new SocketSecurity.CurveClient(serverKeys.PublicKey, unknown), endpoint);
        stranger.Send("from a stranger");
        _loop.Until(() => !keys.Requests.IsEmpty, "question about the stranger");
        LetOthersIn();
        Assert.False(server.TryReceive(out _));

        // Who has the wrong key of the server does not even get as far as to be decided on.
        ITransportSocket mistaken = Client(new SocketSecurity.CurveClient(unknown.PublicKey, known), endpoint);
        mistaken.Send("to another server");

        ITransportSocket friend = Client(new SocketSecurity.CurveClient(serverKeys.PublicKey, known), endpoint);
        friend.Send("from a friend", new string('x', 100_000));
        Received received = _loop.Receive(server);
        Assert.Equal("from a friend"u8, received.Frames[0]);
        Assert.Equal("known", received.UserId);
        Assert.Equal(SendResult.Sent, server.Reply(received, "welcome"));
        Assert.Equal("welcome", _loop.ReceiveText(friend));
        Assert.Contains(keys.Requests, request => request.PublicKey == unknown.PublicKey && request is { Mechanism: SecurityMechanism.Curve, Domain: "", UserName: "", Password: "" });
        Assert.False(server.TryReceive(out _));
    }

    [LibZmqFact]
    public void Without_a_mechanism_peers_are_decided_on_by_address()
    {
        var addresses = new Authenticator(request => request.Address == "127.0.0.1" ? "local" : null);
        string endpoint = Serve(new SocketSecurity.NullServer("house", addresses), out ITransportSocket server);
        ITransportSocket client = Client(null, endpoint);
        client.Send("hello");
        AssertReceived("hello", "local", server);
        Assert.Equal(SecurityMechanism.Null, Assert.Single(addresses.Requests).Mechanism);

        var refuseAll = new Authenticator(_ => null);
        string closed = Serve(new SocketSecurity.NullServer("house", refuseAll), out ITransportSocket closedServer);
        Client(null, closed).Send("let me in");
        _loop.Until(() => !refuseAll.Requests.IsEmpty, "question about the refused peer");
        LetOthersIn();
        Assert.False(closedServer.TryReceive(out _));
    }

    [LibZmqTheory]
    [InlineData("null")]
    [InlineData("plain")]
    [InlineData("curve")]
    public void Without_an_authenticator_no_one_comes_in(string mechanism)
    {
        CurveKeyPair serverKeys = LibZmqTransport.GenerateCurveKeyPair();
        (SocketSecurity security, SocketSecurity? client) = mechanism switch
        {
            "null" => ((SocketSecurity)new SocketSecurity.NullServer("domain", null!), (SocketSecurity?)null),
            "plain" => (new SocketSecurity.PlainServer("domain", null!), new SocketSecurity.PlainClient("name", "password")),
            _ => (new SocketSecurity.CurveServer("domain", serverKeys, null!), new SocketSecurity.CurveClient(serverKeys.PublicKey, LibZmqTransport.GenerateCurveKeyPair())),
        };
        AssertRefused(security, client);
    }

    [LibZmqFact]
    public void A_user_id_that_libzmq_cannot_keep_is_a_refusal()
    {
        foreach (string user in new[] { "admin\0not really", "\uD800" })
            AssertRefused(new SocketSecurity.PlainServer("", new Authenticator(_ => user)), new SocketSecurity.PlainClient("name", "password"));
    }

    [LibZmqFact]
    public void A_decision_that_fails_keeps_the_peer_out()
    {
        var authenticator = new Authenticator(request => request.Password == "" ? throw new InvalidOperationException("the database is gone") : request.UserName);
        string endpoint = Serve(new SocketSecurity.PlainServer("", authenticator), out ITransportSocket server);
        Client(new SocketSecurity.PlainClient("failing", ""), endpoint).Send("let me in");
        _loop.Until(() => !authenticator.Requests.IsEmpty, "question about the first peer");
        for (int i = 0; i < 20; i++)
        {
            Client(new SocketSecurity.PlainClient("known", "password"), endpoint).Send("hello");
            AssertReceived("hello", "known", server);
        }
        Assert.False(server.TryReceive(out _));
    }

    [LibZmqTheory]
    [InlineData("none to PLAIN")]
    [InlineData("PLAIN to none")]
    [InlineData("PLAIN to CURVE")]
    [InlineData("none to CURVE")]
    public void Peers_with_another_mechanism_do_not_come_in(string how)
    {
        CurveKeyPair keys = LibZmqTransport.GenerateCurveKeyPair();
        var everybody = new Authenticator(_ => "anybody");
        SocketSecurity plain = new SocketSecurity.PlainClient("name", "password");
        SocketSecurity curve = new SocketSecurity.CurveClient(keys.PublicKey, LibZmqTransport.GenerateCurveKeyPair());
        SocketSecurity? server = how switch
        {
            "none to PLAIN" => new SocketSecurity.PlainServer("", everybody),
            "PLAIN to none" => null,
            _ => new SocketSecurity.CurveServer("", keys, everybody),
        };
        SocketSecurity? proper = how switch
        {
            "none to PLAIN" => plain,
            "PLAIN to none" => null,
            _ => curve,
        };
        string endpoint = Serve(server, out ITransportSocket socket);
        Client(how.StartsWith("PLAIN", StringComparison.Ordinal) ? plain : null, endpoint).Send("from the wrong one");
        ITransportSocket right = Client(proper, endpoint);
        for (int i = 0; i < 50; i++)
        {
            right.Send($"{i}");
            Received received = _loop.Receive(socket);
            Assert.Equal($"{i}", received.Text);
            Assert.Equal(SendResult.Sent, socket.Reply(received, "well"));
            Assert.Equal("well", _loop.ReceiveText(right));
        }
        Assert.False(socket.TryReceive(out _));
    }

    [LibZmqFact]
    public void Servers_with_the_same_domain_decide_each_for_itself()
    {
        var first = new Authenticator(request => request.UserName == "one" ? "first's" : null);
        var second = new Authenticator(request => request.UserName == "two" ? "second's" : null);
        string firstEndpoint = Serve(new SocketSecurity.PlainServer("same", first), out ITransportSocket firstServer);
        string secondEndpoint = Serve(new SocketSecurity.PlainServer("same", second), out ITransportSocket secondServer);
        var one = new SocketSecurity.PlainClient("one", "");
        Client(one, firstEndpoint).Send("to the first");
        Client(one, secondEndpoint).Send("to the second");
        Client(new SocketSecurity.PlainClient("two", ""), secondEndpoint).Send("to the second, by two");
        AssertReceived("to the first", "first's", firstServer);
        AssertReceived("to the second, by two", "second's", secondServer);
        _loop.Until(() => second.Requests.Any(request => request.UserName == "one"), "question about the refused peer");
        LetOthersIn();
        Assert.False(secondServer.TryReceive(out _));
        Assert.All(first.Requests.Concat(second.Requests), request => Assert.Equal("same", request.Domain));
    }

    [LibZmqFact]
    public void A_slow_decision_holds_up_no_other_peer()
    {
        using var slow = new ManualResetEventSlim();
        var authenticator = new Authenticator(request =>
        {
            if (request.UserName == "slow")
                slow.Wait(TimeSpan.FromSeconds(60));
            return request.UserName;
        });
        string endpoint = Serve(new SocketSecurity.PlainServer("", authenticator), out ITransportSocket server);
        ITransportSocket waiting = Client(new SocketSecurity.PlainClient("slow", "x"), endpoint);
        waiting.Send("from the slow one");
        _loop.Until(() => !authenticator.Requests.IsEmpty, "question about the slow one");
        Client(new SocketSecurity.PlainClient("quick", "x"), endpoint).Send("from the quick one");
        Assert.Equal("from the quick one", _loop.ReceiveText(server));
        slow.Set();
        AssertReceived("from the slow one", "slow", server);
    }

    [LibZmqFact]
    public void Names_are_any_text_and_are_kept_apart()
    {
        var authenticator = new Authenticator(request => $"{request.UserName}/{request.Password}");
        string endpoint = Serve(new SocketSecurity.PlainServer("größe", authenticator), out ITransportSocket server);
        string longest = new('n', 255);
        foreach ((string name, string password) in new[] { ("naïve 名", "пароль"), (longest, longest), ("name", "") })
        {
            Client(new SocketSecurity.PlainClient(name, password), endpoint).Send("hello");
            AssertReceived("hello", $"{name}/{password}", server);
        }
        Assert.All(authenticator.Requests, request => Assert.Equal("größe", request.Domain));
    }

    [LibZmqFact]
    public void After_its_server_has_ended_an_authenticator_is_not_asked()
    {
        var authenticator = new Authenticator(_ => "anybody");
        string endpoint = Serve(new SocketSecurity.PlainServer("", authenticator), out ITransportSocket server);
        ITransportSocket client = Client(new SocketSecurity.PlainClient("name", "x"), endpoint);
        client.Send("hello");
        Assert.Equal("hello", _loop.ReceiveText(server));
        server.Dispose();
        var next = new Authenticator(_ => "next");
        ITransportSocket nextServer = _loop.Router(new SocketOptions { Security = new SocketSecurity.PlainServer("", next) });
        _loop.BindAgain(nextServer, endpoint);
        Received? again = null;
        _loop.Until(() =>
        {
            client.Send("again");
            again = Received.Next(nextServer);
            return again is not null;
        }, "message of the client that came back");
        Assert.Equal("next", again!.UserId);
        Assert.Single(authenticator.Requests);
    }

    [LibZmqFact]
    public void Within_a_process_there_is_no_security_and_none_is_pretended()
    {
        ITransportSocket server = _loop.Router(new SocketOptions { Security = new SocketSecurity.PlainServer("", new Authenticator(_ => "x")) });
        string endpoint = Sockets.NewInprocEndpoint();
        Assert.Contains(endpoint, Assert.Throws<TransportException>(() => server.Bind(endpoint)).Message, StringComparison.Ordinal);
        ITransportSocket client = _loop.Dealer(new SocketOptions { Security = new SocketSecurity.PlainClient("name", "x") });
        Assert.Contains(endpoint, Assert.Throws<TransportException>(() => client.Connect(endpoint)).Message, StringComparison.Ordinal);
    }

    [LibZmqFact]
    public void Over_ipc_peers_are_decided_on_too()
    {
        using var files = new SocketFiles();
        var authenticator = new Authenticator(request => request.UserName);
        ITransportSocket server = _loop.Router(new SocketOptions { Security = new SocketSecurity.PlainServer("", authenticator) });
        string endpoint = server.Bind(files.NewIpcEndpoint());
        Client(new SocketSecurity.PlainClient("name", "x"), endpoint).Send("hello");
        Received hello = _loop.Receive(server);
        Assert.Equal(("hello", "name"), (hello.Text, hello.UserId));
        Assert.Equal(authenticator.Requests.Single().Address, hello.Address ?? "");
    }

    [LibZmqFact]
    public void A_socket_whose_security_is_set_again_keeps_the_old_one_where_it_is_bound_and_has_the_new_one_from_there_on()
    {
        CurveKeyPair keys = LibZmqTransport.GenerateCurveKeyPair();
        CurveKeyPair known = LibZmqTransport.GenerateCurveKeyPair();
        var authenticator = new Authenticator(request => request.PublicKey == known.PublicKey ? "known" : request.Password == "secret" ? "alice" : null);
        ITransportSocket server = _loop.Router();
        List<(string Name, SocketSecurity? Server, SocketSecurity? Right)> all =
        [
            ("open", null, null),
            ("plain", new SocketSecurity.PlainServer("", authenticator), new SocketSecurity.PlainClient("alice", "secret")),
            ("curve", new SocketSecurity.CurveServer("", keys, authenticator), new SocketSecurity.CurveClient(keys.PublicKey, known)),
            ("open again", null, null),
            ("plain again", new SocketSecurity.PlainServer("", authenticator), new SocketSecurity.PlainClient("alice", "secret")),
        ];
        List<string> endpoints = all.ConvertAll(each =>
        {
            server.Secure(each.Server);
            Assert.Throws<TransportException>(() => server.Secure(new SocketSecurity.PlainServer(new string('x', 255), authenticator)));
            return server.Bind("tcp://127.0.0.1:*");
        });
        foreach (((string name, _, SocketSecurity? right), string endpoint) in all.Zip(endpoints))
        {
            if (right is not null)
                Client(null, endpoint).Send("without");
            Client(new SocketSecurity.PlainClient("alice", "guess"), endpoint).Send("with a wrong password");
            Client(new SocketSecurity.CurveClient(keys.PublicKey, LibZmqTransport.GenerateCurveKeyPair()), endpoint).Send("with a wrong key");
            Client(right, endpoint).Send(name);
            AssertReceived(name, right is null ? null : right is SocketSecurity.PlainClient ? "alice" : "known", server);
            LetOthersIn();
            Assert.False(server.TryReceive(out _));
        }
    }

    [LibZmqFact]
    public void New_keys_are_keys_and_never_the_same()
    {
        CurveKeyPair keys = LibZmqTransport.GenerateCurveKeyPair();
        Assert.Equal((40, 40), (keys.PublicKey.Length, keys.SecretKey.Length));
        Assert.NotEqual(keys, LibZmqTransport.GenerateCurveKeyPair());
        byte[] bytes = new byte[32];
        Assert.True(Z85.TryDecode(keys.PublicKey, bytes));
        Assert.Equal(keys.PublicKey, Z85.Encode(bytes));
    }

    [LibZmqFact]
    public void Keys_names_and_domains_that_are_none_are_refused_when_they_are_set()
    {
        CurveKeyPair good = LibZmqTransport.GenerateCurveKeyPair();
        CurveKeyPair other = LibZmqTransport.GenerateCurveKeyPair();
        var anybody = new Authenticator(_ => "x");
        AssertNotMade(new SocketSecurity.CurveServer("", new CurveKeyPair("short", good.SecretKey), anybody), "public key");
        AssertNotMade(new SocketSecurity.CurveServer("", new CurveKeyPair(good.PublicKey, new string('~', 40)), anybody), "secret key");
        AssertNotMade(new SocketSecurity.CurveServer("", new CurveKeyPair(good.PublicKey, other.SecretKey), anybody), good.PublicKey);
        AssertNotMade(new SocketSecurity.CurveClient(new string('#', 40), good), "server's public key");
        AssertNotMade(new SocketSecurity.CurveClient(null!, good), "server's public key");
        AssertNotMade(new SocketSecurity.PlainClient("", "password"), "user name");
        AssertNotMade(new SocketSecurity.PlainClient(new string('é', 128), "password"), "256");
        AssertNotMade(new SocketSecurity.PlainClient("name", new string('x', 256)), "256");
        AssertNotMade(new SocketSecurity.PlainServer(new string('x', 255), anybody), "domain");
        AssertNotMade(new SocketSecurity.NullServer("", anybody), "domain");

        void AssertNotMade(SocketSecurity security, string expected)
        {
            string message = Assert.Throws<TransportException>(() => _loop.Router(new SocketOptions { Security = security })).Message;
            Assert.Contains(expected, message, StringComparison.Ordinal);
            Assert.DoesNotContain(good.SecretKey, message, StringComparison.Ordinal);
            Assert.DoesNotContain(other.SecretKey, message, StringComparison.Ordinal);
        }
    }

    [LibZmqFact]
    public void A_client_is_told_that_it_was_refused_and_why()
    {
        var refuseAll = new Authenticator(_ => null);
        string plain = Serve(new SocketSecurity.PlainServer("", refuseAll), out _);
        Assert.Equal("PLAIN", NextRefusal(Client(new SocketSecurity.PlainClient("alice", "secret"), plain)).Reason);
        CurveKeyPair keys = LibZmqTransport.GenerateCurveKeyPair(), own = LibZmqTransport.GenerateCurveKeyPair();
        string curve = Serve(new SocketSecurity.CurveServer("", keys, refuseAll), out _);
        Assert.Equal("CURVE", NextRefusal(Client(new SocketSecurity.CurveClient(keys.PublicKey, own), curve)).Reason);
        // The server cannot read what was meant for another.
        Assert.Equal("CURVE: the peer ended the handshake", NextRefusal(Client(new SocketSecurity.CurveClient(own.PublicKey, own), curve)).Reason);
        Assert.Equal("NULL, which is not the peer's mechanism", NextRefusal(Client(null, plain)).Reason);
    }

    private void AssertReceived(string text, string? userId, ITransportSocket server)
    {
        Received received = _loop.Receive(server);
        Assert.Equal((text, userId), (received.Text, received.UserId));
    }

    private ConnectionEvent NextRefusal(ITransportSocket client)
    {
        ConnectionEvent told = default;
        _loop.Until(() => client.TryTakeConnectionEvent(out told), "refusal");
        Assert.Equal(ConnectionEventKind.Refused, told.Kind);
        client.Dispose();
        return told;
    }

    private void AssertRefused(SocketSecurity security, SocketSecurity? clientSecurity)
    {
        string endpoint = Serve(security, out ITransportSocket server);
        Client(clientSecurity, endpoint).Send("let me in");
        LetOthersIn();
        Assert.False(server.TryReceive(out _));
    }

    // Nothing tells for sure that a peer has been refused. So others come in after it, elsewhere: what it could have got through has
    // got through by then, as all connections are one thread's of libzmq, which serves them in turn.
    private void LetOthersIn()
    {
        string endpoint = Serve(new SocketSecurity.PlainServer("", new Authenticator(_ => "anybody")), out ITransportSocket server);
        for (int i = 0; i < 5; i++)
        {
            ITransportSocket client = Client(new SocketSecurity.PlainClient("name", "x"), endpoint);
            client.Send("hello");
            Received hello = _loop.Receive(server);
            Assert.Equal("hello", hello.Text);
            Assert.Equal(SendResult.Sent, server.Reply(hello, "hello to you"));
            Assert.Equal("hello to you", _loop.ReceiveText(client));
        }
    }

    private string Serve(SocketSecurity? security, out ITransportSocket server)
    {
        server = _loop.Router(new SocketOptions { Security = security });
        return server.Bind("tcp://127.0.0.1:*");
    }

    private ITransportSocket Client(SocketSecurity? security, string endpoint)
    {
        ITransportSocket client = _loop.Dealer(new SocketOptions { Security = security, ReconnectInterval = s_soon });
        client.Connect(endpoint);
        return client;
    }
}
