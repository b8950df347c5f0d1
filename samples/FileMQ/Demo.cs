using System.Threading.Channels;
using ZProto.Transports;

namespace FileMQ;

/// <summary>A server and a client in one process, each with a folder, and what happens when files change.</summary>
internal static class Demo
{
    public static async Task RunAsync(ITransport transport, string endpoint)
    {
        DirectoryInfo home = Directory.CreateTempSubdirectory("filemq-");
        try
        {
            await RunAsync(transport, endpoint, home.CreateSubdirectory("from").FullName, home.CreateSubdirectory("to").FullName);
        }
        finally
        {
            home.Delete(recursive: true);
        }
    }

    private static async Task RunAsync(ITransport transport, string endpoint, string from, string to)
    {
        var arrivals = Channel.CreateUnbounded<Arrival>();
        await using FileMqServer server = NewServer(transport);
        await server.PublishAsync(from, "/photos");
        endpoint = await server.BindAsync(endpoint);
        Console.WriteLine($"server: publishes the folder 'from' as /photos at {endpoint}");

        using var inbox = new Inbox(to);
        await using var client = new FileMqClient { Options = { Transport = transport } };
        await client.OpenAsync(endpoint);
        Console.WriteLine("client: connected, with the folder 'to' for /photos");
        var mirror = new Mirror(client, new Dictionary<string, Inbox> { ["/photos"] = inbox }) { Report = arrival => arrivals.Writer.TryWrite(arrival) };
        Task mirroring = mirror.RunAsync();

        Console.WriteLine("\nA file is dropped into 'from', is changed, and is deleted. Each time it must be the same for a second.");
        await File.WriteAllTextAsync(Path.Combine(from, "cat.txt"), "meow");
        await ShowAsync();
        await File.WriteAllTextAsync(Path.Combine(from, "cat.txt"), "purr, purr");
        await ShowAsync();
        File.Delete(Path.Combine(from, "cat.txt"));
        await ShowAsync();

        Console.WriteLine("\nThe server dies, and files change while it is dead. Another takes its place.");
        Directory.CreateDirectory(Path.Combine(from, "2026"));
        await File.WriteAllTextAsync(Path.Combine(from, "2026", "dog.txt"), "woof");
        await ShowAsync();
        await server.DisposeAsync();
        await File.WriteAllTextAsync(Path.Combine(from, "2026", "cow.txt"), "moo");
        await using FileMqServer successor = NewServer(transport);
        await successor.PublishAsync(from, "/photos");
        await successor.BindAsync(endpoint);
        await ShowAsync();
        Console.WriteLine("dog.txt was not sent again: the client has said that it has it.");
        await client.DisposeAsync();
        await mirroring;

        async Task ShowAsync() => SeparateProcesses.Print(await arrivals.Reader.ReadAsync());
    }

    private static FileMqServer NewServer(ITransport transport) => new() { Options = { Transport = transport } };
}
