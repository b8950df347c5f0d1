namespace ZProto.Model.Naming;

/// <summary>
/// Who takes what comes in at a further socket: the engine's machines that name the message in some state; of a message that none
/// names, those with a wildcard; and of what is left, the method that the user writes.
/// </summary>
/// <param name="Routes">The messages that machines take, in the protocol's order.</param>
/// <param name="IsComplete">Whether they are all that can come in, so that there is no method.</param>
public sealed record SocketRoutes(EquatableArray<SocketRoute> Routes, bool IsComplete)
{
    /// <summary>Those of a socket of which no machine takes anything.</summary>
    public static readonly SocketRoutes None = new([], IsComplete: false);

    /// <summary>Finds those of a socket.</summary>
    internal static SocketRoutes Create(SocketModel socket, SpokenProtocol protocol, EquatableArray<MachineModel> machines, IReadOnlyList<SpokenProtocol> protocols)
    {
        List<int> speaking = Enumerable.Range(0, machines.Count).Where(i => protocols[i].Class == protocol.Class).ToList();
        if (!socket.ReceivesMessages || speaking.Count == 0)
            return None;
        List<SocketRoute> routes = protocol.Messages
            .Select(message => new SocketRoute(message, Takers(message).ToEquatableArray()))
            .Where(route => route.Machines.Count > 0)
            .ToList();
        return new SocketRoutes(routes.ToEquatableArray(), routes.Count == protocol.Messages.Count);

        List<int> Takers(ModelName message)
        {
            List<int> naming = speaking.FindAll(i => Has(machines[i], item => !item.IsWildcard && item.Name.Equals(message)));
            return naming.Count > 0 ? naming : speaking.FindAll(i => Has(machines[i], item => item.IsWildcard));
        }
    }

    private static bool Has(MachineModel machine, Func<EventModel, bool> isWanted) => machine.States.Any(state => state.Events.Any(isWanted));
}

/// <summary>A message that comes in at a further socket, and the machines that take it.</summary>
/// <param name="Message">The message.</param>
/// <param name="Machines">Which of the engine's machines, by their order.</param>
public sealed record SocketRoute(ModelName Message, EquatableArray<int> Machines);
