using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ZProto.Transport.Tests;

/// <summary>What an engine counts, from the first on, when it is given this.</summary>
public sealed class Counts : IMeterFactory
{
    private readonly Meter _meter = new("ZProto");
    private readonly MeterListener _listener = new();
    private readonly ConcurrentDictionary<string, long> _counts = new();

    public Counts()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (ReferenceEquals(instrument.Meter, _meter))
                listener.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, change, _, _) => _counts.AddOrUpdate(instrument.Name, change, (_, before) => before + change));
        _listener.Start();
    }

    public long this[string instrument] => _counts.GetValueOrDefault(instrument);

    public Meter Create(MeterOptions options) => _meter;

    public void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
    }
}
