using Hello;
using Microsoft.Extensions.Time.Testing;
using ZProto.Transports;

namespace ZProto.Samples.Tests;

/// <summary>The client under servers that die and come back, with calls in flight.</summary>
public sealed class HelloClientTests
{
    private const int Restarts = 50;

    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(60);

    private readonly FakeTimeProvider _clock = new();

    [Fact]
    public Task No_call_hangs_or_has_the_answer_of_another_in_process() => RestartAsync(new InProcessTransport(), "inproc://hello");

    [LibZmqFact]
    public Task No_call_hangs_or_has_the_answer_of_another_over_tcp() => RestartAsync(new LibZmqTransport(), "tcp://127.0.0.1:*");

    [Fact]
    public Task No_call_hangs_or_has_the_answer_of_another_on_sockets() => RestartAsync(new SocketsTransport(), "tcp://127.0.0.1:*");

    private async Task RestartAsync(ITransport transport, string endpoint)
    {
        var server = new HelloServer { Options = { Transport = transport } };
        endpoint = await server.BindAsync(endpoint);
        await using var client = new HelloClient { Options = { Transport = transport, TimeProvider = _clock } };
        await client.OpenAsync(endpoint).WaitAsync(s_patience);

        var calls = new List<(string Name, Task<HelloClient.GreetResult> Call)>();
        for (int i = 0; i < Restarts; i++)
        {
            Call(3);
            if (i % 2 == 0)
                await TurnUntilAsync(SettleAsync(calls[^2].Call), TimeSpan.FromSeconds(0.2));
            await server.DisposeAsync();
            Call(3);
            server = new HelloServer { Options = { Transport = transport } };
            await server.BindAsync(endpoint);
            Call(3);
            // Half of the time the client notices by a PING, half of the time by silence.
            await TurnUntilAsync(Task.WhenAll(calls.Select(call => SettleAsync(call.Call))), TimeSpan.FromSeconds(i % 4 < 2 ? 0.2 : 1.1));
            await TurnUntilAsync(client.WaitForConnectionAsync(), TimeSpan.FromSeconds(0.2));
        }
        foreach ((string name, Task<HelloClient.GreetResult> call) in calls)
        {
            // Its server died, which the client had no time to notice.
            if (call.Exception?.InnerException is TimeoutException)
                continue;
            HelloClient.GreetResult result = await call;
            Assert.True(result is HelloClient.GreetResult.Failure || (result is HelloClient.GreetResult.Greeting { Text: var text } && text.StartsWith($"Hello, {name}! ", StringComparison.Ordinal)), $"{name} got {result}.");
        }
        // A call may still find out that the server it was connected to has died; one after it does not.
        Task<HelloClient.GreetResult> last;
        do
            await TurnUntilAsync(SettleAsync(last = client.GreetAsync("Ada")), TimeSpan.FromSeconds(0.2));
        while (!last.IsCompletedSuccessfully || await last is HelloClient.GreetResult.Failure);
        Assert.True(client.IsConnected);
        await server.DisposeAsync();

        void Call(int count)
        {
            for (int j = 0; j < count; j++)
            {
                string name = $"caller {calls.Count}";
                calls.Add((name, client.GreetAsync(name)));
            }
        }
    }

    private static Task SettleAsync(Task call) => call.ContinueWith(static _ => { }, TaskScheduler.Default);

    /// <summary>Turns the clock until something has happened. The wait ends only where a test fails.</summary>
    private async Task TurnUntilAsync(Task happened, TimeSpan turn)
    {
        using var patience = new CancellationTokenSource(s_patience);
        while (!happened.IsCompleted)
        {
            patience.Token.ThrowIfCancellationRequested();
            _clock.Advance(turn);
            // What the turn has set going goes over sockets, which take their time.
            await Task.WhenAny(happened, Task.Delay(20, patience.Token));
        }
        await happened;
    }
}
