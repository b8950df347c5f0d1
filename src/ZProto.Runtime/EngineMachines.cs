using System.ComponentModel;
using ZProto.Engines;
using ZProto.Engines.Execution;
using ZProto.Engines.Machines;

namespace ZProto;

/// <summary>The machines of an engine itself, created by generated code: they start in its order and end in the opposite one.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class EngineMachines
{
    private readonly EngineContext _context;
    private readonly List<IEngineMachineControl> _machines = [];

    internal EngineMachines(EngineContext context) => _context = context;

    /// <summary>Adds a machine, which starts when all are there.</summary>
    /// <typeparam name="TMachine">The machine.</typeparam>
    /// <typeparam name="TMessage">The protocol.</typeparam>
    /// <param name="machine">The machine.</param>
    /// <param name="definition">What it does.</param>
    /// <returns>The machine.</returns>
    public TMachine Add<TMachine, TMessage>(TMachine machine, EngineMachineDefinition<TMachine, TMessage> definition)
        where TMachine : EngineMachine<TMessage>
        where TMessage : class, IProtocolMessage<TMessage>, new()
    {
        _machines.Add(new EngineMachineRuntime<TMachine, TMessage>(_context, machine, definition));
        return machine;
    }

    internal void Begin() => _machines.ForEach(machine => machine.Begin());

    internal void Close()
    {
        for (int i = _machines.Count - 1; i >= 0; i--)
            _machines[i].Close();
    }
}
