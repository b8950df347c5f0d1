using System.Globalization;
using ZProto.Engines.Execution;
using ZProto.Testing.Simulated;

namespace ZProto.Testing;

public sealed partial class Simulation
{
    private int _threadId;
    private long _steps;
    private volatile string? _foreignStack;

    /// <summary>Runs a scenario once for each seed, all on one thread. The first seed that fails ends it.</summary>
    /// <param name="seeds">How many seeds.</param>
    /// <param name="scenario">The scenario: it adds nodes, starts engines on them, and says what is to hold.</param>
    /// <param name="options">How it runs; null for the defaults.</param>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="seeds"/> is less than 1.</exception>
    /// <exception cref="SimulationFailedException">A seed failed.</exception>
    public static Task RunAsync(int seeds, Func<Simulation, Task> scenario, SimulationOptions? options = null)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(seeds, 1);
        ArgumentNullException.ThrowIfNull(scenario);
        return OnThreadOfItsOwn(() =>
        {
            options ??= new SimulationOptions();
            for (int seed = options.FirstSeed; seed < options.FirstSeed + seeds; seed++)
                Shrinking.Run(seed, scenario, options);
        });
    }

    /// <summary>Runs one seed again: the same steps in the same order.</summary>
    /// <param name="seed">The seed.</param>
    /// <param name="scenario">The scenario.</param>
    /// <param name="options">How it runs; null for the defaults.</param>
    /// <param name="withoutFaults">The numbers of the faults that are left out, as the failure names them; null for none.</param>
    /// <exception cref="SimulationFailedException">It failed.</exception>
    public static Task ReplayAsync(int seed, Func<Simulation, Task> scenario, SimulationOptions? options = null, IEnumerable<int>? withoutFaults = null)
    {
        ArgumentNullException.ThrowIfNull(scenario);
        return OnThreadOfItsOwn(() => new Simulation(seed, options ?? new SimulationOptions(), withoutFaults?.ToHashSet() ?? []).Run(scenario));
    }

    internal bool IsOver { get; private set; }

    internal FaultInjector Injector => _injector;

    /// <summary>Runs the scenario to its end, on the calling thread.</summary>
    /// <exception cref="SimulationFailedException">It failed.</exception>
    internal void Run(Func<Simulation, Task> scenario)
    {
        _threadId = Environment.CurrentManagedThreadId;
        Platform.Simulator = _thread;
        try
        {
            Task? ended = null;
            _scenario.Context.Post(_ => ended = scenario(this), null);
            _injector.Plan();
            while (ended is not { IsCompleted: true })
                DoStep();
            ended.GetAwaiter().GetResult();
            if (_expectations.FirstOrDefault() is { } expectation)
                throw new BrokenExpectationException($"by the end of the scenario it does not hold that {expectation.Text}");
        }
        catch (Exception exception)
        {
            throw Failure(exception);
        }
        finally
        {
            End();
            Platform.Simulator = null;
            SynchronizationContext.SetSynchronizationContext(null);
        }
    }

    /// <summary>Whether the caller is outside of the simulation; the run fails where it is.</summary>
    internal bool RefusesThread()
    {
        if (!IsOver && Environment.CurrentManagedThreadId == _threadId && ReferenceEquals(Platform.Simulator, _thread))
            return false;
        _foreignStack ??= Environment.StackTrace;
        return true;
    }

    private static Task OnThreadOfItsOwn(Action work)
        => Task.Factory.StartNew(work, CancellationToken.None, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);

    private void DoStep()
    {
        if (_foreignStack is { } stack)
            throw new BrokenExpectationException($"another thread takes part in the simulation: what it does would be different the next time\n{stack}");
        if (Scheduler.Take() is { } step)
        {
            Perform(step);
            Check();
            if (++_steps > _options.MaxSteps)
                throw new BrokenExpectationException(string.Create(CultureInfo.InvariantCulture, $"the scenario has not ended after {_options.MaxSteps:N0} steps"));
            return;
        }
        if (Scheduler.NextDue is not { } due)
            throw new BrokenExpectationException("the scenario waits for work outside the simulation: there is nothing to do, no timer, and it has not ended");
        if (_injector.NextDue is { } fault && fault < due)
        {
            Scheduler.AdvanceTo(fault);
            _injector.Cause();
        }
        else
        {
            Scheduler.AdvanceTo(due);
        }
        if (Now > _options.MaxTime)
            throw new BrokenExpectationException($"the scenario has not ended after {_options.MaxTime} of simulated time");
    }

    private void Perform(SimulationStep step)
    {
        if (step.Life is { IsOver: true })
            return;
        if (step.Life is { Node.IsPaused: true } paused)
        {
            paused.Node.AddWaiting(step);
            return;
        }
        Trace.OnStep(step);
        CurrentLife = step.Life ?? _scenario;
        SynchronizationContext.SetSynchronizationContext(_scenario.LoopContext);
        step.Run();
    }

    private void Check()
    {
        SynchronizationContext.SetSynchronizationContext(_scenario.LoopContext);
        foreach (Invariant invariant in _invariants)
        {
            if (!_thread.Observe(invariant.Holds))
                throw new BrokenExpectationException($"it does not hold that {invariant.Text}");
        }
        for (int i = _expectations.Count - 1; i >= 0; i--)
        {
            Expectation expectation = _expectations[i];
            if (_thread.Observe(expectation.Holds))
            {
                _expectations.RemoveAt(i);
                expectation.Held.TrySetResult();
            }
            else if (Scheduler.Now > expectation.Deadline)
            {
                throw new BrokenExpectationException($"in time it does not hold that {expectation.Text}");
            }
        }
    }

    // Nothing of it is left in what the process shares, such as meters.
    private void End()
    {
        foreach (NodeLife life in _nodes.Select(node => node.Life).Append(_scenario).Append(_stranger))
        {
            try
            {
                life.End(new ObjectDisposedException(nameof(Simulation)));
            }
            catch (Exception)
            {
                // It has ended as it did; what an engine throws now is no part of it.
            }
        }
        IsOver = true;
    }

    private SimulationFailedException Failure(Exception cause)
    {
        string reason = cause is BrokenExpectationException ? cause.Message : $"{cause.GetType().Name}: {cause.Message}";
        string chart = Trace.ToChart();
        string text = string.Create(CultureInfo.InvariantCulture, $"Seed {Seed} failed at step {_steps:N0}, after {EventTrace.Format(Now)}: {reason}\n");
        string faults = _injector.Occurred.Count == 0 ? "" : $"Faults that took part:\n{string.Join('\n', _injector.Occurred)}\n";
        string without = _injector.Without.Count == 0 ? "" : $", withoutFaults: [{string.Join(", ", _injector.Without.Order())}]";
        return new SimulationFailedException(
            $"{text}Run it again by Simulation.ReplayAsync({Seed}, scenario{without}).\n{faults}{Log}The last events:\n{chart}",
            cause is BrokenExpectationException ? null : cause)
        {
            Seed = Seed,
            Step = _steps,
            Chart = chart,
            WithoutFaults = [.. _injector.Without.Order()],
            // Of another type of failure, texts differ in times and the like.
            Reason = cause is BrokenExpectationException ? reason.Split('\n')[0] : cause.GetType().Name,
        };
    }
}
