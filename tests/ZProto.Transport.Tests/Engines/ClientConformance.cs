using Steady;
using ZProto.Runtime.Tests.Engines;

namespace ZProto.Transport.Tests;

/// <summary>What a generated client does with a generated server, on every transport.</summary>
public abstract class ClientConformance
{
    private const int Never = 0;

    private ITransport? _transport;
    private CountingTransport? _counting;

    /// <summary>An endpoint to bind to that no one has.</summary>
    protected abstract string AnyEndpoint { get; }

    private ITransport Transport => _transport ??= CreateTransport();

    /// <summary>That of the clients.</summary>
    private CountingTransport Counting => _counting ??= new CountingTransport(Transport);

    protected abstract ITransport CreateTransport();

    [TransportFact]
    public async Task A_client_opens_asks_sends_receives_and_ends()
    {
        await using SteadyServer server = NewServer(1);
        string endpoint = await server.BindAsync(AnyEndpoint);
        SteadyClient client = NewClient();
        Assert.Same(client, await client.OpenAsync(endpoint, Never, Never));
        Assert.True(client.IsConnected);

        SteadyClient.AskResult[] answers = await Task.WhenAll(Enumerable.Range(0, 1_000).Select(i => client.AskAsync($"{i}")));
        Assert.Equal(Enumerable.Range(0, 1_000).Select(i => new SteadyClient.AskResult.Answer($"1: {i}")), answers);

        for (int i = 0; i < 1_000; i++)
            await client.SayAsync($"{i}");
        for (int i = 0; i < 1_000; i++)
            Assert.Equal($"{i}", (await client.ReceiveAsync()).Text);

        using var cancellationToken = new CancellationTokenSource();
        Task<SteadyClient.AskResult> given = client.AskAsync("given up", cancellationToken.Token);
        cancellationToken.Cancel();
        Task<SteadyClient.AskResult> next = client.AskAsync("next");
        Assert.Equal(new SteadyClient.AskResult.Answer("1: next"), await next);
        // Either is right, as the answer and the cancellation raced.
        await given.ContinueWith(_ => { }, TaskScheduler.Default);

        Task<SteadyClient.AskResult> open = client.AskAsync("open");
        await client.DisposeAsync();
        await open.ContinueWith(_ => { }, TaskScheduler.Default);
        await Assert.ThrowsAsync<ClientClosedException>(() => client.AskAsync("closed"));
        // The destructor's farewell has come and been answered.
        Assert.Equal(0, await server.InvokeAsync(() => server.GetClients().Count));
    }

    [TransportFact]
    public async Task A_full_receive_queue_makes_the_server_wait_and_nothing_is_lost()
    {
        await using SteadyServer server = NewServer(1);
        string endpoint = await server.BindAsync(AnyEndpoint);
        await using SteadyClient client = NewClient();
        client.Options.ReceiveQueueCapacity = 3;
        await client.OpenAsync(endpoint, Never, Never);
        for (int i = 0; i < 200; i++)
            await client.SayAsync($"{i}");
        Task<SteadyClient.AskResult> after = client.AskAsync("after them");
        for (int i = 0; i < 200; i++)
        {
            Assert.True(i >= 197 || !after.IsCompleted);
            Assert.Equal($"{i}", (await client.ReceiveAsync()).Text);
        }
        Assert.Equal(new SteadyClient.AskResult.Answer("1: after them"), await after);
    }

    [TransportFact]
    public virtual async Task A_client_outlives_fifty_servers_with_calls_in_flight_and_no_call_hangs_or_is_answered_wrongly()
    {
        SteadyServer server = NewServer(0);
        string endpoint = await server.BindAsync(AnyEndpoint);
        await using SteadyClient client = NewClient();
        await client.OpenAsync(endpoint, heartbeat: 5, expiry: 500);

        var answered = new SemaphoreSlim(0);
        int life = 0;
        int lost = 0;
        using var stop = new CancellationTokenSource();
        Task[] askers = [.. Enumerable.Range(0, 8).Select(asker => Task.Run(() => AskAsync(asker)))];

        for (life = 1; life <= 50; life++)
        {
            await server.DisposeAsync();
            server = NewServer(life);
            await BindAgainAsync(server, endpoint);
            // Killed only when somebody has had an answer of it.
            Assert.True(await answered.WaitAsync(TimeSpan.FromSeconds(30)), $"No answer of server {life}.");
        }
        stop.Cancel();
        await Task.WhenAll(askers).WaitAsync(TimeSpan.FromSeconds(30));
        await client.WaitForConnectionAsync().WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(new SteadyClient.AskResult.Answer("50: at last"), await client.AskAsync("at last").WaitAsync(TimeSpan.FromSeconds(30)));
        Assert.True(lost > 0, "No call was in flight when a server died.");
        // The client first, as it takes its leave of the server.
        await client.DisposeAsync();
        await server.DisposeAsync();

        async Task AskAsync(int asker)
        {
            int lastLife = 0;
            for (int i = 0; !stop.IsCancellationRequested; i++)
            {
                SteadyClient.AskResult result;
                try
                {
                    result = await client.AskAsync($"{asker} {i}");
                }
                catch (InvalidClientStateException)
                {
                    await client.WaitForConnectionAsync();
                    continue;
                }
                catch (ConnectionLostException)
                {
                    Interlocked.Increment(ref lost);
                    continue;
                }
                if (result is not SteadyClient.AskResult.Answer answer)
                {
                    Interlocked.Increment(ref lost);
                    continue;
                }
                string[] parts = answer.Text.Split(": ");
                Assert.Equal($"{asker} {i}", parts[1]);
                int answering = int.Parse(parts[0], System.Globalization.CultureInfo.InvariantCulture);
                Assert.True(answering >= lastLife, $"Server {answering} has answered after server {lastLife}.");
                if (asker == 0 && answering > lastLife)
                    answered.Release();
                lastLife = answering;
            }
        }
    }

    [TransportFact]
    public async Task No_thread_and_no_socket_is_left_however_a_client_ends()
    {
        await using SteadyServer server = NewServer(1);
        string endpoint = await server.BindAsync(AnyEndpoint);

        // While it connects.
        SteadyClient connecting = NewClient(TimeSpan.Zero);
        Task<SteadyClient> opened = connecting.OpenAsync(endpoint, Never, Never);
        await connecting.DisposeAsync();
        await opened.ContinueWith(_ => { }, TaskScheduler.Default);

        // In a call, in its continuation, and in code on the loop.
        foreach (Func<SteadyClient, Task> end in new Func<SteadyClient, Task>[]
        {
            async client =>
            {
                Task<SteadyClient.AskResult> ask = client.AskAsync("a");
                await client.DisposeAsync();
                await ask.ContinueWith(_ => { }, TaskScheduler.Default);
            },
            client => client.AskAsync("a").ContinueWith(_ => client.DisposeAsync().AsTask(), TaskContinuationOptions.ExecuteSynchronously).Unwrap(),
            async client =>
            {
                await client.InvokeAsync(() => _ = client.DisposeAsync().AsTask());
                await client.Completion;
            },
            client => Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => client.DisposeAsync().AsTask()))),
        })
        {
            SteadyClient client = NewClient();
            await client.OpenAsync(endpoint, Never, Never);
            await end(client);
            await client.DisposeAsync();
        }
        // Each loop is a thread.
        Assert.Equal((5, 0, 0), (Counting.LoopsMade, Counting.Loops, Counting.Sockets));
    }

    /// <summary>Binds a server to where one was that has ended.</summary>
    protected virtual Task BindAgainAsync(ServerEngine server, string endpoint) => server.BindAsync(endpoint);

    private SteadyServer NewServer(int life) => new() { Life = life, Options = { Transport = Transport, Socket = new SocketOptions { Linger = TimeSpan.Zero } } };

    private SteadyClient NewClient(TimeSpan? disposeTimeout = null) => new()
    {
        Options =
        {
            Transport = Counting,
            Socket = new SocketOptions { ReconnectInterval = TimeSpan.FromMilliseconds(5), Linger = TimeSpan.Zero },
            DisposeTimeout = disposeTimeout ?? TimeSpan.FromSeconds(30),
        },
    };
}
