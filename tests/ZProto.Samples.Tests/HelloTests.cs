namespace ZProto.Samples.Tests;

public sealed class HelloTests
{
    [Theory]
    [InlineData("")]
    [InlineData("--transport inproc")]
    [InlineData("--transport sockets")]
    public async Task The_whole_story_runs_in_one_process_and_ends(string arguments)
    {
        using var hello = new SampleProcess("Hello", arguments);
        string[] lines = await hello.ReadToEndAsync();
        Assert.Equal(0, hello.ExitCode);
        string endpoint = lines[1].Split(' ')[^1];
        Assert.StartsWith("transport: ", lines[0], StringComparison.Ordinal);
        Assert.Equal(
            [
                $"server: bound to {endpoint}",
                "client: connected",
                "client: Hello, Ada! You are number 1.",
                "client: Hello, Grace! You are number 2.",
                "client: Hello, Edsger! You are number 3.",
                "client: Hello, Barbara! You are number 4.",
                "server: dead",
                "client: no greeting, the server is silent",
                "client: no greeting, the server is away",
                $"server: back at {endpoint}",
                "client: connected again",
            ],
            lines[1..^1]);
        Assert.Matches("^client: Hello, Margaret! You are number [12]\\.$", lines[^1]);
    }

    [LibZmqFact]
    public Task The_client_outlives_the_server_in_another_process() => OutliveAsync("libzmq");

    [Fact]
    public Task The_client_outlives_the_server_in_another_process_on_sockets() => OutliveAsync("sockets");

    [Theory]
    [InlineData("serve", "'serve' is not understood.")]
    [InlineData("server client", "'client' is not understood.")]
    [InlineData("--transport", "'--transport' needs a value.")]
    [InlineData("--transport pigeon", "'pigeon' is no transport.")]
    [InlineData("--transport inproc --endpoint tcp://127.0.0.1:5670", "'tcp://127.0.0.1:5670' is no endpoint of the in-process transport.")]
    [InlineData("server --transport inproc", "The in-process transport does not reach from one process to another: leave 'server' away, or use a transport that does.")]
    [InlineData("client --transport inproc", "The in-process transport does not reach from one process to another: leave 'client' away, or use a transport that does.")]
    public async Task Bad_arguments_are_told(string arguments, string problem)
    {
        using var hello = new SampleProcess("Hello", arguments);
        Assert.Empty(await hello.ReadToEndAsync());
        Assert.Equal(2, hello.ExitCode);
        Assert.Equal([problem, "Usage: Hello [server | client] [--transport inproc | libzmq | netmq | sockets] [--endpoint ENDPOINT]"], await hello.ReadErrorsAsync());
    }

    private static async Task OutliveAsync(string transport)
    {
        using var server = new SampleProcess("Hello", $"server --transport {transport} --endpoint tcp://127.0.0.1:*");
        string endpoint = (await server.ReadLineAsync("server: bound to ")).Split(' ')[3].TrimEnd(';');
        using var client = new SampleProcess("Hello", $"client --transport {transport} --endpoint {endpoint}");
        await client.ReadLineAsync("client: Hello, World! You are number 2.");

        server.Kill();
        await client.ReadLineAsync("client: no greeting, ");

        using var another = new SampleProcess("Hello", $"server --transport {transport} --endpoint {endpoint}");
        await another.ReadLineAsync("server: bound to ");
        await client.ReadLineAsync("client: Hello, World! ");
    }
}
