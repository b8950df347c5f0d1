using Microsoft.Extensions.Logging;
using ZProto.Diagnostics;
using ZProto.Transports;

namespace ZProto.Engines.Execution;

/// <summary>Counts and logs what is wrong with received messages, each kind once a second at most.</summary>
/// <param name="context">What the engine's parts share.</param>
/// <param name="sender">Says who sent a message.</param>
internal sealed class ReceiveLog(EngineContext context, ReceiveLog.SenderName sender)
{
    /// <summary>Who sent a message, as the log names it.</summary>
    public delegate string SenderName(in ReceivedMessage message);

    /// <summary>Names the sender of a message that a ROUTER received.</summary>
    public static string NameByRoutingId(in ReceivedMessage message)
    {
        ReadOnlySpan<byte> id = message.RoutingId;
        string address = message.PeerAddress is { } known ? $" at {LogText.Escape(known)}" : "";
        return $"peer {new RoutingId(id[..Math.Min(id.Length, RoutingId.MaxLength)])}{address}";
    }

    /// <summary>A message was not read.</summary>
    public void Refused(in ReceivedMessage message, string reason)
    {
        context.Meter.MessageRefused(reason);
        if (context.Lines.IsDue(reason, out string more))
            context.Logger.MessageRefused(sender(in message), reason, more);
    }

    /// <summary>A message has more frames than are read.</summary>
    public void TooManyFrames(in ReceivedMessage message) => Refused(in message, "it has more frames than MaxFrames allows");

    /// <summary>A message could not be decoded.</summary>
    /// <param name="message">The message.</param>
    /// <param name="error">Why not.</param>
    /// <param name="machine">The machine of its sender, or null.</param>
    public void Malformed(in ReceivedMessage message, DecodeError error, StateMachine? machine = null)
    {
        context.Meter.Malformed();
        if (context.Lines.IsDue(nameof(EngineLog.Malformed), out string more))
            context.Logger.Malformed(machine?.LogName ?? sender(in message), error, more);
    }

    /// <summary>Something threw while a message was handled.</summary>
    public void Threw(in ReceivedMessage message, Exception exception)
    {
        context.Meter.Exception();
        if (context.Lines.IsDue(nameof(EngineLog.MessageThrew), out string more))
            context.Logger.MessageThrew(sender(in message), more, exception);
    }
}
