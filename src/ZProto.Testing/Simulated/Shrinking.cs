namespace ZProto.Testing.Simulated;

/// <summary>Finds which faults a failure takes: it is run again without some of them, as long as it fails in the same way.</summary>
internal static class Shrinking
{
    /// <summary>Runs a seed.</summary>
    /// <exception cref="SimulationFailedException">It failed; with as few faults as it takes.</exception>
    public static void Run(int seed, Func<Simulation, Task> scenario, SimulationOptions options)
    {
        HashSet<int> without = [];
        if (RunOnce(seed, scenario, options, without, out Simulation simulation) is not { } failure)
            return;
        int runs = options.MaxShrinkRuns;
        List<int> left = [.. simulation.Injector.Occurred.Select(fault => fault.Number)];
        // All at once, then each half, each quarter: most of them have no part in it (Zeller and Hildebrandt 2002, "ddmin").
        for (int size = left.Count; size > 0; size /= 2)
        {
            // The last first: those after the failure, and those whose effect is over, go together.
            for (int start = left.Count - size; start > -size && runs > 0; start -= size)
            {
                int from = Math.Max(start, 0), count = Math.Min(size, start + size);
                runs--;
                if (FailsAlike(left.GetRange(from, count)))
                    left.RemoveRange(from, count);
            }
        }
        throw failure;

        bool FailsAlike(IEnumerable<int> less)
        {
            HashSet<int> tried = [.. without, .. less];
            if (RunOnce(seed, scenario, options, tried, out _) is not { } again || again.Reason != failure.Reason)
                return false;
            (without, failure) = (tried, again);
            return true;
        }
    }

    private static SimulationFailedException? RunOnce(int seed, Func<Simulation, Task> scenario, SimulationOptions options, IReadOnlySet<int> without, out Simulation simulation)
    {
        simulation = new Simulation(seed, options, without);
        try
        {
            simulation.Run(scenario);
            return null;
        }
        catch (SimulationFailedException failure)
        {
            return failure;
        }
    }
}
