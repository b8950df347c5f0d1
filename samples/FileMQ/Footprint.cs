namespace FileMQ;

/// <summary>The most managed memory that the program has had, garbage that waits for collection included.</summary>
internal sealed class Footprint : IDisposable
{
    private const double Megabyte = 1_000_000;

    private readonly Timer _timer;
    private long _most;

    public Footprint() => _timer = new Timer(_ => _most = Math.Max(_most, GC.GetTotalMemory(forceFullCollection: false)), null, 0, 20);

    public void Dispose() => _timer.Dispose();

    public override string ToString() => $"managed memory: at most {_most / Megabyte:N1} MB";
}
