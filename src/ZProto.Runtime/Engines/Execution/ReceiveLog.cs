using Microsoft.Extensions.Logging;
using ZProto.Diagnostics;

namespace ZProto.Engines.Execution;

/// <summary>Counts and logs what is wrong with received messages, each kind once a second at most.</summary>
/// <param name="context">What the engine's parts share.</param>
/// <param name="sender">Who sent the message received last, for the log.</param>
internal sealed class ReceiveLog(EngineContext context, Func<string> sender)
{
    /// <summary>A message was not read.</summary>
    public void Refused(string reason)
    {
        context.Meter.MessageRefused(reason);
        if (context.Lines.IsDue(reason, out string more))
            context.Logger.MessageRefused(sender(), reason, more);
    }

    /// <summary>A message has more frames than are read.</summary>
    public void TooManyFrames() => Refused("it has more frames than MaxFrames allows");

    /// <summary>A message could not be decoded.</summary>
    /// <param name="error">Why not.</param>
    /// <param name="machine">The machine of its sender, or null.</param>
    public void Malformed(DecodeError error, StateMachine? machine = null)
    {
        context.Meter.Malformed();
        if (context.Lines.IsDue(nameof(EngineLog.Malformed), out string more))
            context.Logger.Malformed(machine?.LogName ?? sender(), error, more);
    }

    /// <summary>Something threw while a message was handled.</summary>
    public void Threw(Exception exception)
    {
        context.Meter.Exception();
        if (context.Lines.IsDue(nameof(EngineLog.MessageThrew), out string more))
            context.Logger.MessageThrew(sender(), more, exception);
    }
}
