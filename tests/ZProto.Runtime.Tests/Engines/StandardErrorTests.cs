using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZProto.Diagnostics;
using ZProto.Transports;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>Never silent: where engines without a logger factory say what goes wrong.</summary>
public sealed class StandardErrorTests
{
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task An_action_that_throws_is_on_stderr_with_state_and_event_and_the_call_says_that_there_was_no_answer()
    {
        TextWriter before = Console.Error;
        using var written = new Writer(static () => { });
        Console.SetError(written);
        try
        {
            var clock = new FakeTimeProvider();
            var transport = new InProcessTransport();
            await using var server = new PairServer { Options = { Name = "broken", Transport = transport }, OnAsk = _ => throw new InvalidTimeZoneException("There is no tea.") };
            await using var client = new PairClient { Options = { Transport = transport, TimeProvider = clock, DisposeTimeout = TimeSpan.Zero } };
            await client.OpenAsync(await server.BindAsync("inproc://broken"));
            Task<string> call = client.AskAsync("tea");
            while (!Lines(written).Contains("There is no tea.", StringComparison.Ordinal))
            {
                Assert.False(call.IsCompleted);
                await server.InvokeAsync(() => { });
                StandardErrorLog.Shared.Flush(s_patience);
            }
            Assert.Contains("error: ZProto.Runtime.Tests.PairServer: broken client 1: state start, event ASK: an action threw; the machine is ended", Lines(written), StringComparison.Ordinal);
            Assert.Contains("    System.InvalidTimeZoneException: There is no tea.", Lines(written), StringComparison.Ordinal);
            await client.InvokeAsync(() => { });
            clock.Advance(TimeSpan.FromSeconds(30));
            TimeoutException thrown = await Assert.ThrowsAsync<TimeoutException>(() => call);
            Assert.Equal("'ask' had no reply within 30 seconds: it is connected to inproc://broken, which has not answered; the client is in state 'ready'.", thrown.Message);
        }
        finally
        {
            Console.SetError(before);
        }

        static string Lines(Writer written) => string.Join('\n', written.Lines);
    }

    [Fact]
    public void Warnings_and_errors_are_written_with_their_category_and_nothing_less()
    {
        using var written = new StringWriter();
        var log = new StandardErrorLog(() => written);
        ILogger logger = new StandardErrorLoggers(log).CreateLogger("Shop.Server");
        logger.LogInformation("not this");
        logger.LogWarning("beware");
        logger.LogCritical(new InvalidOperationException("on\npurpose"), "the end");
        log.Flush(s_patience);
        Assert.Equal(["warning: Shop.Server: beware", "critical: Shop.Server: the end", "    System.InvalidOperationException: on", "    purpose", ""], written.ToString().Split(Environment.NewLine));
        Assert.False(logger.IsEnabled(LogLevel.Information));
    }

    [Fact]
    public void Nothing_that_a_terminal_obeys_is_written()
    {
        string line = StandardErrorLog.Format("error", "a\u001b[2J", "b\r\n[critical] c\u202e\u0007", new InvalidOperationException("d\u001b]0;e\nf"));
        Assert.Equal($@"error: a\u001B[2J: b\u000D\u000A[critical] c\u202E\u0007{Environment.NewLine}    System.InvalidOperationException: d\u001B]0;e{Environment.NewLine}    f", line);
    }

    [Fact]
    public void A_writer_that_stands_still_holds_up_no_one_and_what_it_misses_is_counted()
    {
        using var go = new ManualResetEventSlim();
        using var writer = new Writer(go.Wait);
        var log = new StandardErrorLog(() => writer);
        log.Add("first");
        Assert.True(writer.Begun.Wait(s_patience));
        for (int i = 0; i < StandardErrorLog.Capacity + 7; i++)
            log.Add($"{i}");
        log.Flush(TimeSpan.FromMilliseconds(1));
        go.Set();
        log.Flush(s_patience);
        log.Add("last");
        log.Flush(s_patience);
        Assert.Equal(["first", .. Enumerable.Range(0, StandardErrorLog.Capacity).Select(i => $"{i}"), "warning: ZProto: 7 lines were not written here, since 1000 waited", "last"], writer.Lines);
    }

    [Fact]
    public void A_writer_that_throws_ends_nothing()
    {
        int calls = 0;
        using var writer = new Writer(() =>
        {
            if (calls++ == 0)
                throw new IOException("no one reads");
        });
        var log = new StandardErrorLog(() => writer);
        log.Add("lost");
        log.Add("written");
        log.Flush(s_patience);
        Assert.Equal(["written"], writer.Lines);
    }

    [Fact]
    public void An_exception_that_throws_when_it_is_shown_is_named()
        => Assert.Equal($"error: c: m{Environment.NewLine}    {typeof(Unspeakable).FullName}", StandardErrorLog.Format("error", "c", "m", new Unspeakable()));

    [Fact]
    public async Task A_null_logger_factory_silences()
    {
        var transport = new InProcessTransport();
        await using var server = new PairServer { Options = { Transport = transport, LoggerFactory = NullLoggerFactory.Instance } };
        await server.InvokeAsync(() => { });
        Assert.Same(NullLoggerFactory.Instance, server.Options.LoggerFactory);
        Assert.False(server.Context!.Logger.IsEnabled(LogLevel.Critical));
    }

    private sealed class Unspeakable : Exception
    {
        public override string ToString() => throw new InvalidOperationException("not even this");
    }

    private sealed class Writer(Action before) : StringWriter
    {
        public ManualResetEventSlim Begun { get; } = new();

        public ConcurrentQueue<string> Lines { get; } = [];

        public override void WriteLine(string? value)
        {
            Begun.Set();
            before();
            Lines.Enqueue(value!);
        }
    }
}
