using System.Runtime.InteropServices;

namespace BinaryStar;

/// <summary>A server or a client alone, until Ctrl+C.</summary>
internal static class SeparateProcesses
{
    /// <returns>The exit code: 3 if both servers were active, or both passive.</returns>
    public static async Task<int> ServeAsync(CommandLine line, Role role)
    {
        string name = role.ToString().ToLowerInvariant();
        await using var server = new CounterServer(role, line.StateEndpoints[role], line.StateEndpoints[1 - role])
        {
            Options = { Name = name, Transport = line.Transport },
            StateChanged = state => Console.WriteLine($"{name}: {state.ToString().ToLowerInvariant()}"),
        };
        Console.WriteLine($"{name}: waits for its peer, clients come to {await server.BindAsync(line.Endpoints[role])}; Ctrl+C ends it");
        await Task.WhenAny(server.Completion, WaitForEndAsync());
        return server.IsAborted ? 3 : 0;
    }

    public static async Task AskAsync(CommandLine line)
    {
        await using var client = new CounterClient { Options = { Transport = line.Transport } };
        await client.OpenAsync(line.Endpoints[Role.Primary], line.Endpoints[Role.Backup]);
        Task end = WaitForEndAsync();
        while (!end.IsCompleted)
        {
            Task<ulong> call = client.NextAsync();
            if (await Task.WhenAny(end, call) == call)
                Console.WriteLine(call.Exception is { } exception ? $"client: {exception.InnerException!.Message}" : $"client: {await call}");
            await Task.WhenAny(end, Task.Delay(line.Pause));
        }
    }

    private static async Task WaitForEndAsync()
    {
        var end = new TaskCompletionSource();
        using PosixSignalRegistration interrupt = Register(PosixSignal.SIGINT, end), terminate = Register(PosixSignal.SIGTERM, end);
        await end.Task;
    }

    private static PosixSignalRegistration Register(PosixSignal signal, TaskCompletionSource end) => PosixSignalRegistration.Create(signal, context =>
    {
        context.Cancel = true;
        end.TrySetResult();
    });
}
