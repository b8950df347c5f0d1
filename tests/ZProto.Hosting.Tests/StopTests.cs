using System.Collections.Concurrent;
using Microsoft.Extensions.Hosting;

namespace ZProto.Hosting.Tests;

/// <summary>What becomes of work when the host stops, or is disposed of at a bad moment.</summary>
public sealed class StopTests
{
    [Fact]
    public async Task A_job_under_way_is_answered_before_the_server_ends()
    {
        await using var test = new TestHost();
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        await test.StartAsync();
        await using JobsClient client = await OpenAsync(test);
        Task<string> job = client.WorkAsync("tables", test.Timeout);
        await test.Workshop.WhenBegunAsync();

        Task stop = test.StopAsync();
        await WhenUnboundAsync(test);
        Assert.False(stop.IsCompleted);
        Assert.Equal("zproto.server.JobsServer.bound", Assert.Single(await UnhealthyAsync(test)));

        test.Workshop.Open();
        Assert.Equal("tables: done", await job);
        await stop;
        Assert.True(test.Server.Completion.IsCompletedSuccessfully);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_stop_under_load_loses_no_job_that_was_done(bool overTcp)
    {
        await using var test = new TestHost();
        var done = new ConcurrentBag<string>();
        test.Services.AddSingleton<IWorkshop>(new CountingWorkshop(done));
        if (overTcp)
            test.Services.AddSingleton<ITransport>(new SocketsTransport());
        test.Services.AddZProtoServer<JobsServer>(overTcp ? "tcp://127.0.0.1:*" : "inproc://jobs");
        await test.StartAsync();

        JobsClient[] clients = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => OpenAsync(test)));
        var enough = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int count = 0;
        Task<List<string>>[] workers = [.. clients.Select((client, number) => WorkAsync(client, number, () =>
        {
            if (Interlocked.Increment(ref count) == 200)
                enough.SetResult();
        }))];
        await enough.Task.WaitAsync(test.Timeout);
        await test.StopAsync();
        // What was done is answered; a call that is still open then is one that the server never read.
        while (Volatile.Read(ref count) < done.Count)
        {
            Assert.False(test.Timeout.IsCancellationRequested, $"{done.Count} jobs were done, and {count} answered.");
            await Task.Yield();
        }
        foreach (JobsClient client in clients)
            await client.DisposeAsync();
        List<string> answered = [.. (await Task.WhenAll(workers)).SelectMany(list => list)];
        Assert.True(answered.Count >= 200);
        Assert.Equal(done.Order(StringComparer.Ordinal), answered.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Work_that_outlasts_the_host_s_deadline_is_ended_and_the_log_says_so()
    {
        await using var test = new TestHost();
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        await test.StartAsync();
        await using JobsClient client = await OpenAsync(test);
        Task<string> job = client.WorkAsync("tables", test.Timeout);
        await test.Workshop.WhenBegunAsync();

        using var deadline = new CancellationTokenSource();
        Task stop = test.Host.StopAsync(deadline.Token);
        await WhenUnboundAsync(test);
        await deadline.CancelAsync();
        await stop.WaitAsync(test.Timeout);
        Assert.Contains(
            "Warning: The server 'JobsServer' still had work when the host's shutdown time-out passed, and was ended; see HostOptions.ShutdownTimeout", test.Log.Lines);
        await test.Server.Completion.WaitAsync(test.Timeout);
        Assert.False(job.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_client_that_was_added_after_its_server_ends_before_it()
    {
        await using var test = new TestHost();
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        test.AddClient();
        await test.StartAsync();
        bool serverWasThere = false;
        test.Client.ConnectionChanged += (_, change) => serverWasThere |= !change.IsConnected && test.Server.Endpoints.Count > 0;
        await test.StopAsync();
        Assert.True(serverWasThere);
        Assert.True(test.Client.Completion.IsCompleted);
    }

    [Fact]
    public async Task A_host_that_is_disposed_of_without_a_stop_ends_its_engines()
    {
        var test = new TestHost();
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        test.AddClient();
        await test.StartAsync();
        (JobsServer server, JobsClient client) = (test.Server, test.Client);
        await test.DisposeAsync();
        Assert.True(server.Completion.IsCompletedSuccessfully);
        Assert.True(client.Completion.IsCompletedSuccessfully);
    }

    [Fact]
    public async Task A_host_that_never_started_stops_and_is_disposed_of()
    {
        await using var test = new TestHost();
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        foreach (IHostedService service in test.Host.Services.GetServices<IHostedService>())
            await service.StopAsync(test.Timeout);
        Assert.Empty(test.Server.Endpoints);
    }

    [Fact]
    public async Task Engines_that_have_ended_before_do_not_hinder_the_stop()
    {
        await using var test = new TestHost();
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        test.AddClient();
        await test.StartAsync();
        await test.Client.DisposeAsync();
        await test.Server.DisposeAsync();
        await test.StopAsync();
    }

    [Fact]
    public async Task A_host_disposed_of_while_it_stops_waits_for_no_work()
    {
        await using var test = new TestHost();
        test.Services.AddZProtoServer<JobsServer>("inproc://jobs");
        await test.StartAsync();
        await using JobsClient client = await OpenAsync(test);
        _ = client.WorkAsync("tables", test.Timeout);
        await test.Workshop.WhenBegunAsync();
        Task stop = test.StopAsync();
        await WhenUnboundAsync(test);
        await test.Server.DisposeAsync().AsTask().WaitAsync(test.Timeout);
        await stop.WaitAsync(test.Timeout);
    }

    [Fact]
    public async Task A_start_that_is_cancelled_ends_what_it_began()
    {
        await using var test = new TestHost();
        test.AddClient("inproc://nowhere");
        using var cancel = new CancellationTokenSource();
        Task start = test.Host.StartAsync(cancel.Token);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => start.WaitAsync(test.Timeout));
        await test.Client.Completion.WaitAsync(test.Timeout);
    }

    private static async Task<JobsClient> OpenAsync(TestHost test)
        => await new JobsClient { Options = { Transport = test.Server.Options.Transport, TimeProvider = test.Clock } }.OpenAsync(test.Server.Endpoints[0], test.Timeout);

    private static async Task WhenUnboundAsync(TestHost test)
    {
        while (test.Server.Endpoints.Count > 0)
        {
            test.Timeout.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }

    private static async Task<IEnumerable<string>> UnhealthyAsync(TestHost test)
    {
        var report = await test.Host.Services.GetRequiredService<Microsoft.Extensions.Diagnostics.HealthChecks.HealthCheckService>().CheckHealthAsync(test.Timeout);
        return report.Entries.Where(entry => entry.Value.Status == Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Unhealthy).Select(entry => entry.Key);
    }

    // One job after another, until there is no server.
    private static async Task<List<string>> WorkAsync(JobsClient client, int number, Action answered)
    {
        var results = new List<string>();
        try
        {
            while (true)
            {
                results.Add(await client.WorkAsync($"job {number}.{results.Count}"));
                answered();
            }
        }
        catch (ClientClosedException)
        {
            return results;
        }
    }

    private sealed class CountingWorkshop(ConcurrentBag<string> done) : IWorkshop
    {
        public async Task<string> DoAsync(string work)
        {
            await Task.Yield();
            done.Add(work);
            return work;
        }
    }
}
