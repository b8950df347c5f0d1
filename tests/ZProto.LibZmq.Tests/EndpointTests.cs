using ZProto.Transports;

namespace ZProto.LibZmq.Tests;

/// <summary>Binding, unbinding, connecting and disconnecting.</summary>
public sealed class EndpointTests : IDisposable
{
    private readonly ITransportLoop _loop = new LibZmqTransport().CreateLoop();
    private readonly SocketFiles _files = new();

    public void Dispose()
    {
        _loop.Dispose();
        _files.Dispose();
    }

    [LibZmqFact]
    public void A_port_is_picked_and_told()
    {
        ITransportSocket server = _loop.Router();
        string first = server.Bind("tcp://127.0.0.1:*");
        string second = server.Bind("tcp://127.0.0.1:*");
        Assert.Matches(@"^tcp://127\.0\.0\.1:[1-9]\d*$", first);
        Assert.NotEqual(first, second);
        foreach (string endpoint in new[] { first, second })
        {
            ITransportSocket client = _loop.Dealer();
            client.Connect(endpoint);
            client.Send("hello");
            Assert.Equal("hello", _loop.ReceiveText(server));
        }
    }

    [LibZmqTheory]
    [InlineData("tcp")]
    [InlineData("ipc")]
    [InlineData("inproc")]
    public void An_endpoint_that_is_taken_cannot_be_bound_to_and_stays_its_owners(string scheme)
    {
        ITransportSocket owner = _loop.Router();
        string endpoint = owner.Bind(scheme switch { "tcp" => "tcp://127.0.0.1:*", "ipc" => _files.NewIpcEndpoint(), _ => Sockets.NewInprocEndpoint() });
        ITransportSocket other = _loop.Router();
        TransportException exception = Assert.Throws<TransportException>(() => other.Bind(endpoint));
        Assert.Contains(endpoint, exception.Message, StringComparison.Ordinal);
        Assert.Contains("in use", exception.Message, StringComparison.OrdinalIgnoreCase);
        other.Dispose();

        ITransportSocket client = _loop.Dealer();
        client.Connect(endpoint);
        client.Send("hello");
        Assert.Equal("hello", _loop.ReceiveText(owner));
    }

    [LibZmqTheory]
    [InlineData("")]
    [InlineData("nonsense")]
    [InlineData("tcp://")]
    [InlineData("tcp://127.0.0.1")]
    [InlineData("tcp://127.0.0.1:notaport")]
    [InlineData("tcp://127.0.0.1:99999")]
    [InlineData("carrier://pigeon:1")]
    [InlineData("tcp://127.0.0.1:1\0ignored")]
    public void What_is_no_endpoint_is_named_in_the_error(string endpoint)
    {
        ITransportSocket socket = _loop.Router();
        string shown = $"'{endpoint}'";
        Assert.Contains(shown, Assert.Throws<TransportException>(() => socket.Bind(endpoint)).Message, StringComparison.Ordinal);
        Assert.Contains(shown, Assert.Throws<TransportException>(() => socket.Connect(endpoint)).Message, StringComparison.Ordinal);
        Assert.Contains(shown, Assert.Throws<TransportException>(() => socket.Unbind(endpoint)).Message, StringComparison.Ordinal);
        Assert.Contains(shown, Assert.Throws<TransportException>(() => socket.Disconnect(endpoint)).Message, StringComparison.Ordinal);
    }

    [LibZmqTheory]
    [InlineData("tcp://203.0.113.1:5555")]
    [InlineData("ipc:///no/such/folder/socket")]
    public void What_cannot_be_bound_to_is_named_in_the_error(string endpoint)
    {
        ITransportSocket socket = _loop.Router();
        Assert.Contains($"'{endpoint}'", Assert.Throws<TransportException>(() => socket.Bind(endpoint)).Message, StringComparison.Ordinal);
    }

    [LibZmqFact]
    public void A_path_too_long_for_the_system_is_named_in_the_error()
    {
        string endpoint = $"ipc:///tmp/{new string('x', 300)}";
        Assert.Contains(endpoint, Assert.Throws<TransportException>(() => _loop.Router().Bind(endpoint)).Message, StringComparison.Ordinal);
    }

    [LibZmqFact]
    public void What_the_socket_is_not_bound_or_connected_to_it_cannot_leave()
    {
        ITransportSocket server = _loop.Router();
        string endpoint = server.Bind("tcp://127.0.0.1:*");
        ITransportSocket other = _loop.Dealer();
        Assert.Contains(endpoint, Assert.Throws<TransportException>(() => other.Unbind(endpoint)).Message, StringComparison.Ordinal);
        Assert.Contains(endpoint, Assert.Throws<TransportException>(() => other.Disconnect(endpoint)).Message, StringComparison.Ordinal);
        server.Unbind(endpoint);
        Assert.Throws<TransportException>(() => server.Unbind(endpoint));
    }

    [LibZmqTheory]
    [InlineData("tcp")]
    [InlineData("ipc")]
    public void After_unbinding_the_endpoint_is_free_and_peers_find_who_binds_to_it_next(string scheme)
    {
        ITransportSocket server = _loop.Router();
        string endpoint = server.Bind(scheme == "tcp" ? "tcp://127.0.0.1:*" : _files.NewIpcEndpoint());
        ITransportSocket client = _loop.Dealer(new SocketOptions { ReconnectInterval = TimeSpan.FromMilliseconds(10) });
        client.Connect(endpoint);
        client.Send("before");
        Received before = _loop.Receive(server);
        Assert.Equal("before", before.Text);
        Assert.Equal(SendResult.Sent, server.Reply(before, "the last"));

        // libzmq ends the connections that came by the endpoint, once what was sent to them has left.
        server.Unbind(endpoint);
        ITransportSocket successor = _loop.Router();
        Assert.Equal(endpoint, _loop.BindAgain(successor, endpoint));
        Assert.Equal("the last", _loop.ReceiveText(client));
        _loop.Until(() => server.Reply(before, "still", "there?") == SendResult.PeerUnreachable, "end of the connection");

        // What the client sends before it has noticed is lost.
        Received? after = null;
        _loop.Until(() =>
        {
            client.Send("after");
            after = Received.Next(successor);
            return after is not null;
        }, "message for the successor");
        Assert.Equal("after", after!.Text);
        Assert.False(server.TryReceive(out _));
    }

    [LibZmqTheory]
    [InlineData("tcp")]
    [InlineData("ipc")]
    [InlineData("inproc")]
    public void An_endpoint_can_be_bound_to_again_when_its_socket_is_gone(string scheme)
    {
        string endpoint = scheme switch { "tcp" => "tcp://127.0.0.1:*", "ipc" => _files.NewIpcEndpoint(), _ => Sockets.NewInprocEndpoint() };
        for (int i = 0; i < 100; i++)
        {
            using ITransportSocket server = _loop.Router();
            endpoint = _loop.BindAgain(server, endpoint);
        }
        ITransportSocket last = _loop.Router();
        _loop.BindAgain(last, endpoint);
        ITransportSocket client = _loop.Dealer();
        client.Connect(endpoint);
        client.Send("hello");
        Assert.Equal("hello", _loop.ReceiveText(last));
    }

    [LibZmqFact]
    public void A_socket_file_that_a_dead_process_left_behind_is_in_no_ones_way()
    {
        string endpoint = _files.NewIpcEndpoint();
        string path = endpoint["ipc://".Length..];
        using (var dead = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Unspecified))
            dead.Bind(new System.Net.Sockets.UnixDomainSocketEndPoint(path));
        if (!File.Exists(path))
            File.WriteAllText(path, "");
        ITransportSocket server = _loop.Router();
        Assert.Equal(endpoint, server.Bind(endpoint));
    }

    [LibZmqFact]
    public void After_disconnecting_a_client_has_no_one_to_send_to()
    {
        ITransportSocket server = _loop.Router();
        string endpoint = server.Bind("tcp://127.0.0.1:*");
        ITransportSocket client = _loop.Dealer();
        client.Connect(endpoint);
        client.Send("hello");
        Assert.Equal("hello", _loop.ReceiveText(server));
        client.Disconnect(endpoint);
        _loop.Until(() => client.Send("gone?") == SendResult.QueueFull, "end of the connection");
        Assert.Throws<TransportException>(() => client.Disconnect(endpoint));
    }

    [LibZmqFact]
    public async Task Binding_where_another_process_was_quicker_does_not_hold_up_the_loop()
    {
        await using var server = new DoorServer { Options = { Transport = new LibZmqTransport() } };
        string endpoint = await server.BindAsync("tcp://127.0.0.1:*");
        await server.UnbindAsync(endpoint);
        System.Net.Sockets.TcpListener other;
        while (true)
        {
            try
            {
                other = new System.Net.Sockets.TcpListener(System.Net.IPAddress.Loopback, new Uri(endpoint).Port);
                other.Start();
                break;
            }
            catch (System.Net.Sockets.SocketException)
            {
                // Until libzmq has left.
                await Task.Delay(1);
            }
        }
        Task<string> binding = server.BindAsync(endpoint);
        for (int i = 0; i < 10; i++)
            await server.InvokeAsync(() => { });
        Assert.False(binding.IsCompleted, "It went on, or gave up, before the loop had other work done.");
        other.Stop();
        Assert.Equal(endpoint, await binding);
    }

    [LibZmqFact]
    public void Options_that_make_no_sense_are_refused_by_name()
    {
        Assert.Contains("SendHighWatermark", Assert.Throws<TransportException>(() => _loop.Router(new SocketOptions { SendHighWatermark = -1 })).Message, StringComparison.Ordinal);
        Assert.Contains("ReceiveHighWatermark", Assert.Throws<TransportException>(() => _loop.Router(new SocketOptions { ReceiveHighWatermark = -1 })).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => _loop.Router(new SocketOptions { MaxFrameSize = -1 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => _loop.Router(new SocketOptions { Linger = TimeSpan.FromSeconds(-2) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => _loop.Dealer(new SocketOptions { ReconnectInterval = TimeSpan.FromSeconds(-2) }));
    }
}
