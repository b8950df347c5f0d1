namespace ZProto.Freelance.Tests;

/// <summary>The sample as a program, in one process and in several.</summary>
public sealed class ProcessTests
{
    [Fact]
    public async Task The_demo_measures_one_server_three_and_three_of_which_two_are_dead()
    {
        using var demo = new SampleProcess("Freelance");
        string[] lines = await demo.ReadToEndAsync();
        Assert.Equal(0, demo.ExitCode);
        Assert.Equal(
            ["one server (to warm up)", "one server", "three servers", "three servers, two of them dead"],
            lines.Select(line => line.Split(": 10000 look-ups, ")[0]));
    }

    [Fact]
    public async Task Servers_are_killed_while_a_client_looks_up_and_every_look_up_is_answered()
    {
        SampleProcess[] servers = [Serve(), Serve(), Serve()];
        string[] endpoints = await Task.WhenAll(servers.Select(EndpointAsync));
        using var client = new SampleProcess("Freelance", $"client 30000 {string.Join(' ', endpoints)}");
        await client.ReadLineAsync("client: 2000 ");
        servers[0].Kill();
        await client.ReadLineAsync("client: 4000 ");
        servers[2].Kill();
        string[] lines = await client.ReadToEndAsync();
        Assert.Equal("client: 30000 look-ups, shop is at tcp://127.0.0.1:5670", lines[^1]);
        Assert.Equal(0, client.ExitCode);
        foreach (SampleProcess server in servers)
            server.Dispose();
    }

    [Fact]
    public async Task A_client_of_dead_servers_says_so_and_ends()
    {
        using var client = new SampleProcess("Freelance", "client 1 tcp://127.0.0.1:1 tcp://127.0.0.1:2");
        Assert.Empty(await client.ReadToEndAsync());
        Assert.Equal(1, client.ExitCode);
        Assert.Contains("'look up' had no reply within 1 second of 3 tries: the mesh has 2 peers.", await client.ReadErrorsAsync());
    }

    [Theory]
    [InlineData("cook")]
    [InlineData("server")]
    [InlineData("client 0 tcp://127.0.0.1:1")]
    [InlineData("client 5")]
    public async Task Bad_arguments_are_told(string arguments)
    {
        using var sample = new SampleProcess("Freelance", arguments);
        Assert.Empty(await sample.ReadToEndAsync());
        Assert.Equal(2, sample.ExitCode);
    }

    private static SampleProcess Serve() => new("Freelance", "server tcp://127.0.0.1:*");

    private static async Task<string> EndpointAsync(SampleProcess server)
    {
        const string beginning = "server: bound to ";
        return (await server.ReadLineAsync(beginning))[beginning.Length..];
    }
}
