namespace ZProto.Testing;

/// <summary>Starts servers for tests, in this process, with a clock that the test advances.</summary>
public static class TestServer
{
    /// <summary>Starts a server. Its transport and clock are set here, and it ends with the test server.</summary>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <typeparam name="TClient">A client's machine.</typeparam>
    /// <param name="server">A server that has not started. A logger in its options stays; without one, its warnings are part of what a failure says.</param>
    /// <exception cref="ArgumentNullException"><paramref name="server"/> is null.</exception>
    /// <exception cref="InvalidOperationException">The server has started, or shares a loop.</exception>
    public static async Task<TestServer<TMessage, TClient>> StartAsync<TMessage, TClient>(ServerEngine<TMessage, TClient> server)
        where TMessage : class, IProtocolMessage<TMessage>, new()
        where TClient : ServerClient<TMessage>
    {
        ArgumentNullException.ThrowIfNull(server);
        var environment = new TestEnvironment(server, server.Options);
        return new TestServer<TMessage, TClient>(server, environment, await server.BindAsync("inproc://test").ConfigureAwait(false));
    }
}
