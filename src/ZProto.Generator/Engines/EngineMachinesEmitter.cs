using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Engines;

/// <summary>Emits the machines of an engine itself: a property of each, its class with the actions, and how they are created.</summary>
/// <param name="writer">Where to.</param>
/// <param name="engineClass">The engine's class with its namespace: a name in a machine's class may hide it.</param>
/// <param name="engine">What the engine is called in its definition, and in documentation: server.</param>
/// <param name="machines">The machines.</param>
/// <param name="names">Their names.</param>
/// <param name="protocols">What each speaks.</param>
/// <param name="sockets">The engine's sockets.</param>
/// <param name="socketNames">Their names.</param>
internal sealed class EngineMachinesEmitter(
    SourceWriter writer,
    string engineClass,
    string engine,
    EquatableArray<MachineModel> machines,
    EquatableArray<EngineMachineNames> names,
    EquatableArray<ProtocolReference> protocols,
    EquatableArray<SocketModel> sockets,
    EquatableArray<SocketNames> socketNames)
{
    private const string Operations = $"{ZpEngines}Machines.EngineMachineOperations.";

    // The property of a machine that is its engine.
    private readonly string _engineProperty = char.ToUpperInvariant(engine[0]) + engine.Substring(1);

    /// <summary>Writes the members of the engine's class.</summary>
    public void EmitDeclarations()
    {
        for (int i = 0; i < machines.Count; i++)
        {
            writer.Write(CSharp.Doc("summary", CSharp.Sentence(machines[i].Description, $"The machine {machines[i].Name.Text}")));
            writer.Write(CSharp.Doc("remarks", $"It is there once the {engine} has started: in OnInitialize, actions and handlers, and through InvokeAsync."));
            writer.Write("[global::ZProto.LoopOnly]");
            writer.Write($"public {names[i].Class} {names[i].Property} {{ get; private set; }} = null!;");
            writer.BlankLine();
        }
    }

    /// <summary>Writes the classes of the machines.</summary>
    public void EmitClasses()
    {
        for (int i = 0; i < machines.Count; i++)
        {
            writer.BlankLine();
            Class(machines[i], names[i], protocols[i]);
        }
    }

    /// <summary>Writes the override of the engine's definition that creates them, where there are any.</summary>
    public void EmitCreation()
    {
        if (machines.Count == 0)
            return;
        writer.Open("public override void CreateMachines(global::ZProto.EngineMachines machines)");
        foreach (EngineMachineNames machine in names)
            writer.Write($"_{engine}.{machine.Property} = machines.Add(new {machine.Class} {{ {_engineProperty} = _{engine} }}, new {machine.Class}.Definition());");
        writer.Close();
        writer.BlankLine();
    }

    /// <summary>The statement that gives a message to a machine, for the engine's definition.</summary>
    /// <param name="machine">Which of the machines.</param>
    /// <param name="message">The message, as an expression.</param>
    public string Receive(int machine, string message) => $"{Operations}Receive(_{engine}.{names[machine].Property}, {message});";

    /// <summary>What a step of a selftest does with a machine, as the end of its creation; empty for nothing.</summary>
    public string FormatStep(SelfTestStepModel step)
    {
        if (step.Machine is not { } named)
            return "";
        int index = machines.Select((machine, i) => (machine, i)).First(pair => pair.machine.Name.Equals(named.Name)).i;
        string machine = $"_{engine}.{names[index].Property}";
        var parts = new List<string>();
        if (step.Raise is { } raised)
            parts.Add($"Raise = () => {machine}.Raise({names[index].Class}.Event.{names[index].Machine.Events.First(item => item.Name.Equals(raised.Name)).CSharp})");
        if (step.State is { } state)
            parts.Add($"State = {CSharp.Literal(machines[index].States.First(known => known.Name.Equals(state.Name)).Name.Text)}, GetState = () => {Operations}GetStateName({machine})");
        return parts.Count == 0 ? "" : $" {{ {string.Join(", ", parts)} }}";
    }

    private void Class(MachineModel machine, EngineMachineNames ofMachine, ProtocolReference protocol)
    {
        var emitter = new MachineEmitter(writer, machine, protocol, ofMachine.Machine, "StateId", ofMachine.Class, "machine", "machine")
        {
            Sockets = sockets.Select((socket, i) => (socket.Name, socketNames[i].Property)).ToDictionary(socket => socket.Name, socket => $"{_engineProperty}.{socket.Property}"),
        };
        var members = new MachineMembers(writer, "public", "machine", "StateId", "this");
        writer.Write(CSharp.Doc("summary", $"The machine {machine.Name.Text}, of which the {engine} has one. Its members belong to the {engine}'s loop."));
        writer.Open($"public sealed partial class {ofMachine.Class} : {Zp}EngineMachine<{protocol.Class}>");
        emitter.Enumerations("public", "the machine", $"of the {engine}'s sockets");
        writer.Write($$"""
            /// <summary>The {{engine}}.</summary>
            public {{engineClass}} {{_engineProperty}} { get; internal init; } = null!;

            """);
        members.Control();
        members.RunInBackground(Operations, engine: null);
        Raise();
        Send(protocol.Class);
        members.Hooks($"Called when the {engine} starts, before its own <c>OnInitialize</c>. It may set a first event.");
        emitter.Actions();
        Definition(machine, ofMachine, protocol, emitter);
        writer.Close();
    }

    private void Raise()
        => writer.Write($$"""
            /// <summary>Executes an event: at once and nested if the machine is idle, otherwise after its current event. On the loop only.</summary>
            /// <param name="event">The event.</param>
            /// <param name="argument">The <c>Argument</c> of its actions.</param>
            /// <returns>
            /// Whether an action of it, or of an event that followed from it, set an exception. False if it was not executed at once: the machine
            /// is at work, or has ended.
            /// </returns>
            [global::ZProto.LoopOnly]
            public bool Raise(Event @event, object? argument = null) => {{Operations}}Raise(this, (int)@event, argument);

            """);

    private void Send(string message)
        => writer.Write($$"""
            /// <summary>Sends <c>Message</c> by a socket of the {{engine}}, as the message of this id: by a ROUTER to <c>Message.RoutingId</c>.</summary>
            /// <param name="id">The message.</param>
            /// <param name="socket">The socket.</param>
            /// <returns>Whether it was sent; if not, why.</returns>
            /// <exception cref="global::ZProto.MessageEncodeException">A field has a value that the wire format cannot carry.</exception>
            [global::ZProto.LoopOnly]
            public global::ZProto.Transports.SendResult Send({{message}}.MessageId id, global::ZProto.EngineSocket<{{message}}> socket)
            {
                Message.Id = id;
                return {{Operations}}Send(this, socket);
            }

            """);

    private void Definition(MachineModel machine, EngineMachineNames ofMachine, ProtocolReference protocol, MachineEmitter emitter)
    {
        writer.Write("/// <summary>The model's definition for the runtime.</summary>");
        writer.Write("[global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]");
        writer.Open($"internal sealed class Definition : {ZpEngines}EngineMachineDefinition<{ofMachine.Class}, {protocol.Class}>");
        writer.Write($$"""
            public override string Name => {{CSharp.Literal(machine.Name.Text)}};

            public override {{ZpEngines}}UnexpectedMessageBehavior Unexpected => {{ZpEngines}}UnexpectedMessageBehavior.{{machine.Unexpected}};

            public override void OnInitialize({{ofMachine.Class}} machine) => machine.OnInitialize();

            public override void OnTerminate({{ofMachine.Class}} machine) => machine.OnTerminate();

            """);
        emitter.Messages();
        emitter.Machine();
        writer.Close();
    }
}
