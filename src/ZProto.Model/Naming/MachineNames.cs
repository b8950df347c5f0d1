namespace ZProto.Model.Naming;

/// <summary>What the states, events and actions of a machine are called in C#.</summary>
/// <param name="States">The names of <see cref="EngineModel.States"/>, in the same order.</param>
/// <param name="Events">Every event with its name: those that states name, those that the engine raises, and the messages of the protocol.</param>
/// <param name="Actions">Every action of the user's with its name, in order of first appearance.</param>
public sealed record MachineNames(EquatableArray<string> States, EquatableArray<NamedItem> Events, EquatableArray<NamedItem> Actions);
