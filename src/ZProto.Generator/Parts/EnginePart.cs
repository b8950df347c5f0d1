using ZProto.Generator.Client;
using ZProto.Generator.Engines;
using ZProto.Generator.Hosts;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Parts;

/// <summary>A generated engine, as far as the user's part of it is concerned.</summary>
/// <param name="Namespace">Its namespace, or empty.</param>
/// <param name="Class">Its class.</param>
/// <param name="HasErrors">Whether its model has errors, so that some of it may not be declared.</param>
/// <param name="Required">The methods that the user writes.</param>
/// <param name="ShortWakeups">The actions whose wakeup a message would cancel by what a state inherits.</param>
internal sealed record EnginePart(string Namespace, string Class, bool HasErrors, EquatableArray<RequiredMember> Required, EquatableArray<ActionWithWakeup> ShortWakeups)
{
    public string FullName => Namespace.Length == 0 ? Class : $"{Namespace}.{Class}";

    /// <summary>The part of a model, if it is one of an engine.</summary>
    public static EnginePart? Create(GeneratorOutput output)
    {
        switch (output.Source)
        {
            case HostSource host:
                IEnumerable<ActionWithWakeup> ofMachines = host.Model.Machines.SelectMany((machine, i)
                    => ShortWakeupsOf(machine, host.Names.Machines[i].Machine, host.Names.Machines[i].Class, host.MachineProtocols[i]));
                return Create(host.Namespace, host.Names.Class, RequiredMember.CreateAll(host.Model, host.Names), ShortWakeupsOf(host.Model, host.Names.Machine, host.Names.PeerClass, host.Protocol).Concat(ofMachines));
            case ClientSource client:
                return Create(client.Namespace, client.Names.Class, RequiredMember.CreateAll(client.Model, client.Names), ShortWakeupsOf(client.Model, client.Names.Machine, "", client.Protocol));
            default:
                return null;
        }

        // Where a name of the model means nothing, there may be no state to look at.
        EnginePart Create(string @namespace, string type, IEnumerable<RequiredMember> required, IEnumerable<ActionWithWakeup> shortWakeups)
            => new(@namespace, type, output.HasErrors, required.ToEquatableArray(), output.HasErrors ? [] : shortWakeups.ToEquatableArray());
    }

    private static IEnumerable<ActionWithWakeup> ShortWakeupsOf(IMachineModel machine, MachineNames names, string nested, ProtocolReference protocol)
        => from wakeup in Engines.ShortWakeups.Find(machine.States, protocol.Messages.Select(message => message.Name))
           let body = machine.ActionBodies.FirstOrDefault(body => body.Name.Equals(wakeup.Action))
           where body is null || EmbeddedCode.SetsWakeup(body.Code)
           select new ActionWithWakeup(nested, names.Actions.First(action => action.Name.Equals(wakeup.Action)).CSharp, body?.Span, wakeup.State.Text, wakeup.Event);
}

/// <summary>An action whose wakeup, if it sets one, a message cancels by what the state inherits.</summary>
/// <param name="Nested">The class inside the engine's that it belongs in, or empty for the engine's own.</param>
/// <param name="Name">Its name in C#.</param>
/// <param name="Body">Where its body in the model is, which sets one; null where the user writes it.</param>
/// <param name="State">The state that the wakeup waits in.</param>
/// <param name="Event">The inherited event.</param>
internal sealed record ActionWithWakeup(string Nested, string Name, SourceSpan? Body, string State, string Event);
