namespace ZProto.Model.Naming;

/// <summary>A method that a model asks for and whose body is in the user's part.</summary>
/// <param name="Nested">The class inside the engine's that it belongs in, or empty for the engine's own.</param>
/// <param name="Text">Its name in the model.</param>
/// <param name="Name">Its name in C#.</param>
/// <param name="Parameters">Its parameters.</param>
/// <param name="Description">What the model says of it, or empty.</param>
/// <param name="Occasions">When it runs, or empty for what is called.</param>
/// <param name="Span">Where the model names it.</param>
internal sealed record RequiredMember(string Nested, string Text, string Name, EquatableArray<RequiredParameter> Parameters, string Description, string Occasions, SourceSpan Span)
{
    /// <summary>
    /// Those of a server or mesh: its methods but for those that raise an event on a peer, the handlers of its sockets, then the actions without
    /// a body in the model, of its peers and of its own machines.
    /// </summary>
    public static IEnumerable<RequiredMember> CreateAll(HostModel host, HostNames names)
        => host.Methods.Zip(names.Methods, (method, name) => (method, name)).Where(pair => pair.method.Peer is null).Select(pair => Create(pair.method, pair.name))
            .Concat(CreateHandlers(host, names))
            .Concat(CreateActions(host, names.Machine, names.PeerClass))
            .Concat(CreateActions(host.Machines, names.Machines));

    /// <summary>Those that take what comes in at the further sockets of a server or mesh.</summary>
    public static IEnumerable<RequiredMember> CreateHandlers(HostModel host, HostNames names)
        => host.Sockets.Select((socket, i) => (Socket: socket, Names: names.Sockets[i]))
            .Where(item => item.Socket.Receives && !item.Names.Routes.IsComplete)
            .Select(item => new RequiredMember("", item.Socket.Name.Text, item.Names.Handler, new([CreateParameter(item.Socket, item.Names)]), "", "", item.Socket.Span));

    // What an XPUB receives is of no protocol: it tells of subscriptions.
    private static RequiredParameter CreateParameter(SocketModel socket, SocketNames names)
        => socket.Type == EngineSocketType.XPub
            ? new RequiredParameter("ZProto.IMultipartMessage", "notice", "notice", "") { IsClass = true }
            : new RequiredParameter(names.Protocol, "message", "message", "") { IsClass = true };

    /// <summary>Those of a client: its actions without a body in the model. Its methods are generated whole, as they raise events.</summary>
    public static IEnumerable<RequiredMember> CreateAll(ClientModel client, ClientNames names) => CreateActions(client, names.Machine, "");

    /// <summary>The one of a method of a server or mesh.</summary>
    public static RequiredMember Create(MethodModel method, string name)
    {
        List<string> names = MethodParameters.GetNames(method.Arguments);
        return new RequiredMember(
            "",
            method.Name.Text,
            name,
            method.Arguments.Select((argument, i) => new RequiredParameter(MethodParameters.GetTypeName(argument), names[i], argument.Name.Text, argument.Description)).ToEquatableArray(),
            method.Description,
            "",
            method.Span);
    }

    /// <summary>Those of the machines of an engine itself.</summary>
    public static IEnumerable<RequiredMember> CreateActions(EquatableArray<MachineModel> machines, EquatableArray<EngineMachineNames> names)
        => machines.SelectMany((machine, i) => CreateActions(machine, names[i].Machine, names[i].Class));

    /// <summary>Those of a machine's actions without a body in the model.</summary>
    public static IEnumerable<RequiredMember> CreateActions(IMachineModel machine, MachineNames names, string nested)
    {
        var occasions = new ActionOccasions(machine.States);
        return from action in names.Actions
               where !machine.ActionBodies.Any(body => body.Name.Equals(action.Name))
               let first = machine.GetActions().First(named => named.Name.Equals(action.Name))
               select new RequiredMember(nested, first.Name.Text, action.CSharp, [], first.Description, occasions.Describe(action.Name), first.Span);
    }
}

/// <summary>A parameter of a method that the user writes.</summary>
/// <param name="Type">Its type.</param>
/// <param name="Name">Its name; a keyword is not escaped.</param>
/// <param name="Text">Its name in the model.</param>
/// <param name="Description">What the model says of it, or empty.</param>
internal sealed record RequiredParameter(string Type, string Name, string Text, string Description)
{
    /// <summary>Whether the type is a class with its namespace; otherwise it is C# as it stands.</summary>
    public bool IsClass { get; init; }
}
