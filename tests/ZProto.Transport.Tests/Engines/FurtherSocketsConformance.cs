using Steady;

namespace ZProto.Transport.Tests;

/// <summary>The further sockets of servers, on every transport that has them.</summary>
public abstract class FurtherSocketsConformance : IAsyncLifetime
{
    private readonly List<FurtherServer> _servers = [];

    /// <summary>An endpoint to bind to that no one has.</summary>
    protected abstract string AnyEndpoint { get; }

    /// <summary>The transport of all servers of a test.</summary>
    protected abstract ITransport Transport { get; }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (FurtherServer server in _servers)
            await server.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [TransportFact]
    public async Task What_is_published_pushed_and_asked_comes_to_the_handlers()
    {
        FurtherServer far = Create(), near = Create();
        await near.InvokeAsync(() =>
        {
            near.Wire.Subscribe([]);
            near.Relay.Subscribe([]);
        });
        string news = await far.InvokeAsync(() => far.News.Bind(AnyEndpoint)), feed = await far.InvokeAsync(() => far.Feed.Bind(AnyEndpoint));
        string work = await far.InvokeAsync(() => far.Work.Bind(AnyEndpoint)), sideDoor = await far.InvokeAsync(() => far.SideDoor.Bind(AnyEndpoint));
        await near.InvokeAsync(() =>
        {
            near.Wire.Connect(news);
            near.Relay.Connect(feed);
            near.Jobs.Connect(work);
            near.Upstream.Connect(sideDoor);
            Assert.Equal(SendResult.Sent, near.Jobs.Send(SteadyMsg.CreateSay("a job")));
            Assert.Equal(SendResult.Sent, near.Upstream.Send(SteadyMsg.CreateSay("a question")));
        });
        await Await(far, "feed 1");
        await far.InvokeAsync(() => far.Feed.Send(SteadyMsg.CreateSay("fed")));
        // A subscriber misses what was published before the publisher heard of it.
        await Deadline.Until(async () =>
        {
            await far.InvokeAsync(() => far.News.Send(SteadyMsg.CreateSay("new")));
            return near.Received.Contains("wire new");
        });
        await Await(near, "relay fed");
        await Await(far, "work a job");
        await Await(far, "side door a question");
        await Await(near, "upstream a question");
    }

    [TransportFact]
    public async Task Servers_end_amid_traffic_and_others_go_on()
    {
        FurtherServer far = Create();
        string news = await far.InvokeAsync(() => far.News.Bind(AnyEndpoint)), work = await far.InvokeAsync(() => far.Work.Bind(AnyEndpoint));
        using IDisposable publishing = far.Monitor(TimeSpan.FromMilliseconds(1), () =>
        {
            for (int i = 0; i < 100; i++)
                far.News.Send(SteadyMsg.CreateSay("new"));
        });
        for (int round = 0; round < 20; round++)
        {
            FurtherServer near = Create();
            await near.InvokeAsync(() =>
            {
                near.Wire.Connect(news);
                near.Wire.Subscribe([]);
                near.Jobs.Connect(work);
                for (int i = 0; i < 100; i++)
                    near.Jobs.Send(SteadyMsg.CreateSay($"{round}"));
            });
            await Await(near, "wire new");
            await Await(far, $"work {round}");
            await near.DisposeAsync();
            Assert.True(near.Completion.IsCompletedSuccessfully);
        }
        Assert.False(far.Completion.IsCompleted);
    }

    [TransportFact]
    public async Task A_socket_that_is_secured_admits_whom_Authenticate_admits()
    {
        if (!Transport.Capabilities.HasFlag(TransportCapabilities.Plain | TransportCapabilities.Authentication))
        {
            FurtherServer none = Create();
            await Assert.ThrowsAsync<TransportException>(() => none.InvokeAsync(() => none.Work.Secure(SocketSecurity.Plain)));
            return;
        }
        using var counts = new Counts();
        FurtherServer far = Create();
        far.Options.MeterFactory = counts;
        far.Options.Authenticate = (request, _) => request is { UserName: "alice", Password: "secret" } ? AuthenticationResult.Admitted("alice") : AuthenticationResult.Refused;
        string work = await far.InvokeAsync(() =>
        {
            far.Work.Secure(SocketSecurity.Plain);
            return far.Work.Bind(AnyEndpoint);
        });
        foreach ((string password, string text) in new[] { ("guess", "let me in"), ("secret", "let in") })
        {
            FurtherServer near = Create();
            await near.InvokeAsync(() =>
            {
                near.Jobs.Secure(new SocketSecurity.PlainClient("alice", password));
                near.Jobs.Connect(work);
                near.Jobs.Send(SteadyMsg.CreateSay(text));
            });
            await Deadline.Until(() => counts["zproto.peers.refused"] > 0);
        }
        await Await(far, "work let in");
        Assert.Equal(["work let in"], far.Received);
    }

    private static Task Await(FurtherServer server, string text) => Deadline.Until(() => server.Received.Contains(text));

    private FurtherServer Create()
    {
        var server = new FurtherServer { Options = { Transport = Transport } };
        _servers.Add(server);
        return server;
    }
}

public sealed class InProcessFurtherSocketsConformance : FurtherSocketsConformance
{
    protected override string AnyEndpoint => "inproc://*";

    protected override ITransport Transport { get; } = new InProcessTransport();
}

[SkipUnlessLibZmqInstalled]
public sealed class LibZmqFurtherSocketsConformance : FurtherSocketsConformance
{
    protected override string AnyEndpoint => "tcp://127.0.0.1:*";

    protected override ITransport Transport { get; } = new LibZmqTransport();
}
