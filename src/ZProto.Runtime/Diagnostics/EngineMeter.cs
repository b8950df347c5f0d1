using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;
using ZProto.Transports;

namespace ZProto.Diagnostics;

/// <summary>What one engine counts, tagged by its name. Where no one listens, it costs next to nothing; what a listener throws does not get out.</summary>
internal sealed class EngineMeter
{
    private readonly EngineInstruments? _instruments;
    private readonly KeyValuePair<string, object?> _engine;
    private long _clients;
    private long _kept;
    private long _keptBytes;
    private bool _hasClients;

    public EngineMeter(IMeterFactory? factory, string engine)
    {
        Engine = engine;
        _engine = new("zproto.engine", engine);
        _instruments = EngineInstruments.Of(factory);
        _instruments?.Add(this);
    }

    /// <summary>What its figures are tagged with.</summary>
    public string Engine { get; }

    /// <summary>The same, as a tag.</summary>
    public KeyValuePair<string, object?> Tag => _engine;

    /// <summary>The clients there are; null for an engine that has none.</summary>
    public long? Clients => _hasClients ? Volatile.Read(ref _clients) : null;

    /// <summary>The messages that are kept.</summary>
    public long? KeptMessages => Volatile.Read(ref _kept);

    /// <summary>The memory that they take.</summary>
    public long? KeptBytes => Volatile.Read(ref _keptBytes);

    /// <summary>The engine is one that has clients.</summary>
    public void HasClients() => _hasClients = true;

    /// <summary>The engine has ended: nothing of it is observed any more.</summary>
    public void Close() => _instruments?.Remove(this);

    public void Client(int change) => Volatile.Write(ref _clients, _clients + change);

    public void Expired() => Add(_instruments?.Expired, 1);

    public void Received(IMultipartMessage frames)
    {
        if (_instruments is { } instruments)
            Add(instruments.MessagesIn, instruments.BytesIn, frames);
    }

    public void Sent(IMultipartMessage frames)
    {
        if (_instruments is { } instruments)
            Add(instruments.MessagesOut, instruments.BytesOut, frames);
    }

    public void NotSent(SendResult result) => Add(result == SendResult.QueueFull ? _instruments?.Full : _instruments?.Unreachable, 1);

    public void Malformed() => Add(_instruments?.Malformed, 1);

    /// <summary>A peer that authentication did not admit. From any thread.</summary>
    public void Refused() => Add(_instruments?.Refused, 1);

    public void Dropped() => Add(_instruments?.Dropped, 1);

    /// <summary>A peer was not made a client, since there are as many as there may be.</summary>
    public void ClientRefused() => Add(_instruments?.ClientsRefused, 1);

    /// <summary>A client was ended for what its peer does.</summary>
    /// <param name="reason">What it does: one of a few words.</param>
    public void ClientEnded(string reason) => Add(_instruments?.ClientsEnded, 1, reason);

    /// <summary>A message was dropped before it was read.</summary>
    /// <param name="reason">Why: one of a few words.</param>
    public void MessageRefused(string reason) => Add(_instruments?.MessagesRefused, 1, reason);

    public void Kept(int change, long bytes)
    {
        Volatile.Write(ref _kept, _kept + change);
        Volatile.Write(ref _keptBytes, _keptBytes + bytes);
    }

    public void Unhandled() => Add(_instruments?.Unhandled, 1);

    /// <summary>Whether somebody wants to know how long actions take.</summary>
    public bool SeesActions => _instruments is { Actions.Enabled: true };

    public void Actions(TimeSpan took) => Record(_instruments?.Actions, took);

    public void LoopLag(TimeSpan lag) => Record(_instruments?.LoopLag, lag);

    public void Exception() => Add(_instruments?.Exceptions, 1);

    // A message, and the bytes of its frames: looked at for each message, though mostly no one listens.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(Counter<long> messages, Counter<long> bytes, IMultipartMessage frames)
    {
        if (messages.Enabled || bytes.Enabled)
            AddGuarded(messages, bytes, frames);
    }

    private void AddGuarded(Counter<long> messages, Counter<long> bytes, IMultipartMessage frames)
    {
        Add(messages, 1);
        if (bytes.Enabled)
            Add(bytes, SizeOf(frames));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Add(Counter<long>? counter, long value, string? reason = null)
    {
        if (counter is { Enabled: true })
            AddGuarded(counter, value, reason);
    }

    // What a listener throws ends nothing: it has not counted, and that is all.
    private void AddGuarded(Counter<long> counter, long value, string? reason)
    {
        try
        {
            if (reason is null)
                counter.Add(value, _engine);
            else
                counter.Add(value, _engine, new KeyValuePair<string, object?>("zproto.reason", reason));
        }
        catch (Exception)
        {
            // There is no one to tell but the listener.
        }
    }

    private void Record(Histogram<double>? histogram, TimeSpan value)
    {
        if (histogram is not { Enabled: true })
            return;
        try
        {
            histogram.Record(value.TotalSeconds, _engine);
        }
        catch (Exception)
        {
            // There is no one to tell but the listener.
        }
    }

    /// <summary>Bytes of all frames.</summary>
    private static long SizeOf(IMultipartMessage frames)
    {
        long size = 0;
        for (int i = 0; i < frames.Count; i++)
            size += frames.GetFrame(i).Length;
        return size;
    }
}
