using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace ZProto.Hosting.Tests;

/// <summary>What the health checks say.</summary>
public sealed class HealthCheckTests
{
    [Fact]
    public async Task Engines_that_run_are_healthy()
    {
        await using var test = new TestHost();
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        test.AddClient();
        await test.StartAsync();
        HealthReport report = await test.Host.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(test.Timeout);
        Assert.Equal(
            [
                ("zproto.client.JobsClient.connected", HealthStatus.Healthy, "ready"), ("zproto.client.JobsClient.loop", HealthStatus.Healthy, "live"),
                ("zproto.server.JobsServer.bound", HealthStatus.Healthy, "ready"), ("zproto.server.JobsServer.loop", HealthStatus.Healthy, "live"),
            ],
            report.Entries.OrderBy(entry => entry.Key, StringComparer.Ordinal).Select(entry => (entry.Key, entry.Value.Status, entry.Value.Tags.Single(tag => tag != "zproto"))));
        Assert.Equal("The server 'JobsServer' is bound to inproc://jobs.", report.Entries["zproto.server.JobsServer.bound"].Description);
    }

    [Fact]
    public async Task Before_the_start_a_server_is_alive_and_not_ready_and_a_check_does_not_start_it()
    {
        await using var test = new TestHost();
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        test.AddClient();
        Assert.Equal(HealthStatus.Healthy, (await test.CheckAsync("zproto.server.JobsServer.loop")).Status);
        Assert.Equal(HealthStatus.Unhealthy, (await test.CheckAsync("zproto.server.JobsServer.bound")).Status);
        Assert.Equal(HealthStatus.Unhealthy, (await test.CheckAsync("zproto.client.JobsClient.connected")).Status);
        test.Server.Options.MaxClients = 3; // would throw if it had started
    }

    [Fact]
    public async Task A_loop_that_does_not_answer_is_unhealthy()
    {
        await using var test = new TestHost(("ZProto:Servers:JobsServer:UnhealthyLag", "00:00:03"));
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        await test.StartAsync();
        using var stuck = new ManualResetEventSlim();
        test.Server.Post(stuck.Wait);
        try
        {
            HealthReportEntry entry = await AdvanceUntilDoneAsync(test, test.CheckAsync("zproto.server.JobsServer.loop"));
            Assert.Equal(HealthStatus.Unhealthy, entry.Status);
            Assert.Equal("The loop of the server 'JobsServer' has not answered for 3 s: an action, or other code on it, takes too long.", entry.Description);
        }
        finally
        {
            stuck.Set();
        }
    }

    [Fact]
    public async Task A_loop_that_answers_late_is_degraded_and_its_lag_is_told()
    {
        await using var test = new TestHost();
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        await test.StartAsync();
        // The loop is late by what the clock is advanced on it, between the question and the answer.
        using var asked = new ManualResetEventSlim();
        using var busy = new ManualResetEventSlim();
        test.Server.Post(() =>
        {
            busy.Set();
            asked.Wait(TestHost.Patience);
            test.Clock.Advance(TimeSpan.FromSeconds(2));
        });
        Assert.True(busy.Wait(TestHost.Patience));
        // By itself, and not by the service, which would run it on another thread: here it has asked when it returns.
        HealthCheckRegistration registration = test.Host.Services.GetRequiredService<IOptions<HealthCheckServiceOptions>>().Value
            .Registrations.Single(registration => registration.Name == "zproto.server.JobsServer.loop");
        Task<HealthCheckResult> check = registration.Factory(test.Host.Services).CheckHealthAsync(new HealthCheckContext { Registration = registration }, test.Timeout);
        asked.Set();
        HealthCheckResult entry = await check;
        Assert.Equal(HealthStatus.Degraded, entry.Status);
        Assert.Equal(TimeSpan.FromSeconds(2), entry.Data["lag"]);
        Assert.Equal("The loop of the server 'JobsServer' answered after 2 s.", entry.Description);
    }

    [Fact]
    public async Task A_server_that_has_ended_is_unhealthy()
    {
        await using var test = new TestHost();
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        await test.StartAsync();
        await test.Server.DisposeAsync();
        HealthReportEntry loop = await test.CheckAsync("zproto.server.JobsServer.loop");
        Assert.Equal((HealthStatus.Unhealthy, "The server 'JobsServer' has ended."), (loop.Status, loop.Description));
        Assert.Equal(HealthStatus.Unhealthy, (await test.CheckAsync("zproto.server.JobsServer.bound")).Status);
    }

    [Fact]
    public async Task A_server_that_is_unbound_is_alive_and_not_ready()
    {
        await using var test = new TestHost();
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        await test.StartAsync();
        await test.Server.UnbindAsync("inproc://jobs", test.Timeout);
        Assert.Equal(HealthStatus.Healthy, (await test.CheckAsync("zproto.server.JobsServer.loop")).Status);
        HealthReportEntry bound = await test.CheckAsync("zproto.server.JobsServer.bound");
        Assert.Equal((HealthStatus.Unhealthy, "The server 'JobsServer' is not bound."), (bound.Status, bound.Description));
    }

    [Fact]
    public async Task A_client_whose_server_is_silent_is_not_ready_until_it_is_heard_again()
    {
        await using var test = new TestHost();
        var transport = new InProcessTransport();
        await using (var server = new JobsServer(test.Workshop) { Options = { Transport = transport } })
        {
            await server.BindAsync("inproc://jobs", test.Timeout);
            test.Services.AddZProtoClient<JobsClient>(
                "inproc://jobs", (client, at, cancellationToken) => client.OpenAsync(at, cancellationToken), options => options.Transport = transport);
            await test.StartAsync();
            Assert.Equal(HealthStatus.Healthy, (await test.CheckAsync("zproto.client.JobsClient.connected")).Status);
        }
        await ChangeAsync(test, connected: false, () => test.Clock.Advance(TimeSpan.FromSeconds(1)));
        HealthReportEntry lost = await test.CheckAsync("zproto.client.JobsClient.connected");
        Assert.Equal((HealthStatus.Unhealthy, "The client 'JobsClient' is not connected."), (lost.Status, lost.Description));

        await using var next = new JobsServer(test.Workshop) { Options = { Transport = transport } };
        await next.BindAsync("inproc://jobs", test.Timeout);
        await ChangeAsync(test, connected: true, () => test.Clock.Advance(TimeSpan.FromSeconds(1)));
        Assert.Equal(HealthStatus.Healthy, (await test.CheckAsync("zproto.client.JobsClient.connected")).Status);
    }

    [Fact]
    public async Task A_client_that_never_says_whether_it_is_connected_is_ready_once_it_is_open()
    {
        await using var test = new TestHost();
        test.Services.AddZProtoClient<JobsClient>("inproc://jobs", (_, _, _) => Task.CompletedTask);
        await test.StartAsync();
        Assert.False(test.Client.IsConnected);
        Assert.Equal(HealthStatus.Healthy, (await test.CheckAsync("zproto.client.JobsClient.connected")).Status);
    }

    [Fact]
    public async Task A_client_that_has_ended_is_not_ready()
    {
        await using var test = new TestHost();
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        test.AddClient();
        await test.StartAsync();
        await test.Client.DisposeAsync();
        Assert.Equal(HealthStatus.Unhealthy, (await test.CheckAsync("zproto.client.JobsClient.connected")).Status);
        Assert.Equal(HealthStatus.Unhealthy, (await test.CheckAsync("zproto.client.JobsClient.loop")).Status);
    }

    private static async Task<T> AdvanceUntilDoneAsync<T>(TestHost test, Task<T> task)
    {
        while (!task.IsCompleted)
        {
            test.Timeout.ThrowIfCancellationRequested();
            test.Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
        }
        return await task;
    }

    private static async Task ChangeAsync(TestHost test, bool connected, Action advance)
    {
        while (test.Client.IsConnected != connected)
        {
            test.Timeout.ThrowIfCancellationRequested();
            advance();
            await test.Client.InvokeAsync(() => { }, test.Timeout);
        }
    }
}
