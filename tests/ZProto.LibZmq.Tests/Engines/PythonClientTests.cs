using Hello;

namespace ZProto.LibZmq.Tests.Engines;

/// <summary>A generated server, driven by a process of another runtime that makes its frames by hand, from the wire description.</summary>
public sealed class PythonClientTests : IAsyncLifetime
{
    private const string AnyPort = "tcp://127.0.0.1:*";

    private HelloServer _server = NewServer();
    private string _endpoint = "";

    public async Task InitializeAsync()
    {
        if (LibZmqFactAttribute.Missing is null)
            _endpoint = await _server.BindAsync(AnyPort);
    }

    public async Task DisposeAsync() => await _server.DisposeAsync();

    [PythonTheory]
    [InlineData("greet")]
    [InlineData("ping")]
    [InlineData("pipeline")]
    [InlineData("malformed")]
    [InlineData("signature")]
    [InlineData("many")]
    public void A_client_of_another_runtime_is_served(string what)
    {
        using PythonPeer peer = PythonPeer.OfHello(what, _endpoint);
        Assert.Equal("done", peer.ReadLine());
    }

    [PythonFact]
    public async Task A_client_that_comes_back_with_its_identity_is_the_same_to_the_server()
    {
        using PythonPeer peer = PythonPeer.OfHello("reconnect", _endpoint);
        Assert.Equal("done", peer.ReadLine());
        Assert.Equal(new RoutingId("me"u8), (await _server.InvokeAsync(() => _server.GetClients().Single())).RoutingId);
    }

    [PythonFact]
    public async Task A_server_that_restarts_under_its_client_goes_on_serving_it()
    {
        using PythonPeer peer = PythonPeer.OfHello("restart", _endpoint);
        Assert.Equal("served", peer.ReadLine());
        for (int i = 0; i < 3; i++)
        {
            await _server.DisposeAsync();
            _server = NewServer();
            Assert.Equal(_endpoint, await _server.BindAsync(_endpoint));
            peer.WriteLine("again");
            Assert.Equal("served", peer.ReadLine());
        }
    }

    private static HelloServer NewServer() => new() { Options = { Transport = new LibZmqTransport() } };
}
