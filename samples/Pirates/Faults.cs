namespace Pirates;

/// <summary>What goes wrong with a request.</summary>
internal enum Fault
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It takes longer than a client waits.</summary>
    Overload,

    /// <summary>It ends who works on it.</summary>
    Crash,
}

/// <summary>What goes wrong with one request after another, as with the Guide's servers: nothing with the first three.</summary>
/// <param name="seed">Decides the rest; without one, nothing goes wrong.</param>
/// <param name="oneIn">How rare faults are: one request in so many.</param>
internal sealed class Faults(int? seed, int oneIn)
{
    private const int GoodRequests = 3;

    private readonly Random? _random = seed is { } given ? new Random(given) : null;
    private int _requests;

    /// <summary>What goes wrong with the next request.</summary>
    public Fault Next()
    {
        if (_random is null || ++_requests <= GoodRequests)
            return Fault.None;
        return _random.Next(oneIn) == 0 ? Fault.Crash : _random.Next(oneIn) == 0 ? Fault.Overload : Fault.None;
    }
}
