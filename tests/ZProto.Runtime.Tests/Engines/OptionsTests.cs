using Microsoft.Extensions.Configuration;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>The options of an engine: set in place, given as a whole, or bound to a configuration.</summary>
public sealed class OptionsTests
{
    [Fact]
    public async Task An_engine_runs_on_the_options_that_it_is_given()
    {
        var options = new ServerOptions { Name = "given", Transport = new InProcessTransport() };
        await using var server = new PairServer { Options = options };
        await server.BindAsync("inproc://*");
        Assert.Same(options, server.Options);
        Assert.Equal("given", server.Context!.Name);
        Assert.Throws<InvalidOperationException>(() => options.MaxClients = 1);
    }

    [Fact]
    public async Task Options_of_an_engine_that_has_started_are_no_other_engines()
    {
        var options = new ServerOptions { Transport = new InProcessTransport() };
        await using var server = new PairServer { Options = options };
        await server.BindAsync("inproc://*");
        await using var other = new PairServer { Options = options };
        InvalidOperationException refused = await Assert.ThrowsAsync<InvalidOperationException>(() => other.BindAsync("inproc://*"));
        Assert.Contains("another engine", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void There_are_no_engines_without_options()
        => Assert.Throws<ArgumentNullException>(() => new PairServer { Options = null! });

    [Fact]
    public void A_server_s_options_bind_to_a_configuration()
    {
        ServerOptions options = Section(
            ("Name", "bound"), ("MaxClients", "7"), ("SendQueueFullMode", "Drop"), ("Socket:MaxFrameSize", "1024"), ("Socket:HeartbeatInterval", "00:00:03")).Get<ServerOptions>()!;
        Assert.Equal(("bound", 7, SendQueueFullMode.Drop), (options.Name, options.MaxClients, options.SendQueueFullMode));
        Assert.Equal((1024, TimeSpan.FromSeconds(3), 1_000), (options.Socket.MaxFrameSize, options.Socket.HeartbeatInterval, options.Socket.MaxFrames));
    }

    [Fact]
    public void A_client_s_options_bind_to_a_configuration()
    {
        ClientOptions options = Section(("CallTimeout", "00:00:05"), ("ReceiveQueueFullMode", "Fail"), ("SendQueueCapacity", "20")).Get<ClientOptions>()!;
        Assert.Equal((TimeSpan.FromSeconds(5), ReceiveQueueFullMode.Fail, 20), (options.CallTimeout, options.ReceiveQueueFullMode, options.SendQueueCapacity));
    }

    [Fact]
    public void The_options_of_an_engine_bind_in_place()
    {
        var server = new PairServer();
        Section(("MaxClients", "3"), ("Socket:MaxFrames", "2")).Bind(server.Options);
        Assert.Equal((3, 2), (server.Options.MaxClients, server.Options.Socket.MaxFrames));
    }

    private static IConfigurationSection Section(params (string Key, string Value)[] values)
        => new ConfigurationBuilder()
            .AddInMemoryCollection(values.Select(pair => KeyValuePair.Create($"zproto:{pair.Key}", (string?)pair.Value)))
            .Build()
            .GetSection("zproto");
}
