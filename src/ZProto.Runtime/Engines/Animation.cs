using System.Runtime.InteropServices;
using Microsoft.Extensions.Logging;

namespace ZProto.Engines;

/// <summary>
/// Logs what machines animate. A line that a machine repeats is logged a hundred times a second; what comes beyond is counted, and
/// summed up when the second is over.
/// </summary>
internal sealed class Animation(MachineHost host) : LoopTimer
{
    private const int MaxRepeats = 100;
    private const int Second = 1_000;

    private readonly Dictionary<(Machine Machine, Line Line, string Text), int> _lines = [];

    private enum Line
    {
        State,
        Event,
        Action,
        NextState,
    }

    public void State(Machine machine) => Log(machine, Line.State, machine.StateName);

    public void Event(Machine machine, int happening) => Log(machine, Line.Event, machine.EventName(happening));

    public void Action(Machine machine, string action) => Log(machine, Line.Action, action);

    public void NextState(Machine machine) => Log(machine, Line.NextState, machine.StateName);

    /// <summary>Sums up what is left of a second.</summary>
    public void Close()
    {
        host.Loop.Timers.Cancel(this);
        Fire();
    }

    public override void Fire()
    {
        foreach (((Machine machine, _, string text), int count) in _lines)
        {
            if (count > MaxRepeats)
                host.Logger.Repeated(machine.LogName, text, count - MaxRepeats);
        }
        _lines.Clear();
    }

    private void Log(Machine machine, Line line, string text)
    {
        ILogger logger = host.Logger;
        if (!logger.IsEnabled(LogLevel.Information))
            return;
        if (!IsArmed)
            host.Loop.Timers.Arm(this, host.Loop.Now + Second);
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
