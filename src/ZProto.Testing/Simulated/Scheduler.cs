namespace ZProto.Testing.Simulated;

/// <summary>The steps of a simulation: those that can be done now, in an order that is drawn, and those of later.</summary>
/// <param name="seed">Decides which of the steps that can be done is the next.</param>
internal sealed class Scheduler(int seed)
{
    private readonly List<SimulationStep> _ready = [];
    private readonly PriorityQueue<SimulationStep, (long Due, long Number)> _later = new();
    private long _number;
    private long _drawsNow;

    /// <summary>The time since the simulation began, in ticks of 100 ns.</summary>
    public long Now { get; private set; }

    /// <summary>When the next step of later is due; null where there is none.</summary>
    public long? NextDue
    {
        get
        {
            while (_later.TryPeek(out SimulationStep? step, out (long Due, long) key))
            {
                if (!step.IsCancelled)
                    return key.Due;
                _later.Dequeue();
            }
            return null;
        }
    }

    /// <summary>Adds a step that can be done now.</summary>
    public void Add(SimulationStep step) => _ready.Add(step);

    /// <summary>Adds a step that can be done from a time on.</summary>
    public void Add(SimulationStep step, long due)
    {
        if (due <= Now)
            _ready.Add(step);
        else
            _later.Enqueue(step, (due, ++_number));
    }

    /// <summary>Takes one of the steps that can be done now.</summary>
    public SimulationStep? Take()
    {
        while (_ready.Count > 0)
        {
            int index = _ready.Count == 1 ? 0 : (int)(SimulationRandom.Draw(seed, ChancePurpose.Order, ++_drawsNow, Now) % _ready.Count);
            SimulationStep step = _ready[index];
            _ready[index] = _ready[^1];
            _ready.RemoveAt(_ready.Count - 1);
            if (!step.IsCancelled)
                return step;
        }
        return null;
    }

    /// <summary>Lets time pass, no further than to the next deadline.</summary>
    public void AdvanceTo(long time)
    {
        (Now, _drawsNow) = (time, 0);
        while (NextDue <= time)
            _ready.Add(_later.Dequeue());
    }
}
