namespace ZProto.Model.Naming;

/// <summary>What the states, events and actions of a server or mesh, and its other members, are called in C#.</summary>
/// <param name="Class">The engine's class.</param>
/// <param name="PeerClass">The class of the machine of each peer, nested in it.</param>
/// <param name="States">The names of <see cref="EngineModel.States"/>, in the same order.</param>
/// <param name="Events">Every event with its name: those that states name, and the messages of the protocol.</param>
/// <param name="Actions">Every action of the user's with its name, in order of first appearance.</param>
/// <param name="Methods">The names of <see cref="EngineModel.Methods"/>, in the same order; each is used by itself and with <c>Async</c>.</param>
/// <param name="Calls">The names of what a mesh's calls take and give; of a server, none.</param>
/// <param name="SendTracer">The name of <see cref="EngineModel.SendTracer"/>, or null.</param>
/// <param name="ReceiveTracer">The name of <see cref="EngineModel.ReceiveTracer"/>, or null.</param>
/// <param name="Defines">The names of the constants, in the order of the model.</param>
/// <param name="Sockets">What the further sockets are called, in the order of <see cref="HostModel.Sockets"/>.</param>
/// <param name="Machines">What its own machines are called, in the order of <see cref="EngineModel.Machines"/>.</param>
/// <param name="Diagnostics">The names that took a suffix.</param>
public sealed record HostNames(
    string Class,
    string PeerClass,
    EquatableArray<string> States,
    EquatableArray<NamedItem> Events,
    EquatableArray<NamedItem> Actions,
    EquatableArray<string> Methods,
    CallNames Calls,
    string? SendTracer,
    string? ReceiveTracer,
    EquatableArray<string> Defines,
    EquatableArray<SocketNames> Sockets,
    EquatableArray<EngineMachineNames> Machines,
    EquatableArray<ModelDiagnostic> Diagnostics)
{
    /// <summary>The names of its peers' machine.</summary>
    public MachineNames Machine => new(States, Events, Actions);

    /// <summary>Names what a server or mesh holds.</summary>
    /// <param name="model">The model of the server or mesh.</param>
    /// <param name="messages">The messages of its protocol.</param>
    /// <param name="socketProtocols">What each of its further sockets speaks, in their order.</param>
    /// <param name="machineProtocols">What each of its own machines speaks, in their order.</param>
    public static HostNames Create(
        HostModel model, IEnumerable<ModelName> messages, IReadOnlyList<SpokenProtocol> socketProtocols, IReadOnlyList<SpokenProtocol> machineProtocols)
    {
        bool isMesh = model.Kind == ModelKind.Mesh;
        var host = new NameScope(isMesh ? MeshNames.Reserved : ServerNames.Reserved);
        string className = host.Allocate(model.Name, model.Span, model.Kind.ToString(), "the class", name => [name]);
        List<string> methodNames = model.Methods.Select(method => host.Allocate(method.Name, method.Span, "Method", "the method", name => isMesh && method.IsCall ? [name, $"{name}Async", $"{name}Result"] : [name, $"{name}Async"])).ToList();
        List<string> replyNames = CallNames.AllocateReplies(model, host);
        string? sendTracer = AllocateTracer(model.SendTracer, host);
        string? receiveTracer = AllocateTracer(model.ReceiveTracer, host);
        List<string> defineNames = model.Defines.Select(define => host.Allocate(define.Name, define.Span, "Define", "the define", name => [name])).ToList();

        List<EngineMachineNames> machineNames = EngineMachineNames.Create(model, model.Kind.ToString(), machineProtocols, host);
        List<SocketNames> socketNames = model.Sockets
            .Select((socket, i) => SocketNames.Create(socket, socketProtocols[i].Class, host) with { Routes = SocketRoutes.Create(socket, socketProtocols[i], model.Machines, machineProtocols) })
            .ToList();

        var peer = new NameScope(isMesh ? MeshNames.ReservedInPeers.Concat(replyNames.Select(reply => $"Reply{reply}")) : ServerNames.ReservedInClients);
        var ofPeers = new List<ModelDiagnostic>();
        IEnumerable<(ModelName, SourceSpan)> raised = model.Methods.Where(method => method.Peer is not null).Select(method => (method.Name, method.Span));
        MachineNames machine = MachineNames.Create(model, model.Span, messages, peer, ofPeers, raised);

        List<ModelDiagnostic> diagnostics = host.Diagnostics.Concat(ofPeers).Concat(peer.Diagnostics).Concat(machineNames.SelectMany(names => names.Diagnostics)).ToList();
        CallNames calls = CallNames.Create(model, model.Methods.Where(method => isMesh && method.IsCall), methodNames, replyNames, diagnostics);
        return new HostNames(
            className,
            isMesh ? MeshNames.PeerClass : ServerNames.ClientClass,
            machine.States,
            machine.Events,
            machine.Actions,
            methodNames.ToEquatableArray(),
            calls,
            sendTracer,
            receiveTracer,
            defineNames.ToEquatableArray(),
            socketNames.ToEquatableArray(),
            machineNames.ToEquatableArray(),
            diagnostics.ToEquatableArray());
    }

    /// <summary>Names the hook of a tracer, if there is one.</summary>
    internal static string? AllocateTracer(Reference? tracer, NameScope scope)
        => tracer is null ? null : scope.Allocate(tracer.Name, tracer.Span, "Tracer", "the tracer", name => [name]);

    internal static List<(ModelName Name, SourceSpan Span)> Distinct(IEnumerable<(ModelName Name, SourceSpan Span)> items)
    {
        var seen = new HashSet<ModelName>();
        return items.Where(item => seen.Add(item.Name)).ToList();
    }
}

/// <summary>Something of a model with its name in C#.</summary>
/// <param name="Name">Its name in the model.</param>
/// <param name="CSharp">Its name in C#.</param>
public sealed record NamedItem(ModelName Name, string CSharp);
