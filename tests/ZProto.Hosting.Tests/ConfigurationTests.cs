using Microsoft.Extensions.Configuration;

namespace ZProto.Hosting.Tests;

/// <summary>What the host's configuration says of servers and clients.</summary>
public sealed class ConfigurationTests
{
    private const string Server = "ZProto:Servers:JobsServer";

    [Fact]
    public async Task The_section_of_a_server_sets_its_options()
    {
        await using var test = new TestHost(($"{Server}:MaxClients", "7"), ($"{Server}:Socket:MaxFrames", "20"), ($"{Server}:ClientTimeout", "00:00:05"));
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        await test.StartAsync();
        Assert.Equal((7, 20), (test.Server.Options.MaxClients, test.Server.Options.Socket.MaxFrames));
        Assert.Equal(TimeSpan.FromSeconds(5), test.Server.ClientTimeout);
    }

    [Fact]
    public async Task The_section_of_a_client_sets_its_options_and_its_endpoint()
    {
        await using var test = new TestHost(("ZProto:Clients:JobsClient:CallTimeout", "00:00:07"), ("ZProto:Clients:JobsClient:Endpoint", "inproc://jobs"));
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        test.AddClient("inproc://elsewhere");
        await test.StartAsync();
        Assert.Equal(TimeSpan.FromSeconds(7), test.Client.Options.CallTimeout);
        Assert.True(test.Client.IsConnected);
    }

    [Fact]
    public async Task A_delegate_comes_after_the_section()
    {
        await using var test = new TestHost(($"{Server}:MaxClients", "7"), ($"{Server}:MaxKeptBytes", "70"));
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs", options => options.MaxClients = 8);
        Assert.Equal((8, 70L), (test.Server.Options.MaxClients, test.Server.Options.MaxKeptBytes));
    }

    [Fact]
    public async Task Options_are_named_options_of_the_container_and_are_validated()
    {
        await using var test = new TestHost();
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        test.Services.AddOptions<ServerOptions>("JobsServer").Configure<IWorkshop>((options, _) => options.MaxClients = 9).Validate(options => options.MaxClients < 9, "too many");
        Assert.Contains("too many", Assert.ThrowsAny<Exception>(() => test.Server).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_endpoints_of_the_section_replace_that_of_the_code()
    {
        await using var test = new TestHost(($"{Server}:Endpoints:0", "inproc://one"), ($"{Server}:Endpoints:1", "inproc://two"));
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        await test.StartAsync();
        Assert.Equal(["inproc://one", "inproc://two"], test.Server.Endpoints);
    }

    [Fact]
    public async Task A_file_in_ZPL_is_loaded_before_the_start()
    {
        string file = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(file, "server\n    timeout = 4000\njobs_server\n    bind\n        endpoint = inproc://file\n");
            File.SetLastWriteTimeUtc(file, DateTime.UtcNow.AddMinutes(-1));
            await using var test = new TestHost(($"{Server}:ConfigurationFile", file));
            test.Services.AddZProtoServer<JobsServer>();
            await test.StartAsync();
            Assert.Equal(["inproc://file"], test.Server.Endpoints);
            Assert.Equal(TimeSpan.FromSeconds(4), test.Server.ClientTimeout);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Fact]
    public async Task A_value_that_does_not_fit_fails_the_start_and_the_message_says_which()
    {
        await using var test = new TestHost(($"{Server}:MaxClients", "many"));
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        Exception exception = await Assert.ThrowsAnyAsync<Exception>(test.StartAsync);
        Assert.Contains($"{Server}:MaxClients", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_misspelt_setting_is_logged()
    {
        await using var test = new TestHost(($"{Server}:MaxClinets", "7"), ($"{Server}:Socket:Linger", "00:00:01"), ($"{Server}:Socket:Mystery", "1"));
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        await test.StartAsync();
        Assert.Equal(
            [
                $"Warning: The configuration has an unknown setting '{Server}:MaxClinets', which is ignored; did you mean 'MaxClients'?",
                $"Warning: The configuration has an unknown setting '{Server}:Socket:Mystery', which is ignored",
            ],
            test.Log.Lines.Where(line => line.StartsWith("Warning", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_change_of_the_section_applies_to_what_may_change_at_run_time()
    {
        await using var test = new TestHost(($"{Server}:ClientTimeout", "00:00:05"));
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        await test.StartAsync();
        test.Server.IdleTimeout = TimeSpan.FromHours(1);

        Change(test, ($"{Server}:ClientTimeout", "00:00:06"), ($"{Server}:HeartbeatInterval", "00:00:02"), ($"{Server}:Verbose", "true"));
        Assert.Equal((TimeSpan.FromSeconds(6), TimeSpan.FromSeconds(2), true), (test.Server.ClientTimeout, test.Server.HeartbeatInterval, test.Server.Verbose));
        Assert.Equal(TimeSpan.FromHours(1), test.Server.IdleTimeout);
    }

    [Fact]
    public async Task A_setting_that_is_gone_returns_to_what_the_server_had()
    {
        await using var test = new TestHost(($"{Server}:ClientTimeout", "00:00:05"));
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        await test.StartAsync();
        Change(test, ($"{Server}:ClientTimeout", null));
        Assert.Equal(TimeSpan.FromSeconds(60), test.Server.ClientTimeout);
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-00:00:01")]
    public async Task A_change_that_is_not_valid_changes_nothing_and_is_logged(string timeout)
    {
        await using var test = new TestHost(($"{Server}:ClientTimeout", "00:00:05"));
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        await test.StartAsync();
        Change(test, ($"{Server}:ClientTimeout", timeout), ($"{Server}:Verbose", "true"));
        Assert.Equal((TimeSpan.FromSeconds(5), false), (test.Server.ClientTimeout, test.Server.Verbose));
        Assert.Contains(test.Log.Lines, line => line.StartsWith("Error: The configuration of the server 'JobsServer' has changed and is not valid", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_change_after_the_stop_has_no_effect()
    {
        await using var test = new TestHost(($"{Server}:ClientTimeout", "00:00:05"));
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        await test.StartAsync();
        await test.StopAsync();
        Change(test, ($"{Server}:ClientTimeout", "00:00:06"));
        Assert.Equal(TimeSpan.FromSeconds(5), test.Server.ClientTimeout);
    }

    internal static void Change(TestHost test, params (string Key, string? Value)[] settings)
    {
        foreach ((string key, string? value) in settings)
            test.Builder.Configuration[key] = value;
        ((IConfigurationRoot)test.Builder.Configuration).Reload();
    }
}
