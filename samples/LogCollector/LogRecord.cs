using System.Globalization;

namespace LogCollector;

/// <summary>An event in a log.</summary>
/// <param name="Level">How severe it is: one of the levels of <see cref="ZreLogMsg"/>, 1 for an error.</param>
/// <param name="Event">What it is: one of the events of <see cref="ZreLogMsg"/>.</param>
/// <param name="Node">The node that logged it, by the hash of its endpoint.</param>
/// <param name="Peer">The peer that it came from; 0 for none.</param>
/// <param name="Time">When it was, in seconds since 1970.</param>
/// <param name="Data">What else there is to say.</param>
public sealed record LogRecord(byte Level, byte Event, ushort Node, ushort Peer, ulong Time, string Data)
{
    /// <summary>Copies a message.</summary>
    public LogRecord(ZreLogMsg message)
        : this(message.Level, message.Event, message.Node, message.Peer, message.Time, message.Data)
    {
    }

    /// <summary>It as a message.</summary>
    public ZreLogMsg ToMessage() => ZreLogMsg.CreateLog(Level, Event, Node, Peer, Time, Data);

    /// <summary>It as a line.</summary>
    public override string ToString()
    {
        string level = Level switch { ZreLogMsg.LevelError => "error", ZreLogMsg.LevelWarning => "warning", ZreLogMsg.LevelInfo => "info", _ => $"level {Level}" };
        string @event = Event switch
        {
            ZreLogMsg.EventJoin => "JOIN",
            ZreLogMsg.EventLeave => "LEAVE",
            ZreLogMsg.EventEnter => "ENTER",
            ZreLogMsg.EventExit => "EXIT",
            _ => $"event {Event}",
        };
        return string.Create(CultureInfo.InvariantCulture, $"{level,-7} {@event,-5} node {Node:x4} peer {Peer:x4} {Data}");
    }
}
