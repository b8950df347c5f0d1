using System.Diagnostics.Metrics;

namespace ZProto.Runtime.Tests.Engines;

/// <summary>A meter whose listener throws: as soon as an instrument is published, or with each measurement.</summary>
internal sealed class ThrowingMeters : IMeterFactory
{
    private readonly Meter _meter = new("ZProto");
    private readonly MeterListener _listener = new();

    public ThrowingMeters(bool atOnce)
    {
        _listener.InstrumentPublished = (instrument, listening) =>
        {
            if (!ReferenceEquals(instrument.Meter, _meter))
                return;
            if (atOnce)
                throw new InvalidOperationException("on purpose");
            listening.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((_, _, _, _) => throw new InvalidOperationException("on purpose"));
        _listener.SetMeasurementEventCallback<double>((_, _, _, _) => throw new InvalidOperationException("on purpose"));
        _listener.Start();
    }

    public Meter Create(MeterOptions options) => _meter;

    public void Dispose()
    {
        _listener.Dispose();
        _meter.Dispose();
    }
}
