using System.Diagnostics.CodeAnalysis;
using System.Threading.Channels;
using ZProto.Transports;
using static ZProto.Runtime.Tests.OddValues;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>Engines that end at the worst of moments: no one waits indefinitely, nothing is left.</summary>
public sealed class LifetimeTests : TestServerTests
{
    [Fact]
    public async Task An_engine_that_never_started_ends()
    {
        await Server.DisposeAsync();
        await Server.Completion.WaitAsync(Patience);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Server.BindAsync("inproc://*"));
        Assert.Throws<ObjectDisposedException>(() => Server.Monitor(TimeSpan.FromSeconds(1), () => { }));
    }

    [Fact]
    public async Task Disposed_in_OnInitialize_of_the_server_it_starts_whole_and_ends()
    {
        Server.OnStart = () => _ = Server.DisposeAsync();
        Server.OnStop = () => Log.Add("stopped");
        await Server.BindAsync("inproc://*").WaitAsync(Patience);
        await AssertEndedAsync();
        Assert.Equal(["stopped"], Log);
    }

    [Fact]
    public async Task An_exception_in_OnInitialize_of_the_server_goes_to_who_started_it_and_a_later_start_can_succeed()
    {
        Server.OnStart = () => throw new InvalidOperationException("on purpose");
        Server.OnStop = () => Log.Add("stopped");
        Server.On(Start, MessageId.Nothing, 0, client => Answer(client));
        InvalidOperationException problem = await Assert.ThrowsAsync<InvalidOperationException>(() => Server.BindAsync("inproc://*"));
        Assert.Equal("on purpose", problem.Message);
        Server.OnStart = null;
        await using (await AskAsync())
        {
        }
        await Server.DisposeAsync();
        Assert.Equal(["stopped"], Log);
    }

    [Fact]
    public async Task Disposed_after_an_OnInitialize_that_threw_it_ends_without_OnTerminate()
    {
        Server.OnStart = () => throw new InvalidOperationException("on purpose");
        Server.OnStop = () => Log.Add("never");
        await Assert.ThrowsAsync<InvalidOperationException>(() => Server.BindAsync("inproc://*"));
        await AssertEndedAsync();
        Assert.Empty(Log);
    }

    [Fact]
    public async Task Disposed_in_OnInitialize_of_a_client_it_still_executes_the_message_and_ends()
    {
        Server.OnNewClient = _ => Server.DisposeAsync().AsTask().Wait(Patience);
        Server.On(Start, MessageId.Nothing, 0, client => Answer(client));
        await using Peer<OddValues> peer = await AskAsync();
        await AssertEndedAsync();
    }

    [Fact]
    public async Task Disposed_in_last_words_of_a_client_it_ends()
    {
        Server.On(Start, MessageId.Nothing, 0, client => Answer(client), client => client.Terminate());
        Server.OnEndedClient = _ => Server.DisposeAsync().AsTask().Wait(Patience);
        await using Peer<OddValues> peer = await AskAsync();
        await AssertEndedAsync();
    }

    [Fact]
    public async Task Disposed_in_a_monitor_it_ends()
    {
        using IDisposable monitor = Server.Monitor(TimeSpan.FromSeconds(1), () => Server.DisposeAsync().AsTask().Wait(Patience));
        await SettleAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        await AssertEndedAsync();
    }

    [Fact]
    public async Task Disposed_in_a_handler_of_a_channel_it_ends_and_the_rest_is_not_handled()
    {
        var channel = Channel.CreateUnbounded<int>();
        for (int i = 0; i < 10; i++)
            Assert.True(channel.Writer.TryWrite(i));
        using IDisposable handler = Server.Handle(channel.Reader, number => Log.Add($"{number} {Server.DisposeAsync().IsCompleted}"));
        await Server.Completion.WaitAsync(Patience);
        await AssertEndedAsync();
        Assert.Equal("0 True", Log[0]);
    }

    [Fact]
    public async Task Disposed_in_a_handler_of_a_dealer_it_ends()
    {
        await using var other = new TestServer { Options = { Transport = Server.Options.Transport } };
        other.On(Start, MessageId.Nothing, 0, client => Answer(client), client => Answer(client));
        string endpoint = await other.BindAsync("inproc://*");
        await Server.InvokeAsync(() =>
        {
            DealerConnection dealer = Server.CreateDealer();
            dealer.Handle(frames =>
            {
                dealer.Dispose();
                Server.DisposeAsync().AsTask().Wait(Patience);
                Log.Add($"{frames.Count}");
            });
            dealer.Connect(endpoint);
            dealer.Send(CreateNothing());
        });
        await Server.Completion.WaitAsync(Patience);
        await AssertEndedAsync();
        Assert.Single(Log);
    }

    [Fact]
    public async Task Disposed_by_many_threads_while_others_bind_call_post_and_watch_it_ends_and_no_one_waits_indefinitely()
    {
        for (int round = 0; round < 200; round++)
        {
            var server = new TestServer { Options = { Transport = Server.Options.Transport } };
            using var start = new Barrier(6);
            Task[] threads =
            [
                Race(() => server.DisposeAsync().AsTask()),
                Race(() => server.DisposeAsync().AsTask()),
                Race(() => server.BindAsync("inproc://*")),
                Race(() => server.InvokeAsync(() => 1)),
                Race(() =>
                {
                    server.Post(() => { });
                    server.Monitor(TimeSpan.FromMilliseconds(1), () => { }).Dispose();
                    return Task.CompletedTask;
                }),
                Race(() => server.StopAsync()),
            ];
            await Task.WhenAll(threads).WaitAsync(Patience);
            await server.Completion.WaitAsync(Patience);

            Task Race(Func<Task> work) => Task.Factory.StartNew(
                async () =>
                {
                    start.SignalAndWait();
                    try
                    {
                        await work();
                    }
                    catch (ObjectDisposedException)
                    {
                        // It came too late.
                    }
                },
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default).Unwrap();
        }
    }

    [Fact]
    public async Task Calls_that_are_queued_when_it_is_disposed_end_one_way_or_the_other()
    {
        using var stalled = new ManualResetEventSlim();
        Task stall = Server.InvokeAsync(() => stalled.Wait(Patience));
        Task before = Server.InvokeAsync(() => Log.Add("before"));
        Task dispose = Server.DisposeAsync().AsTask();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Server.InvokeAsync(() => Log.Add("never")));
        Assert.False(dispose.IsCompleted);
        stalled.Set();
        await stall;
        await before.WaitAsync(Patience);
        await dispose.WaitAsync(Patience);
        Assert.Equal(["before"], Log);
    }

    [Fact]
    public async Task Disposed_with_work_under_way_it_cancels_the_work_and_does_not_wait_for_it()
    {
        var cancelled = new TaskCompletionSource();
        using var release = new ManualResetEventSlim();
        Server
            .On(Start, MessageId.Nothing, 0, client => client.RunInBackground(
                token =>
                {
                    token.Register(cancelled.SetResult);
                    Assert.True(release.Wait(Patience, CancellationToken.None));
                    return Task.FromResult(1);
                },
                Ok,
                Error), client => Answer(client))
            .On(Start, Ok, 0, Note("never"))
            .On(Start, Error, 0, Note("never"));
        await using Peer<OddValues> peer = await AskAsync();
        await AssertEndedAsync();
        await cancelled.Task.WaitAsync(Patience);
        release.Set();
        Assert.Empty(Log);
    }

    [Fact]
    public async Task Disposed_while_it_drains_the_drain_ends()
    {
        Server.On(Start, MessageId.Nothing, 0, client => client.RunInBackground(token => Task.Delay(Timeout.Infinite, token).ContinueWith(_ => 1, TaskScheduler.Default), Ok, Error), client => Answer(client));
        await using Peer<OddValues> peer = await AskAsync();
        Task drain = Server.StopAsync();
        Task again = Server.StopAsync();
        await SettleAsync();
        await AssertEndedAsync();
        await drain.WaitAsync(Patience);
        await again.WaitAsync(Patience);
    }

    [Fact]
    public async Task A_drain_with_nothing_to_do_ends_the_server()
    {
        await Server.BindAsync("inproc://*");
        await Server.StopAsync().WaitAsync(Patience);
        await AssertEndedAsync();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Server.StopAsync());
    }

    [Fact]
    public async Task What_is_begun_in_last_words_of_the_server_is_refused_or_dropped()
    {
        Server.On(Start, MessageId.Nothing, 0, client => Answer(client));
        Server.OnStop = () =>
        {
            Server.Post(() => Log.Add("never"));
            Server.Monitor(TimeSpan.FromMilliseconds(1), () => Log.Add("never"));
            Assert.Throws<ObjectDisposedException>(() => Server.CreateDealer());
            Assert.True(Server.BindAsync("inproc://x").IsFaulted);
            Log.Add("stopped");
        };
        await using Peer<OddValues> peer = await AskAsync();
        await AssertEndedAsync();
        Clock.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(["stopped"], Log);
        Assert.Empty(Book.Lines);
    }

    [Fact]
    public async Task When_it_has_ended_the_thread_has_done_its_work_and_the_endpoint_is_free()
    {
        var transport = new WatchedTransport();
        for (int i = 0; i < 100; i++)
        {
            await using (var server = new HelloServer { Options = { Transport = transport } })
                Assert.Equal("inproc://same", await server.BindAsync("inproc://same"));
            Assert.Equal(i + 1, transport.Disposed);
        }
    }

    [Fact]
    public async Task A_transport_that_does_not_start_is_told_by_the_call_and_by_completion_and_disposing_is_harmless()
    {
        var server = new HelloServer { Options = { Transport = new BrokenTransport() } };
        TransportException problem = await Assert.ThrowsAsync<TransportException>(() => server.BindAsync("inproc://*").WaitAsync(Patience));
        Assert.Equal("broken on purpose", problem.InnerException?.Message);
        await server.DisposeAsync();
        await Assert.ThrowsAsync<TransportException>(() => server.Completion.WaitAsync(Patience));
    }

    [Fact]
    public async Task Clocks_that_outlive_an_engine_find_no_one_to_wake()
    {
        Server.ExpiredEvent = Error;
        Server.On(Start, MessageId.Nothing, 0, client => client.SetWakeup(TimeSpan.FromSeconds(1), Ok), client => Answer(client));
        await using Peer<OddValues> peer = await AskAsync();
        await SettleAsync();
        await AssertEndedAsync();
        Clock.Advance(TimeSpan.FromDays(1));
        Assert.Empty(Log);
    }

    /// <summary>Disposes the server, which ends and refuses all that comes later.</summary>
    private async Task AssertEndedAsync()
    {
        await Server.DisposeAsync().AsTask().WaitAsync(Patience);
        await Server.DisposeAsync();
        await Server.Completion.WaitAsync(Patience);
        await Assert.ThrowsAsync<ObjectDisposedException>(() => Server.InvokeAsync(() => { }));
        Assert.Throws<ObjectDisposedException>(() => Server.Post(() => { }));
    }

    /// <summary>Counts the loops that have been disposed of.</summary>
    private sealed class WatchedTransport : ITransport
    {
        private readonly InProcessTransport _inner = new();
        private int _disposed;

        public int Disposed => Volatile.Read(ref _disposed);

        public string Name => _inner.Name;

        public TransportCapabilities Capabilities => _inner.Capabilities;

        public ITransportLoop CreateLoop() => new Loop(this, _inner.CreateLoop());

        private sealed class Loop(WatchedTransport transport, ITransportLoop inner) : ITransportLoop
        {
            public ITransportSocket CreateSocket(SocketType kind, SocketOptions options) => inner.CreateSocket(kind, options);

            public void Wait(TimeSpan timeout) => inner.Wait(timeout);

            public void Wake() => inner.Wake();

            public void Dispose()
            {
                // So that whoever does not wait for it is found out.
                Thread.Yield();
                inner.Dispose();
                Interlocked.Increment(ref transport._disposed);
            }
        }
    }

    private sealed class BrokenTransport : ITransport
    {
        public string Name => "broken";

        public TransportCapabilities Capabilities => TransportCapabilities.InProcess;

        [DoesNotReturn]
        public ITransportLoop CreateLoop() => throw new TransportException("broken on purpose");
    }
}
