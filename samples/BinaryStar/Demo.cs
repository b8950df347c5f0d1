using ZProto;
using ZProto.Transports;

namespace BinaryStar;

/// <summary>The Guide's failover and recovery, with a client that goes on, in one process.</summary>
internal static class Demo
{
    public static async Task RunAsync(TextWriter output)
    {
        await using var loop = new EventLoop(new InProcessTransport());
        await using var client = new CounterClient { Options = { Loop = loop } };
        await client.OpenAsync(Endpoint(Role.Primary), Endpoint(Role.Backup));

        await output.WriteLineAsync("Both start, the backup first.");
        TaskCompletionSource passive = new(), active = new();
        CounterServer backup = await StartAsync(Role.Backup, passive);
        CounterServer primary = await StartAsync(Role.Primary, active);
        await Task.WhenAll(passive.Task, active.Task);
        await AskAsync();

        await output.WriteLineAsync("\nThe primary is killed. The client's request is the vote.");
        await primary.DisposeAsync();
        await AskAsync();

        await output.WriteLineAsync("\nThe primary is restarted, and stays passive.");
        passive = new TaskCompletionSource();
        primary = await StartAsync(Role.Primary, passive);
        await passive.Task;
        await AskAsync();

        await output.WriteLineAsync("\nThe operator stops the backup, and the primary is back.");
        await backup.DisposeAsync();
        await AskAsync();

        await primary.DisposeAsync();

        async Task<CounterServer> StartAsync(Role role, TaskCompletionSource changed)
        {
            var server = new CounterServer(role, $"{Endpoint(role)}-state", $"{Endpoint(1 - role)}-state")
            {
                Options = { Loop = loop },
                StateChanged = state =>
                {
                    output.WriteLine($"{role.ToString().ToLowerInvariant()}: {state.ToString().ToLowerInvariant()}");
                    changed.TrySetResult();
                },
            };
            await server.BindAsync(Endpoint(role));
            return server;
        }

        async Task AskAsync()
        {
            for (int i = 0; i < 2; i++)
                await output.WriteLineAsync($"client: {await client.NextAsync()}");
        }
    }

    private static string Endpoint(Role role) => $"inproc://{role}";
}
