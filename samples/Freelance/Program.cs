using Freelance;
using ZProto.Transports;

const string usage = """
    Usage: Freelance                              measures look-ups, in one process
           Freelance server ENDPOINT              a name server, until it is ended
           Freelance client COUNT ENDPOINT...     looks a name up COUNT times at servers
    """;

try
{
    switch (args)
    {
        case []:
            await new Demo(Console.Out).RunAsync();
            return 0;
        case ["server", string endpoint]:
            await using (var server = new NameServer(Demo.Names) { Options = { Transport = new SocketsTransport() } })
            {
                Console.WriteLine($"server: bound to {await server.BindAsync(endpoint)}");
                await server.Completion;
            }
            return 0;
        case ["client", string text, _, ..] when int.TryParse(text, out int count) && count > 0:
            await using (var client = new NameClient { Options = { Transport = new SocketsTransport() } })
            {
                await client.AddServersAsync(args[2..]);
                for (int i = 1; i <= count; i++)
                {
                    string endpoint = await client.LookUpAsync("shop");
                    if (i % 1_000 == 0 || i == count)
                        Console.WriteLine($"client: {i} look-ups, shop is at {endpoint}");
                }
            }
            return 0;
        default:
            Console.Error.WriteLine(usage);
            return 2;
    }
}
catch (Exception exception) when (exception is TransportException or TimeoutException)
{
    Console.Error.WriteLine(exception.Message);
    return 1;
}
