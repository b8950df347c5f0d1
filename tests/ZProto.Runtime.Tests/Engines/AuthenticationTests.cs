using System.Collections.Concurrent;
using ZProto.Engines.Server;
using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>How decisions on peers are made beside everything else.</summary>
public sealed class AuthenticationTests
{
    // Only bounds a hang.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    private static readonly AuthenticationRequest s_request = new() { Mechanism = SecurityMechanism.Plain, Domain = "global", Address = "127.0.0.1", UserName = "ada", Password = "countess" };

    [Fact]
    public async Task Decisions_that_block_are_made_sixteen_at_a_time_and_on_no_thread_of_the_pool()
    {
        using var mayEnd = new ManualResetEventSlim();
        var threads = new ConcurrentQueue<bool>();
        int atOnce = 0, most = 0;
        var authentication = new Authentication(
            new Decider((_, _) =>
            {
                threads.Enqueue(Thread.CurrentThread.IsThreadPoolThread);
                int now = Interlocked.Increment(ref atOnce);
                InterlockedMax(ref most, now);
                mayEnd.Wait();
                Interlocked.Decrement(ref atOnce);
                return AuthenticationResult.Admitted("ada");
            }),
            _ => { },
            TimeSpan.FromMinutes(5));
        Task<AuthenticationResult>[] decisions = [.. Enumerable.Range(0, 400).Select(_ => authentication.AuthenticateAsync(s_request, default).AsTask())];
        SpinWait.SpinUntil(() => Volatile.Read(ref atOnce) >= 16);
        mayEnd.Set();
        Assert.All(await Task.WhenAll(decisions), result => Assert.Equal("ada", result.UserId));
        Assert.Equal(16, most);
        Assert.Equal(400, threads.Count);
        Assert.DoesNotContain(true, threads);
    }

    [Fact]
    public async Task Decisions_that_wait_are_made_sixteen_at_a_time()
    {
        var mayEnd = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        int asked = 0, atOnce = 0, most = 0;
        var authentication = new Authentication(
            new Decider(async (_, _) =>
            {
                Interlocked.Increment(ref asked);
                int now = Interlocked.Increment(ref atOnce);
                InterlockedMax(ref most, now);
                await mayEnd.Task;
                Interlocked.Decrement(ref atOnce);
                return AuthenticationResult.Admitted("ada");
            }),
            _ => { },
            TimeSpan.FromMinutes(5));
        Task<AuthenticationResult>[] decisions = [.. Enumerable.Range(0, 100).Select(_ => authentication.AuthenticateAsync(s_request, default).AsTask())];
        SpinWait.SpinUntil(() => Volatile.Read(ref atOnce) >= 16);
        mayEnd.SetResult();
        Assert.All(await Task.WhenAll(decisions), result => Assert.True(result.IsAdmitted));
        Assert.Equal((100, 16), (asked, most));
    }

    [Fact]
    public async Task A_decision_that_takes_too_long_is_a_refusal_and_those_after_it_are_not_lost()
    {
        using var mayEnd = new ManualResetEventSlim();
        var authentication = new Authentication(
            new Decider((_, _) =>
            {
                mayEnd.Wait();
                return AuthenticationResult.Admitted("ada");
            }),
            _ => { },
            TimeSpan.FromMilliseconds(50));
        Task<AuthenticationResult>[] decisions = [.. Enumerable.Range(0, 20).Select(_ => authentication.AuthenticateAsync(s_request, default).AsTask())];
        Assert.All(await Task.WhenAll(decisions).WaitAsync(s_patience), result => Assert.False(result.IsAdmitted));
        mayEnd.Set();
        // The threads that hung go on with those who come later.
        AuthenticationResult late;
        do
            late = await authentication.AuthenticateAsync(s_request, default);
        while (!late.IsAdmitted);
        Assert.Equal("ada", late.UserId);
    }

    [Fact]
    public async Task More_than_a_thousand_that_wait_are_refused_at_once()
    {
        using var mayEnd = new ManualResetEventSlim();
        int asked = 0;
        var authentication = new Authentication(
            new Decider((_, _) =>
            {
                Interlocked.Increment(ref asked);
                mayEnd.Wait();
                return AuthenticationResult.Admitted();
            }),
            _ => { },
            TimeSpan.FromMinutes(5));
        var decisions = new List<Task<AuthenticationResult>>();
        for (int i = 0; i < 16; i++)
            decisions.Add(authentication.AuthenticateAsync(s_request, default).AsTask());
        SpinWait.SpinUntil(() => Volatile.Read(ref asked) == 16);
        for (int i = 0; i < 1_000; i++)
            decisions.Add(authentication.AuthenticateAsync(s_request, default).AsTask());
        ValueTask<AuthenticationResult> oneMore = authentication.AuthenticateAsync(s_request, default);
        Assert.True(oneMore.IsCompletedSuccessfully);
        Assert.False((await oneMore).IsAdmitted);
        mayEnd.Set();
        Assert.All(await Task.WhenAll(decisions), result => Assert.True(result.IsAdmitted));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_decision_that_throws_is_told_and_refuses(bool later)
    {
        var failures = new ConcurrentQueue<Exception>();
        var authentication = new Authentication(
            new Decider(async (_, _) =>
            {
                if (later)
                    await Task.Yield();
                throw new InvalidOperationException("on purpose");
            }),
            failures.Enqueue,
            TimeSpan.FromMinutes(5));
        Assert.False((await authentication.AuthenticateAsync(s_request, default)).IsAdmitted);
        Assert.Equal("on purpose", Assert.Single(failures).Message);
    }

    [Theory]
    [InlineData("countess", "countess", true)]
    [InlineData("countess", "Countess", false)]
    [InlineData("countess", "countess ", false)]
    [InlineData("", "", true)]
    [InlineData("", null, false)]
    [InlineData("countess", null, false)]
    public void Passwords_match_where_they_are_the_same(string given, string? expected, bool match)
        => Assert.Equal(match, Passwords.Match(given, expected));

    private static void InterlockedMax(ref int most, int value)
    {
        int before;
        while ((before = Volatile.Read(ref most)) < value && Interlocked.CompareExchange(ref most, value, before) != before)
        {
        }
    }

    private sealed class Decider(Func<AuthenticationRequest, CancellationToken, ValueTask<AuthenticationResult>> decide) : IAuthenticator
    {
        public ValueTask<AuthenticationResult> AuthenticateAsync(AuthenticationRequest request, CancellationToken cancellationToken)
            => decide(request, cancellationToken);
    }
}
