namespace ZProto.Model.Naming;

/// <summary>What a machine of an engine itself is called in C#.</summary>
/// <param name="Property">The engine's property.</param>
/// <param name="Class">Its class, in the engine's.</param>
/// <param name="Machine">The names of its states, events and actions.</param>
/// <param name="Diagnostics">The names in it that took a suffix.</param>
public sealed record EngineMachineNames(string Property, string Class, MachineNames Machine, EquatableArray<ModelDiagnostic> Diagnostics)
{
    /// <summary>The members that every such machine has, but for the property that is its engine.</summary>
    public static readonly EquatableArray<string> Reserved = new(
    [
        "Argument", "CancelTimer", "Definition", "Equals", "Event", "Finalize", "GetHashCode", "GetType", "IsAlive", "LogPrefix", "MemberwiseClone", "Message",
        "Name", "OnInitialize", "OnTerminate", "Raise", "ReferenceEquals", "RunInBackground", "Send", "SetException", "SetNextEvent", "SetTimer", "SetWakeup",
        "State", "StateId", "Terminate", "ToString", "Verbose",
    ]);

    /// <summary>Names the machines of an engine.</summary>
    /// <param name="engine">The engine.</param>
    /// <param name="property">The property of a machine that is its engine.</param>
    /// <param name="protocols">What each of them speaks, in their order.</param>
    /// <param name="scope">The members of the engine.</param>
    internal static List<EngineMachineNames> Create(EngineModel engine, string property, IReadOnlyList<SpokenProtocol> protocols, NameScope scope)
        => engine.Machines.Select((machine, i) => Create(machine, property, protocols[i].Messages, scope)).ToList();

    private static EngineMachineNames Create(MachineModel machine, string property, IEnumerable<ModelName> messages, NameScope scope)
    {
        string name = scope.Allocate(machine.Name, machine.Span, "Machine", "the machine", name => [name, $"{name}Machine"]);
        var diagnostics = new List<ModelDiagnostic>();
        var members = new NameScope(Reserved.Concat([property, $"{name}Machine"]));
        MachineNames names = MachineNames.Create(machine, machine.Span, messages, members, diagnostics);
        return new EngineMachineNames(name, $"{name}Machine", names, diagnostics.Concat(members.Diagnostics).ToEquatableArray());
    }
}
