using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Runtime.CompilerServices;

namespace ZProto.Diagnostics;

/// <summary>The instruments of the meter <c>ZProto</c>, which all engines of a program share.</summary>
internal sealed class EngineInstruments
{
    private const string MeterName = "ZProto";

    private static readonly ConditionalWeakTable<Meter, EngineInstruments> s_made = [];
    private static readonly EngineInstruments? s_own = TryCreate(static () => new Meter(MeterName));

    private readonly ConcurrentDictionary<EngineMeter, bool> _engines = new();

    private EngineInstruments(Meter meter)
    {
        // Of what there is now, whoever asks is told, also one that comes later than the change.
        meter.CreateObservableGauge("zproto.clients", () => Observe(static engine => engine.Clients), "{client}", "Clients there are.");
        meter.CreateObservableGauge("zproto.messages.kept", () => Observe(static engine => engine.KeptMessages), "{message}", "Messages that wait for a state that names them.");
        meter.CreateObservableGauge("zproto.bytes.kept", () => Observe(static engine => engine.KeptBytes), "By", "Memory that those messages take.");
        Expired = meter.CreateCounter<long>("zproto.clients.expired", "{client}", "Times that a client was silent for too long.");
        ClientsRefused = meter.CreateCounter<long>("zproto.clients.refused", "{message}", "Messages of peers that were not made clients, since there were as many as there may be.");
        ClientsEnded = meter.CreateCounter<long>("zproto.clients.ended", "{client}", "Clients that were ended for what their peers do.");
        MessagesIn = meter.CreateCounter<long>("zproto.messages.received", "{message}", "Messages received and decoded.");
        BytesIn = meter.CreateCounter<long>("zproto.bytes.received", "By", "Bytes of those messages.");
        MessagesOut = meter.CreateCounter<long>("zproto.messages.sent", "{message}", "Messages handed to the transport.");
        BytesOut = meter.CreateCounter<long>("zproto.bytes.sent", "By", "Bytes of those messages.");
        Malformed = meter.CreateCounter<long>("zproto.messages.malformed", "{message}", "Messages received that are none of the protocol.");
        MessagesRefused = meter.CreateCounter<long>("zproto.messages.refused", "{message}", "Messages received that were dropped unread.");
        Refused = meter.CreateCounter<long>("zproto.peers.refused", "{peer}", "Peers that authentication did not admit.");
        Dropped = meter.CreateCounter<long>("zproto.messages.dropped", "{message}", "Messages received that no state to come names.");
        Unhandled = meter.CreateCounter<long>("zproto.events.unhandled", "{event}", "Internal events that the state did not name.");
        Full = meter.CreateCounter<long>("zproto.sends.full", "{message}", "Messages not sent since the peer's queue was full.");
        Unreachable = meter.CreateCounter<long>("zproto.sends.unreachable", "{message}", "Messages not sent since the peer was gone.");
        Exceptions = meter.CreateCounter<long>("zproto.exceptions", "{exception}", "Exceptions of actions, hooks, handlers and monitors.");
        LoopLag = meter.CreateHistogram<double>("zproto.loop.lag", "s", "How long a round of the loop kept what had come waiting.");
        Actions = meter.CreateHistogram<double>("zproto.actions.duration", "s", "How long the actions of an event took; its maximum is the longest.");
    }

    public Counter<long> Expired { get; }

    public Counter<long> ClientsRefused { get; }

    public Counter<long> ClientsEnded { get; }

    public Counter<long> MessagesIn { get; }

    public Counter<long> BytesIn { get; }

    public Counter<long> MessagesOut { get; }

    public Counter<long> BytesOut { get; }

    public Counter<long> Malformed { get; }

    public Counter<long> MessagesRefused { get; }

    public Counter<long> Refused { get; }

    public Counter<long> Dropped { get; }

    public Counter<long> Unhandled { get; }

    public Counter<long> Full { get; }

    public Counter<long> Unreachable { get; }

    public Counter<long> Exceptions { get; }

    public Histogram<double> LoopLag { get; }

    public Histogram<double> Actions { get; }

    /// <summary>An engine has begun, and what it has now is told of.</summary>
    public void Add(EngineMeter engine) => _engines.TryAdd(engine, true);

    /// <summary>An engine has ended.</summary>
    public void Remove(EngineMeter engine) => _engines.TryRemove(engine, out _);

    /// <summary>Those of the meter that a factory gives, or of one of their own; null where a listener throws at the sight of them.</summary>
    public static EngineInstruments? Of(IMeterFactory? factory)
        => factory is null ? s_own : TryCreate(() => factory.Create(new MeterOptions(MeterName)));

    private static EngineInstruments? TryCreate(Func<Meter> meter)
    {
        try
        {
            return s_made.GetValue(meter(), static meter => new EngineInstruments(meter));
        }
        catch (Exception)
        {
            return null;
        }
    }

    private IEnumerable<Measurement<long>> Observe(Func<EngineMeter, long?> value)
    {
        foreach (EngineMeter engine in _engines.Keys)
        {
            if (value(engine) is { } now)
                yield return new Measurement<long>(now, engine.Tag);
        }
    }
}
