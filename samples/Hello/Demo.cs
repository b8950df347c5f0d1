using ZProto.Transports;

namespace Hello;

/// <summary>A server and a client in one process: greetings, the death of the server, and its return.</summary>
internal static class Demo
{
    public static async Task RunAsync(ITransport transport, string endpoint)
    {
        var server = new HelloServer { Options = { Transport = transport } };
        endpoint = await server.BindAsync(endpoint);
        Console.WriteLine($"server: bound to {endpoint}");

        await using var client = new HelloClient { Options = { Transport = transport } };
        await client.OpenAsync(endpoint);
        Console.WriteLine("client: connected");

        // One call, then three side by side.
        Print(await client.GreetAsync("Ada"));
        Task<HelloClient.GreetResult>[] calls = [client.GreetAsync("Grace"), client.GreetAsync("Edsger"), client.GreetAsync("Barbara")];
        foreach (Task<HelloClient.GreetResult> call in calls)
            Print(await call);

        await server.DisposeAsync();
        Console.WriteLine("server: dead");
        Print(await client.GreetAsync("Alan"));              // fails when the server has been silent for a second
        Print(await client.GreetAsync("Donald"));            // fails at once, since the client knows by now

        await using var another = new HelloServer { Options = { Transport = transport } };
        await another.BindAsync(endpoint);
        Console.WriteLine($"server: back at {endpoint}");
        await client.WaitForConnectionAsync();
        Console.WriteLine("client: connected again");
        // What was sent to the dead server may have reached the new one, which counted it. Its answer is dropped: the call has failed.
        Print(await client.GreetAsync("Margaret"));
    }

    public static void Print(HelloClient.GreetResult result)
        => Console.WriteLine(result switch
        {
            HelloClient.GreetResult.Greeting { Text: var text } => $"client: {text}",
            HelloClient.GreetResult.Failure { Reason: var reason } => $"client: no greeting, {reason}",
        });
}
