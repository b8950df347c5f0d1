using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;
using ZProto.Diagnostics;
using ZProto.Timing;

namespace ZProto.Engines.Execution;

/// <summary>
/// Logs what machines trace. A line that a machine repeats is logged a hundred times a second; what comes beyond is counted, and
/// summed up when the second is over.
/// </summary>
internal sealed class TransitionTracer(EventLoop loop, ILogger logger) : LoopTimer
{
    private const int MaxRepeats = 100;
    private const int Second = 1_000;

    private readonly Dictionary<(StateMachine Machine, Line Line, string Text), int> _lines = [];

    private enum Line
    {
        State,
        Event,
        Action,
        NextState,
    }

    public void State(StateMachine machine) => Log(machine, Line.State, machine.StateName);

    public void Event(StateMachine machine, string name) => Log(machine, Line.Event, name);

    public void Action(StateMachine machine, string action) => Log(machine, Line.Action, action);

    public void NextState(StateMachine machine) => Log(machine, Line.NextState, machine.StateName);

    /// <summary>Sums up what is left of a second.</summary>
    public void Close()
    {
        loop.Timers.Cancel(this);
        Fire();
    }

    public override void Fire()
    {
        foreach (((StateMachine machine, _, string text), int count) in _lines)
        {
            if (count > MaxRepeats)
                logger.Repeated(machine.LogName, text, count - MaxRepeats);
        }
        _lines.Clear();
    }

    private void Log(StateMachine machine, Line line, string text)
    {
        if (!logger.IsEnabled(LogLevel.Information))
            return;
        if (!IsArmed)
            loop.Timers.Arm(this, loop.Now + Second);
        ref int count = ref CollectionsMarshal.GetValueRefOrAddDefault(_lines, (machine, line, text), out _);
        if (++count > MaxRepeats)
            return;
        switch (line)
        {
            case Line.State:
                logger.State(machine.LogName, text);
                break;
            case Line.Event:
                logger.Event(machine.LogName, text);
                break;
            case Line.Action:
                logger.Action(machine.LogName, text);
                break;
            default:
                logger.NextState(machine.LogName, text);
                break;
        }
    }
}
