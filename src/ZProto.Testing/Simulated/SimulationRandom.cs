namespace ZProto.Testing.Simulated;

/// <summary>
/// The sources of chance of a simulation. Each is for one purpose, and where it matters for one moment: where a fault is left out, all that
/// it has not touched goes on as before.
/// </summary>
internal static class SimulationRandom
{
    /// <summary>A source that the seed and its purpose decide, on every machine alike.</summary>
    /// <param name="seed">The seed of the simulation.</param>
    /// <param name="purpose">What it is for.</param>
    /// <param name="number">Which of that purpose, such as the number of a fault.</param>
    /// <param name="time">The moment that it is for.</param>
    public static Random Create(int seed, ChancePurpose purpose, long number = 0, long time = 0) => new((int)Draw(seed, purpose, number, time));

    /// <summary>A number that the same decide.</summary>
    public static uint Draw(int seed, ChancePurpose purpose, long number, long time)
    {
        ulong mixed = Mix(((ulong)(uint)seed << 32) | (uint)purpose);
        mixed = Mix(mixed ^ (ulong)number);
        return (uint)(Mix(mixed ^ (ulong)time) >> 32);
    }

    // Neighbours are not to be alike (SplitMix64, Steele et al. 2014).
    private static ulong Mix(ulong value)
    {
        value += 0x9E3779B97F4A7C15;
        value = (value ^ (value >> 30)) * 0xBF58476D1CE4E5B9;
        value = (value ^ (value >> 27)) * 0x94D049BB133111EB;
        return value ^ (value >> 31);
    }
}
