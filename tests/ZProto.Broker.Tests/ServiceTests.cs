namespace ZProto.Broker.Tests;

public sealed class ServiceTests : IAsyncLifetime
{
    private BrokerHost _host = null!;
    private BrokerClient _asker = null!;
    private BrokerClient _one = null!;
    private BrokerClient _two = null!;

    public async Task InitializeAsync()
    {
        _host = await BrokerHost.StartAsync();
        _asker = await _host.OpenAsync("asker");
        _one = await _host.OpenAsync("one");
        _two = await _host.OpenAsync("two");
    }

    public async Task DisposeAsync() => await _host.DisposeAsync();

    [Fact]
    public async Task A_job_says_who_asks_for_what_and_is_answered_to_the_mailbox()
    {
        await _one.WorkForAsync("sums", "");
        await _asker.RequestAsync("sums", "add", "t1", BrokerHost.Bytes("2 3"));
        BrokerMsg job = await _one.NextAsync();
        Assert.Equal("JOB asker sums add t1 2 3", $"{job.Command} {job.Sender} {job.Service} {job.Subject} {job.Tracker} {Talk.Text(job)}");
        await _one.MailToAsync(job.Sender, "5", job.Tracker);
        BrokerMsg answer = await _asker.NextAsync();
        Assert.Equal("one t1 5", $"{answer.Sender} {answer.Tracker} {Talk.Text(answer)}");
    }

    [Fact]
    public async Task Requests_go_to_workers_in_turn()
    {
        await _one.WorkForAsync("sums", "");
        await _two.WorkForAsync("sums", "");
        for (int i = 0; i < 6; i++)
            await _asker.AskAsync("sums", "add", $"{i}");
        Assert.Equal(["0", "2", "4"], [await _one.NextTextAsync(), await _one.NextTextAsync(), await _one.NextTextAsync()]);
        Assert.Equal(["1", "3", "5"], [await _two.NextTextAsync(), await _two.NextTextAsync(), await _two.NextTextAsync()]);
    }

    [Fact]
    public async Task A_request_goes_only_to_a_worker_whose_pattern_matches_its_subject()
    {
        await _one.WorkForAsync("sums", "^add$");
        await _two.WorkForAsync("sums", "^(add|multiply)$");
        for (int i = 0; i < 3; i++)
            await _asker.AskAsync("sums", "multiply", $"{i}");
        await _asker.AskAsync("sums", "add", "3");
        Assert.Equal(["0", "1", "2"], [await _two.NextTextAsync(), await _two.NextTextAsync(), await _two.NextTextAsync()]);
        Assert.Equal("3", await _one.NextTextAsync());
    }

    [Fact]
    public async Task Requests_wait_in_order_for_a_worker_that_takes_them()
    {
        await _asker.AskAsync("sums", "add", "1");
        await _asker.AskAsync("sums", "multiply", "2");
        await _asker.AskAsync("sums", "add", "3");
        await _one.WorkForAsync("sums", "add");
        Assert.Equal(["1", "3"], [await _one.NextTextAsync(), await _one.NextTextAsync()]);
        await _two.WorkForAsync("sums", "");
        Assert.Equal("2", await _two.NextTextAsync());
    }

    [Fact]
    public async Task A_worker_that_withdraws_gets_no_more_jobs_and_keeps_those_it_has()
    {
        await _one.WorkForAsync("sums", "");
        await _asker.AskAsync("sums", "add", "1");
        await _one.WithdrawAsync("sums");
        await _asker.AskAsync("sums", "add", "2");
        await _two.WorkForAsync("sums", "");
        Assert.Equal("2", await _two.NextTextAsync());
        Assert.Equal("1", await _one.NextTextAsync());
    }

    [Fact]
    public async Task A_job_that_is_not_confirmed_goes_to_another_worker_when_its_worker_leaves()
    {
        await _one.WorkForAsync("sums", "");
        for (int i = 1; i <= 3; i++)
            await _asker.AskAsync("sums", "add", $"{i}");
        await _asker.AskAsync("sums", "add", "4");
        await _one.NextAsync();
        BrokerMsg second = await _one.NextAsync();
        await _one.ConfirmAsync(second.Number);
        await _two.WorkForAsync("sums", "");
        await _one.DisposeAsync();
        Assert.Equal(["1", "3", "4"], [await _two.NextTextAsync(), await _two.NextTextAsync(), await _two.NextTextAsync()]);
    }

    [Fact]
    public async Task A_job_goes_to_another_worker_when_its_worker_falls_silent()
    {
        using RawSocket silent = await _host.OpenRawAsync("silent");
        silent.Send(BrokerMsg.CreateOffer("sums", ""));
        Assert.Equal(BrokerMsg.MessageId.Offered, (await silent.ReceiveAsync()).Id);
        await _asker.AskAsync("sums", "add", "1");
        Assert.Equal(BrokerMsg.MessageId.Job, (await silent.ReceiveAsync()).Id);
        await _two.WorkForAsync("sums", "");
        for (int i = 0; i < 4; i++)
            await _host.TurnAsync(TimeSpan.FromSeconds(3), _asker, _one, _two);
        Assert.Equal("1", await _two.NextTextAsync());
    }

    [Fact]
    public async Task A_service_without_a_worker_refuses_requests_when_too_many_wait()
    {
        await _host.Broker.SetLimitsAsync(publications: 10, letters: 10, jobs: 2);
        await _asker.AskAsync("sums", "add", "1");
        await _asker.AskAsync("sums", "add", "2");
        Assert.Equal("Too many requests wait for the service.", await Talk.FailureAsync(_asker.RequestAsync("sums", "add", "", default)));
        await _one.WorkForAsync("sums", "");
        await _asker.AskAsync("sums", "add", "3");
        Assert.Equal(["1", "2", "3"], [await _one.NextTextAsync(), await _one.NextTextAsync(), await _one.NextTextAsync()]);
    }

    [Fact]
    public async Task A_bad_pattern_of_a_worker_is_refused_with_a_reason()
    {
        Assert.Contains("Unterminated [] set", await Talk.FailureAsync(_one.OfferAsync("sums", "[")), StringComparison.Ordinal);
    }
}
