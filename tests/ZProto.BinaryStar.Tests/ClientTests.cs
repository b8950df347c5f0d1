namespace ZProto.BinaryStar.Tests;

/// <summary>A client fails over in less than ten seconds, and its numbers go on.</summary>
public sealed class ClientTests
{
    private static readonly TimeSpan s_bound = TimeSpan.FromSeconds(10);

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    [InlineData(0.5)]
    [InlineData(1)]
    [InlineData(1.7)]
    [InlineData(2)]
    [InlineData(60)]
    public async Task A_client_fails_over_in_less_than_ten_seconds_whenever_it_asks(double secondsSinceDeath)
    {
        await using Pair pair = await Pair.StartBothAsync();
        await using CounterClient client = await pair.OpenClientAsync();
        Assert.Equal(1UL, await client.NextAsync());
        await pair.KillAsync(Role.Primary);
        await pair.AdvanceAsync(secondsSinceDeath);
        Task<ulong> call = client.NextAsync();
        Assert.True(await pair.AdvanceUntilAsync(call) < s_bound);
        Assert.Equal(2UL, await call);
    }

    [Fact]
    public async Task A_client_whose_request_is_at_work_as_the_server_dies_has_its_answer_from_the_other()
    {
        await using Pair pair = await Pair.StartBothAsync();
        await using CounterClient client = await pair.OpenClientAsync();
        await client.NextAsync();
        Task<ulong> call = null!;
        // The request waits in the socket of the server when that ends.
        await pair.StallAsync(0, () =>
        {
            call = client.NextAsync();
            _ = pair[Role.Primary].DisposeAsync();
        });
        Assert.True(await pair.AdvanceUntilAsync(call) < s_bound);
        Assert.True(await call > 1);
    }

    [Fact]
    public async Task Numbers_go_on_over_failover_and_back()
    {
        await using Pair pair = await Pair.StartBothAsync();
        await using CounterClient client = await pair.OpenClientAsync();
        ulong last = 0;
        Role active = Role.Primary;
        for (int i = 0; i < 6; i++)
        {
            for (int j = 0; j < 3; j++)
                last = await NextAsync(last);
            await pair.KillAsync(active);
            last = await NextAsync(last);
            await pair.StartAsync(active);
            await pair.AdvanceAsync(2);
            active = Pair.PeerOf(active);
            Assert.True(pair.IsActive(active));
            Assert.False(pair.IsActive(Pair.PeerOf(active)));
        }

        async Task<ulong> NextAsync(ulong before)
        {
            Task<ulong> call = client.NextAsync();
            Assert.True(await pair.AdvanceUntilAsync(call) < s_bound);
            Assert.Equal(before + 1, await call);
            return before + 1;
        }
    }

    [Fact]
    public async Task A_new_client_finds_the_backup_if_that_is_active()
    {
        await using Pair pair = await Pair.StartBothAsync();
        await pair.KillAsync(Role.Primary);
        await pair.AdvanceAsync(2);
        Assert.True(await pair.AskAsync(Role.Backup));
        await pair.StartAsync(Role.Primary);
        await pair.AdvanceAsync(2);
        await using CounterClient client = await pair.OpenClientAsync();
        Assert.True(await pair.AdvanceUntilAsync(client.NextAsync()) < s_bound);
    }

    [Fact]
    public async Task Without_servers_a_client_gives_up_after_ten_seconds_and_its_next_call_is_as_good_as_any()
    {
        await using Pair pair = await Pair.StartBothAsync();
        await using CounterClient client = await pair.OpenClientAsync();
        await pair.KillAsync(Role.Primary);
        await pair.KillAsync(Role.Backup);
        Task<ulong> call = client.NextAsync();
        Assert.Equal(s_bound, await pair.AdvanceUntilAsync(call));
        await Assert.ThrowsAsync<TimeoutException>(() => call);
        await pair.StartAsync(Role.Backup);
        await pair.StartAsync(Role.Primary);
        Task<ulong> next = client.NextAsync();
        Assert.True(await pair.AdvanceUntilAsync(next) < s_bound);
        Assert.Equal(1UL, await next);
    }

    [Fact]
    public async Task Calls_that_overlap_are_answered_in_order_by_the_server_that_takes_over()
    {
        await using Pair pair = await Pair.StartBothAsync();
        await using CounterClient client = await pair.OpenClientAsync();
        await pair.KillAsync(Role.Primary);
        Task<ulong>[] calls = [.. Enumerable.Range(0, 20).Select(_ => client.NextAsync())];
        Assert.True(await pair.AdvanceUntilAsync(Task.WhenAll(calls)) < s_bound);
        Assert.Equal(Enumerable.Range(1, 20).Select(number => (ulong)number), await Task.WhenAll(calls));
    }
}
