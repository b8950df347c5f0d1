using System.Diagnostics.Metrics;
using ZProto.Transport;

namespace ZProto.Engines;

/// <summary>What one engine counts, tagged by its name. Where nobody listens, it costs next to nothing.</summary>
internal sealed class EngineMeter
{
    private readonly EngineInstruments _instruments;
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
        _instruments.Add(this);
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
    public void Close() => _instruments.Remove(this);

    public void Client(int change) => Volatile.Write(ref _clients, _clients + change);

    public void Expired() => _instruments.Expired.Add(1, _engine);

    public void Received(IFrameSource frames)
    {
        if (_instruments.MessagesIn.Enabled)
            _instruments.MessagesIn.Add(1, _engine);
        if (_instruments.BytesIn.Enabled)
            _instruments.BytesIn.Add(SizeOf(frames), _engine);
    }

    public void Sent(FrameBuffer frames, SendOutcome outcome)
    {
        switch (outcome)
        {
            case SendOutcome.Full:
                _instruments.Full.Add(1, _engine);
                break;
            case SendOutcome.Unreachable:
                _instruments.Unreachable.Add(1, _engine);
                break;
            default:
                if (_instruments.MessagesOut.Enabled)
                    _instruments.MessagesOut.Add(1, _engine);
                if (_instruments.BytesOut.Enabled)
                    _instruments.BytesOut.Add(SizeOf(frames), _engine);
                break;
        }
    }

    public void Malformed() => _instruments.Malformed.Add(1, _engine);

    public void Dropped() => _instruments.Dropped.Add(1, _engine);

    /// <summary>A peer was not made a client, since there are as many as there may be.</summary>
    public void ClientRefused() => _instruments.ClientsRefused.Add(1, _engine);

    /// <summary>A client was ended for what its peer does.</summary>
    /// <param name="reason">What it does: one of a few words.</param>
    public void ClientEnded(string reason) => _instruments.ClientsEnded.Add(1, _engine, new KeyValuePair<string, object?>("zproto.reason", reason));

    /// <summary>A message was dropped before it was read.</summary>
    /// <param name="reason">Why: one of a few words.</param>
    public void MessageRefused(string reason) => _instruments.MessagesRefused.Add(1, _engine, new KeyValuePair<string, object?>("zproto.reason", reason));

    public void Kept(int change, long bytes)
    {
        Volatile.Write(ref _kept, _kept + change);
        Volatile.Write(ref _keptBytes, _keptBytes + bytes);
    }

    public void Unhandled() => _instruments.Unhandled.Add(1, _engine);

    /// <summary>Whether somebody wants to know how long actions take.</summary>
    public bool SeesActions => _instruments.Actions.Enabled;

    public void Actions(TimeSpan took) => _instruments.Actions.Record(took.TotalSeconds, _engine);

    public void LoopLag(TimeSpan lag)
    {
        if (_instruments.LoopLag.Enabled)
            _instruments.LoopLag.Record(lag.TotalSeconds, _engine);
    }

    public void Exception() => _instruments.Exceptions.Add(1, _engine);

    /// <summary>Octets of all frames.</summary>
    private static long SizeOf(IFrameSource frames)
    {
        long size = 0;
        for (int i = 0; i < frames.Count; i++)
            size += frames.GetFrame(i).Length;
        return size;
    }
}
