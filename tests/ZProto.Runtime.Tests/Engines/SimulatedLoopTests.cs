using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using ZProto.Engines.Execution;
using ZProto.Transports;
using ZProto.Transports.InProcess;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>A loop that is run by hand, as a simulation runs it.</summary>
public sealed class SimulatedLoopTests : IDisposable
{
    private readonly HandSimulator _simulator = new();

    public SimulatedLoopTests() => Platform.Simulator = _simulator;

    public void Dispose() => Platform.Simulator = null;

    [Fact]
    public void Loop_runs_only_in_its_steps_and_on_the_thread_that_does_them()
    {
        var loop = new EventLoop(new HandTransport(), new FakeTimeProvider());
        int? thread = null;
        loop.Post(() => thread = loop.IsCurrentThread ? Environment.CurrentManagedThreadId : 0);

        Assert.Null(thread);
        Assert.False(loop.IsCurrentThread);
        Assert.True(_simulator.Loop.Pump());
        Assert.Equal(Environment.CurrentManagedThreadId, thread);
        Assert.False(loop.IsCurrentThread);
    }

    [Fact]
    public async Task Loop_ends_in_a_step_and_says_that_it_has()
    {
        var loop = new EventLoop(new HandTransport(), new FakeTimeProvider());
        loop.Post(() => { });
        Assert.True(_simulator.Loop.Pump());
        Task ended = loop.DisposeAsync().AsTask();

        Assert.False(ended.IsCompleted);
        Assert.False(_simulator.Loop.Pump());
        await ended;
    }

    [Fact]
    public void Loop_that_is_aborted_ends_as_one_that_died_of_it()
    {
        var loop = new EventLoop(new HandTransport(), new FakeTimeProvider());
        loop.Post(() => { });
        _simulator.Loop.Pump();
        var fault = new InvalidOperationException("the power fails");
        _simulator.Loop.Abort(fault);

        Assert.False(_simulator.Loop.Pump());
        Assert.Same(fault, loop.Completion.Exception!.InnerException);
        Assert.False(loop.Post(() => { }));
    }

    [Fact]
    public void Completion_runs_no_code_of_the_waiter_in_the_step_but_posts_it_to_its_context()
    {
        var context = new RecordingContext();
        SynchronizationContext? before = SynchronizationContext.Current;
        SynchronizationContext.SetSynchronizationContext(context);
        try
        {
            var loop = new EventLoop(new HandTransport(), new FakeTimeProvider());
            Task waiter = WaitForBothAsync(loop);
            SynchronizationContext.SetSynchronizationContext(new RecordingContext());
            _simulator.Loop.Pump();
            Assert.False(waiter.IsCompleted);
            SynchronizationContext.SetSynchronizationContext(context);
            context.Run();
            Assert.True(waiter.IsCompletedSuccessfully);
        }
        finally
        {
            SynchronizationContext.SetSynchronizationContext(before);
        }

        // A combination of tasks as well, and one with a token: where completion sources leave their thread, these do.
        static async Task WaitForBothAsync(EventLoop loop)
        {
            using var cancellation = new CancellationTokenSource();
            await Task.WhenAll(loop.InvokeAsync(() => 1), loop.InvokeAsync(() => 2, cancellation.Token));
        }
    }

    [Fact]
    public void Post_from_another_thread_is_told()
    {
        var loop = new EventLoop(new HandTransport(), new FakeTimeProvider());
        var thread = new Thread(() => loop.Post(() => { }));
        thread.Start();
        thread.Join();

        Assert.Equal(1, _simulator.ForeignPosts);
    }

    // What is sent arrives at once, and no loop is woken: the test pumps it.
    private sealed class HandTransport : ITransport, IInProcessCarrier
    {
        public string Name => "by hand";

        public TransportCapabilities Capabilities => TransportCapabilities.InProcess;

        public ITransportLoop CreateLoop() => new InProcessLoop(new InProcessEndpoints(this));

        public void CarryMessage(InProcessPipe end, IMultipartMessage message) => end.Arrive();

        public void CarrySignal(InProcessPipe end, InProcessSignals signals) => end.Deliver(signals);

        public void OnAwake(InProcessLoop loop)
        {
        }
    }

    private sealed class RecordingContext : SynchronizationContext
    {
        private readonly Queue<(SendOrPostCallback Callback, object? State)> _posted = new();

        public override void Post(SendOrPostCallback d, object? state) => _posted.Enqueue((d, state));

        public void Run()
        {
            while (_posted.TryDequeue(out (SendOrPostCallback Callback, object? State) next))
                next.Callback(next.State);
        }
    }

    private sealed class HandSimulator : Simulator
    {
        private ISimulatedLoop? _loop;

        public ISimulatedLoop Loop => _loop ?? throw new InvalidOperationException("No loop has begun.");

        public int ForeignPosts { get; private set; }

        public override TaskScheduler TaskScheduler => TaskScheduler.Default;

        public override ILoggerFactory LoggerFactory => NullLoggerFactory.Instance;

        public override TimeProvider GetClock(ITransport transport) => TimeProvider.System;

        public override string CreateEngineName(string className) => className;

        public override Guid NewGuid() => default;

        public override void Begin(ISimulatedLoop loop) => _loop = loop;

        public override void OnForeignThread() => ForeignPosts++;
    }
}
