using ZProto.Diagnostics;
using ZProto.Engines.Execution;

namespace ZProto.Engines.Machines;

/// <summary>A machine of an engine itself at work on the engine's loop.</summary>
internal sealed class EngineMachineRuntime<TMachine, TMessage> : IEngineMachineControl<TMessage>, IMachineOwner<TMachine>
    where TMachine : EngineMachine<TMessage>
    where TMessage : class, IProtocolMessage<TMessage>, new()
{
    private readonly EngineContext _context;
    private readonly TMachine _machine;
    private readonly EngineMachineDefinition<TMachine, TMessage> _definition;
    private readonly EventExecutor<TMachine, TMessage> _executor;
    private readonly BackgroundWork<TMachine, TMessage> _work;
    private bool _hasBegun;
    private bool _isClosing;

    public EngineMachineRuntime(EngineContext context, TMachine machine, EngineMachineDefinition<TMachine, TMessage> definition)
    {
        _context = context;
        _machine = machine;
        _definition = definition;
        // There is one, as of a client.
        _executor = new EventExecutor<TMachine, TMessage>(context, definition, this, DeferredMessageLimits.OfClient);
        _work = new BackgroundWork<TMachine, TMessage>(context, _executor);
        machine.Executor = _executor;
        machine.Name = definition.Name;
        machine.Control = this;
    }

    public void Begin()
    {
        if (_hasBegun)
            return;
        _hasBegun = true;
        _machine.IsAlive = true;
        int eventId = _executor.Run(_machine, new TMessage(), _definition.OnInitialize, "OnInitialize");
        if (_machine.IsEnding)
        {
            _executor.End(_machine);
            return;
        }
        if (eventId != 0)
            _executor.Execute(_machine, eventId, null, EventOrigin.Internal);
        _executor.ExecutePending(_machine);
    }

    public bool Raise(int eventId, object? argument)
    {
        _context.RequireLoop();
        // Another machine may raise events on it as it starts itself.
        if (!_isClosing)
            Begin();
        bool isIdle = !_machine.IsWorking;
        if (isIdle)
            _machine.IsInterrupted = false;
        _executor.Execute(_machine, eventId, argument, EventOrigin.Internal);
        return isIdle && _machine.IsInterrupted;
    }

    public void Receive(TMessage message)
    {
        if (_machine.IsAlive)
            _executor.ExecuteOn(_machine, new QueuedEvent(_definition.GetEvent(message), null, EventOrigin.Message), message);
        else
            _context.Meter.Dropped();
    }

    public void OnSent() => _executor.Sent++;

    public void RunInBackground<T>(Func<CancellationToken, Task<T>> work, int ok, int error) => _work.Run(_machine, work, ok, error);

    public void RunInBackground(Func<CancellationToken, Task> work, int ok, int error) => _work.Run(_machine, work, ok, error);

    public void Close()
    {
        _isClosing = true;
        _executor.End(_machine);
        _executor.Close();
    }

    public void OnEnded(TMachine machine, Exception? cause)
    {
        machine.CancelWork();
        if (cause is null && !_isClosing)
            _context.Logger.MachineEnded(machine.LogName, machine.StateName);
        _definition.OnTerminate(machine);
    }

    public void OnTooManyDeferred(TMachine machine)
    {
        // The executor has logged it.
    }
}
