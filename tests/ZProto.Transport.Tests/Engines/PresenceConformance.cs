using Steady;
using ZProto.Runtime.Tests.Engines;

namespace ZProto.Transport.Tests;

/// <summary>What a server hears of its clients' connections, on every transport: <c>disconnected</c>, or that it will not.</summary>
public abstract class PresenceConformance : IAsyncLifetime
{
    private readonly List<LoopThread> _threads = [];
    private readonly RecordingLogger _book = new();
    private readonly PresenceServer _server = new();
    private string _endpoint = "";

    /// <summary>An endpoint to bind to that no one has.</summary>
    protected abstract string AnyEndpoint { get; }

    protected abstract ITransport CreateTransport();

    public async Task InitializeAsync()
    {
        _server.Options.Transport = CreateTransport();
        _server.Options.LoggerFactory = _book;
        _endpoint = await _server.BindAsync(AnyEndpoint);
    }

    public async Task DisposeAsync()
    {
        foreach (LoopThread thread in _threads)
            thread.Dispose();
        await _server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [TransportFact]
    public async Task A_client_is_told_of_the_end_of_its_connection_after_all_that_came_by_it_or_the_log_says_that_it_is_not()
    {
        bool tells = _server.Options.Transport!.Capabilities.HasFlag(TransportCapabilities.Disconnects);
        TestSocket stays = await ClientAsync("stays");
        List<string> expected = [];
        for (int i = 0; i < 10; i++)
        {
            TestSocket leaves = await ClientAsync($"leaves {i}");
            for (int said = 0; said < 20; said++)
            {
                await leaves.Send(default, SteadyMsg.CreateSay($"{said}").ToFrames());
                expected.Add($"{i + 2}: {said}");
            }
            // NetMQ resets the connection of a socket that is disposed, and the system drops what it has not sent: see NetMQTransportTests.
            if (!tells)
                await Deadline.Until(() => _server.Log.Count >= expected.Count);
            await leaves.Dispose();
            if (tells)
                expected.Add($"{i + 2} has gone");
        }
        await Deadline.Until(() => _server.Log.Count >= expected.Count);
        // Each client's in order; which of two that leave is heard of first, no one says.
        Assert.Equal(expected.ToLookup(Client).Select(group => group.AsEnumerable()), _server.Log.ToLookup(Client).OrderBy(group => int.Parse(group.Key, System.Globalization.CultureInfo.InvariantCulture)));
        await stays.Send(default, SteadyMsg.CreatePing().ToFrames());
        await stays.Receive();
        Assert.Equal(expected.Count, _server.Log.Count);
        Assert.Equal(!tells, _book.Lines.Any(line => line.EndsWith("does not tell when a peer's connection ends: the event 'disconnected' is not raised", StringComparison.Ordinal)));

        static string Client(string line) => line.Split(':', ' ')[0];
    }

    [TransportFact]
    public async Task A_client_goes_on_when_its_peer_comes_back()
    {
        if (!_server.Options.Transport!.Capabilities.HasFlag(TransportCapabilities.Disconnects))
            return;
        List<string> expected = [];
        for (int i = 0; i < 5; i++)
        {
            TestSocket peer = await ClientAsync("the same", greets: i == 0);
            await peer.Send(default, SteadyMsg.CreateSay($"{i}").ToFrames());
            await peer.Dispose();
            expected.AddRange([$"1: {i}", "1 has gone"]);
            await Deadline.Until(() => _server.Log.Count >= expected.Count);
        }
        Assert.Equal(expected, _server.Log);
    }

    private async Task<TestSocket> ClientAsync(string name, bool greets = true)
    {
        var thread = new LoopThread(_server.Options.Transport!);
        _threads.Add(thread);
        TestSocket socket = await thread.Socket(SocketType.Dealer, new SocketOptions { RoutingId = new RoutingId(System.Text.Encoding.UTF8.GetBytes(name)) });
        await socket.Connect(_endpoint);
        if (greets)
        {
            await socket.Send(default, SteadyMsg.CreateHello().ToFrames());
            await socket.Receive();
        }
        return socket;
    }
}
