using System.Diagnostics.Metrics;

namespace ZProto.Hosting.Tests;

/// <summary>Servers and clients in a host: how they are created, started and found.</summary>
public sealed class HostedEnginesTests
{
    [Fact]
    public async Task A_server_and_a_client_start_with_the_host_and_talk()
    {
        await using var test = new TestHost();
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        test.AddClient();
        await test.StartAsync();
        test.Workshop.Open();
        Assert.Equal("tables: done", await test.Client.WorkAsync("tables", test.Timeout));
        Assert.Contains("Information: The server 'JobsServer' is bound to inproc://jobs", test.Log.Lines);
        Assert.Contains("Information: The client 'JobsClient' is open at inproc://jobs", test.Log.Lines);
    }

    [Fact]
    public async Task A_server_and_a_client_talk_over_TCP()
    {
        await using var test = new TestHost();
        test.Services.AddSingleton<ITransport>(new SocketsTransport());
        test.Services.AddZProtoServer<JobsServer>("tcp://127.0.0.1:*");
        test.Services.AddZProtoClient<JobsClient>("the server's", (client, _, cancellationToken) => client.OpenAsync(test.Server.Endpoints[0], cancellationToken));
        await test.StartAsync();
        test.Workshop.Open();
        Assert.Equal("tables: done", await test.Client.WorkAsync("tables", test.Timeout));
    }

    [Fact]
    public async Task A_server_gets_services_by_its_constructor()
    {
        await using var test = new TestHost();
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        Assert.Same(test.Workshop, test.Server.Workshop);
    }

    [Fact]
    public async Task The_container_s_logging_meters_clock_and_transport_are_the_engine_s()
    {
        await using var test = new TestHost();
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        test.AddClient();
        IServiceProvider services = test.Host.Services;
        Assert.All(new EngineOptions[] { test.Server.Options, test.Client.Options }, options =>
        {
            Assert.Same(test.Log, options.LoggerFactory);
            Assert.Same(services.GetRequiredService<IMeterFactory>(), options.MeterFactory);
            Assert.Same(test.Clock, options.TimeProvider);
            Assert.Same(services.GetRequiredService<ITransport>(), options.Transport);
        });
    }

    [Fact]
    public async Task What_options_have_is_not_replaced_by_the_container_s()
    {
        await using var test = new TestHost();
        var transport = new InProcessTransport();
        test.Services.AddSingleton(_ => new EventLoop(new InProcessTransport()));
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs", options => (options.Transport, options.LoggerFactory) = (transport, null));
        Assert.Same(transport, test.Server.Options.Transport);
        Assert.Null(test.Server.Options.LoggerFactory);
        Assert.Null(test.Server.Options.Loop);
    }

    [Fact]
    public async Task Engines_share_a_loop_of_the_container()
    {
        await using var test = new TestHost();
        test.Services.AddSingleton(_ => new EventLoop(new InProcessTransport()));
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        test.AddClient();
        await test.StartAsync();
        Assert.True(await test.Server.InvokeAsync(() => test.Client.IsOnLoop, test.Timeout));
        await test.StopAsync();
    }

    [Fact]
    public async Task Servers_and_clients_of_one_class_are_told_apart_by_their_names()
    {
        await using var test = new TestHost(("ZProto:Servers:north:MaxClients", "7"));
        test.Services.AddZProtoServer<JobsServer>("inproc://north", name: "north");
        test.Services.AddZProtoServer<JobsServer>("inproc://south", name: "south");
        test.AddClient("inproc://north", "to north");
        test.AddClient("inproc://south", "to south");
        await test.StartAsync();
        test.Workshop.Open();
        foreach (string side in new[] { "north", "south" })
        {
            JobsServer server = test.Host.Services.GetRequiredKeyedService<JobsServer>(side);
            Assert.Equal((side, side == "north" ? 7 : 100_000), (server.Options.Name, server.Options.MaxClients));
            Assert.Equal([$"inproc://{side}"], server.Endpoints);
            Assert.Equal("tables: done", await test.Host.Services.GetRequiredKeyedService<JobsClient>($"to {side}").WorkAsync("tables", test.Timeout));
            Assert.Equal(1, await server.InvokeAsync(() => server.GetClients().Count, test.Timeout));
        }
        Assert.Null(test.Host.Services.GetService<JobsServer>());
    }

    [Theory]
    [InlineData(null, "There is a server 'JobsServer' already.")]
    [InlineData("north", "There is a server 'north' already.")]
    public async Task A_name_that_is_taken_is_refused(string? name, string message)
    {
        await using var test = new TestHost();
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs", name: name);
        ArgumentException exception = Assert.Throws<ArgumentException>(() => test.Services.AddZProtoServer<JobsServer>("inproc://others", name: name));
        Assert.StartsWith($"{message} Give each of them a name of its own.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_class_with_required_members_is_refused()
    {
        await using var test = new TestHost();
        ArgumentException exception = Assert.Throws<ArgumentException>(() => test.Services.AddZProtoServer<NeedyServer>("inproc://jobs"));
        Assert.StartsWith("'NeedyServer' has required members, which a container does not set.", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_endpoint_that_cannot_be_bound_fails_the_start_and_the_message_says_which()
    {
        await using var test = new TestHost();
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs", name: "first");
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs", name: "second");
        ZProtoException exception = await Assert.ThrowsAsync<ZProtoException>(test.StartAsync);
        Assert.StartsWith("The server 'second' did not start: ", exception.Message, StringComparison.Ordinal);
        Assert.Contains("inproc://jobs", exception.Message, StringComparison.Ordinal);
        Assert.IsType<TransportException>(exception.InnerException);
    }

    [Fact]
    public async Task A_server_without_an_endpoint_fails_the_start()
    {
        await using var test = new TestHost();
        test.Services.AddZProtoServer<JobsServer>();
        ZProtoException exception = await Assert.ThrowsAsync<ZProtoException>(test.StartAsync);
        Assert.Equal(
            "The server 'JobsServer' did not start: It has no endpoint. Give one to AddZProtoServer, or set 'ZProto:Servers:JobsServer:Endpoints:0' in the configuration.",
            exception.Message);
    }

    [Fact]
    public async Task A_client_that_cannot_be_opened_fails_the_start()
    {
        await using var test = new TestHost();
        test.Services.AddZProtoClient<JobsClient>("inproc://jobs", (_, at, _) => Task.FromException(new TimeoutException($"no one is at {at}")));
        ZProtoException exception = await Assert.ThrowsAsync<ZProtoException>(test.StartAsync);
        Assert.Equal("The client 'JobsClient' did not start: no one is at inproc://jobs", exception.Message);
        await test.Client.Completion.WaitAsync(test.Timeout);
    }

    [Fact]
    public async Task A_client_without_an_endpoint_fails_the_start()
    {
        await using var test = new TestHost();
        test.AddClient(null!);
        ZProtoException exception = await Assert.ThrowsAsync<ZProtoException>(test.StartAsync);
        Assert.Contains("set 'ZProto:Clients:JobsClient:Endpoint' in the configuration", exception.Message, StringComparison.Ordinal);
    }
}
