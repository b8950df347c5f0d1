namespace ZProto.Transport.Tests;

// Bind, unbind, connect, disconnect.
public abstract partial class TransportConformance
{
    private static readonly string[] _nobodysEndpoints = ["", " ", "nonsense", "://", "nosuch://name", "tcp:127.0.0.1:1", "\0"];

    [TransportFact]
    public virtual async Task Binding_picks_endpoints_that_can_be_connected_to()
    {
        TestSocket server = await NewRouter();
        await server.Echo();
        string first = await server.Bind(AnyEndpoint), second = await server.Bind(AnyEndpoint);
        Assert.NotEqual(first, second);
        Assert.DoesNotContain("*", first + second);
        await (await StartClient(first)).AssertEcho("hello");
        await (await StartClient(second)).AssertEcho("hello");
    }

    [TransportFact]
    public virtual async Task A_bound_endpoint_is_called_as_it_was_asked_for()
    {
        string endpoint = NewEndpoint();
        Assert.Equal(endpoint, await (await NewRouter()).Bind(endpoint));
    }

    [TransportFact]
    public virtual async Task Binding_a_taken_endpoint_fails_and_says_which()
    {
        TestSocket first = await NewRouter(), second = await NewRouter();
        await first.Echo();
        string endpoint = await first.Bind(AnyEndpoint);
        foreach (TestSocket socket in new[] { first, second })
        {
            TransportException e = await Assert.ThrowsAsync<TransportException>(() => socket.Bind(endpoint));
            Assert.Contains(endpoint, e.Message);
        }
        await (await StartClient(endpoint)).AssertEcho("the first is still bound");
    }

    [TransportFact]
    public virtual async Task A_bad_endpoint_is_refused_by_name_and_harms_nothing()
    {
        TestSocket server = await NewRouter(), client = await NewDealer();
        foreach (string bad in _nobodysEndpoints.Concat(BadEndpoints))
        {
            foreach (Func<string, Task> call in new Func<string, Task>[] { server.Bind, client.Connect })
            {
                Exception? e = await Record.ExceptionAsync(() => call(bad));
                Assert.True(e is TransportException && e.Message.Contains(bad, StringComparison.Ordinal), $"'{bad}' led to {e?.ToString() ?? "nothing"}.");
            }
        }
        await server.Echo();
        await client.Connect(await server.Bind(AnyEndpoint));
        await client.AssertEcho("hello");
    }

    [TransportFact]
    public virtual async Task What_is_not_bound_or_connected_cannot_be_ended()
    {
        TestSocket server = await NewRouter(), client = await NewDealer();
        string endpoint = NewEndpoint();
        await AssertRefused(server.Unbind);
        await AssertRefused(client.Disconnect);
        await server.Bind(endpoint);
        await client.Connect(endpoint);
        await server.Unbind(endpoint);
        await client.Disconnect(endpoint);
        await AssertRefused(server.Unbind);
        await AssertRefused(client.Disconnect);

        async Task AssertRefused(Func<string, Task> call)
        {
            TransportException e = await Assert.ThrowsAsync<TransportException>(() => call(endpoint));
            Assert.Contains(endpoint, e.Message);
        }
    }

    [TransportFact]
    public virtual async Task A_server_that_unbinds_serves_those_there_and_gives_the_endpoint_away()
    {
        TestSocket old = await NewRouter(), successor = await NewRouter();
        await old.Handle((socket, received) => socket.Send(received.From.Span, TestSocket.Buffer("old"u8.ToArray())));
        await successor.Handle((socket, received) => socket.Send(received.From.Span, TestSocket.Buffer("new"u8.ToArray())));
        string endpoint = await old.Bind(AnyEndpoint);
        TestSocket early = await StartClient(endpoint);
        await early.Send("?");
        Assert.Equal("old", (await early.Receive()).Text);

        await old.Unbind(endpoint);
        await successor.BindAgain(endpoint);
        TestSocket late = await StartClient(endpoint);
        await late.Send("?");
        Assert.Equal("new", (await late.Receive()).Text);
        await early.Send("?");
        Assert.Equal("old", (await early.Receive()).Text);
    }

    [TransportFact]
    public virtual async Task A_client_may_connect_before_its_server_binds()
    {
        string endpoint = NewEndpoint();
        TestSocket client = await StartClient(endpoint);
        for (int i = 0; i < 10; i++)
            await client.Send($"{i}");
        TestSocket server = await NewRouter();
        await server.Echo();
        await server.Bind(endpoint);
        for (int i = 0; i < 10; i++)
            Assert.Equal($"{i}", (await client.Receive()).Text);
    }

    [TransportFact]
    public virtual async Task A_client_may_connect_twice_to_no_harm()
    {
        string endpoint = await StartEchoServer();
        TestSocket client = await StartClient(endpoint);
        await client.Connect(endpoint);
        await client.AssertEcho("one");
        await client.AssertEcho("two");
    }

    [TransportFact]
    public virtual async Task A_client_that_disconnects_is_gone_and_may_connect_again()
    {
        TestSocket server = await NewRouter();
        string endpoint = await server.Bind(AnyEndpoint);
        TestSocket client = await StartClient(endpoint);
        await client.Send("hello");
        RoutingId id = (await server.Receive()).From;

        // As an engine's does, the client's loop goes on, without which a transport may not get a connection ended.
        await client.Handle((_, _) => { });
        await client.Disconnect(endpoint);
        await client.SendUntil(SendResult.QueueFull, RoutingId.Empty, "to no one");
        await server.SendUntil(SendResult.PeerUnreachable, id, "are you there?");

        await server.Echo();
        await client.Connect(endpoint);
        await client.SendUntilAnswered("back");
    }

    [TransportTheory]
    [InlineData("tcp://127.0.0.1:*", TransportCapabilities.Tcp)]
    [InlineData("inproc://*", TransportCapabilities.InProcess)]
    [InlineData("ipc://*", TransportCapabilities.Ipc)]
    public virtual async Task Endpoints_are_of_the_kinds_that_the_capabilities_name(string endpoint, TransportCapabilities capability)
    {
        TestSocket server = await NewRouter();
        if (Can(capability))
        {
            await server.Echo();
            await (await StartClient(await server.Bind(endpoint))).AssertEcho("hello");
        }
        else
        {
            await Assert.ThrowsAsync<TransportException>(() => server.Bind(endpoint));
        }
    }
}
