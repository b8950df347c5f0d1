using ZProto.Model.Naming;

namespace ZProto.Model.Compiling;

/// <summary>
/// Compiles the models of a project together: decides on namespaces and names, and finds the protocol of each engine. The generator and
/// the command have this in common, so that both say the same.
/// </summary>
internal sealed class ModelCompiler
{
    private readonly CompilerOptions _options;
    private readonly ClassPlaces _places;
    private readonly ProtocolResolver _protocols = new();

    // A file that several models include is reported once.
    private readonly HashSet<ModelDiagnostic> _reported = [];

    private ModelCompiler(CompilerOptions options)
    {
        _options = options;
        _places = new ClassPlaces(options);
    }

    /// <summary>Compiles models.</summary>
    /// <param name="models">All models of the project.</param>
    /// <param name="options">What they are compiled for.</param>
    /// <returns>What became of each, but those that are generated elsewhere.</returns>
    public static IReadOnlyList<CompiledFile> Compile(IEnumerable<ReadModel> models, CompilerOptions options)
        // The order of models may depend on what was edited last; which of two is the first must not.
        => new ModelCompiler(options).Compile(models.OrderBy(model => model.Input.File.Path, StringComparer.Ordinal).ToList());

    private List<CompiledFile> Compile(List<ReadModel> models)
    {
        foreach ((CompilerInput input, ModelResult result) in models)
        {
            if (!input.Metadata.Emit)
                AddExternal(input, result);
            if (result.Model is EngineModel { Role: "client" } client)
                _protocols.AddClient(client, _places.GetNamespace(input, client, []));
        }
        // Engines last: they can speak only the protocols that there are in the end.
        return models
            .Where(model => model.Input.Metadata.Emit)
            .OrderBy(model => model.Result.Readable is EngineModel)
            .Select(model => Compile(model.Input, model.Result))
            .ToList();
    }

    /// <summary>Takes a protocol for engines to speak that is generated elsewhere, and its diagnostics reported there.</summary>
    private void AddExternal(CompilerInput input, ModelResult result)
    {
        var diagnostics = new List<ModelDiagnostic>(result.Diagnostics);
        if (result.Model is ProtocolModel protocol)
            _protocols.Add(Name(input, protocol, diagnostics));
        if (diagnostics.Find(diagnostic => diagnostic.IsError) is { } error)
            _protocols.AddUnreported(input.File, error);
    }

    private CompiledFile Compile(CompilerInput input, ModelResult result)
    {
        var diagnostics = new List<ModelDiagnostic>(result.Diagnostics);
        CompiledModel? model = result.Readable switch
        {
            ProtocolModel protocol => Compile(input, protocol, diagnostics),
            EngineModel engine => Compile(input, engine, result.IsWhole, diagnostics),
            _ => null,
        };
        if (model is null && result.Readable is not EngineModel)
            _protocols.AddUnread(input.File);
        return new CompiledFile(input.File.Path, model, diagnostics.Where(_reported.Add).ToEquatableArray());
    }

    private CompiledProtocol? Compile(CompilerInput input, ProtocolModel model, List<ModelDiagnostic> diagnostics)
    {
        CompiledProtocol protocol = Name(input, model, diagnostics);
        if (!_places.TryReserve(input.File.Path, protocol, diagnostics))
            return null;
        _protocols.Add(protocol);
        return protocol;
    }

    private CompiledProtocol Name(CompilerInput input, ProtocolModel model, List<ModelDiagnostic> diagnostics)
    {
        CodecNames names = CodecNames.Create(model);
        AddNames(names.Diagnostics, diagnostics);
        string @namespace = _places.GetNamespace(input, model, diagnostics);
        string modifier = ClassPlaces.GetModifier(input, model, diagnostics);
        return new CompiledProtocol(model, names, @namespace)
        {
            Modifier = modifier,
            IsValid = !diagnostics.Exists(diagnostic => diagnostic.IsError),
            IsReferenced = input.Metadata.IsReferenced,
            IsVisible = input.Metadata.Emit || input.Metadata.IsFriend(_options.AssemblyName) || modifier == "public",
        };
    }

    private CompiledEngine? Compile(CompilerInput input, EngineModel model, bool isWhole, List<ModelDiagnostic> diagnostics)
    {
        string @namespace = _places.GetNamespace(input, model, diagnostics);
        ClassPlaces.GetModifier(input, model, diagnostics);
        (EngineModel engine, CompiledProtocol protocol) = WithProtocol(input, model, @namespace, isWhole, diagnostics);
        IEnumerable<ModelName> messages = protocol.Model.Messages.Select(message => message.Name);
        switch (engine)
        {
            case HostModel host:
                List<ModelDiagnostic> found = isWhole ? diagnostics : [];
                List<CompiledProtocol> ofSockets = host.Sockets.Select(socket => _protocols.Resolve(socket, protocol, @namespace, found) ?? protocol).ToList();
                (EquatableArray<MachineModel> machines, List<CompiledProtocol> ofMachines) = WithProtocols(host, host.Sockets, ofSockets, protocol, @namespace, found);
                host = host with { Machines = machines };
                HostNames ofHost = HostNames.Create(host, messages, ofSockets.ConvertAll(Spoken), ofMachines.ConvertAll(Spoken));
                return Place(CompiledHost.Create(host, ofHost, @namespace, protocol, ofMachines), ofHost.Diagnostics);
            case ClientModel client:
                ClientNames ofClient = ClientNames.Create(client, messages);
                return Place(new CompiledClient(client, ofClient, @namespace, protocol), ofClient.Diagnostics);
            default:
                throw new ArgumentException($"There are no names for a {engine.Kind}.", nameof(model));
        }

        CompiledEngine? Place(CompiledEngine compiled, EquatableArray<ModelDiagnostic> names)
        {
            AddNames(names, diagnostics);
            return _places.TryReserve(input.File.Path, compiled, diagnostics) ? compiled : null;
        }
    }

    private static SpokenProtocol Spoken(CompiledProtocol protocol) => new(protocol.FullName, protocol.Model.Messages.Select(message => message.Name).ToEquatableArray());

    /// <summary>The machines of an engine itself, without what refers to something that is not there, and what each speaks: where that is not there, what the engine speaks.</summary>
    private (EquatableArray<MachineModel> Machines, List<CompiledProtocol> Protocols) WithProtocols(
        EngineModel engine, EquatableArray<SocketModel> sockets, List<CompiledProtocol> ofSockets, CompiledProtocol ofEngine, string @namespace, List<ModelDiagnostic> diagnostics)
    {
        var protocols = new List<CompiledProtocol>();
        var machines = new List<MachineModel>();
        foreach (MachineModel machine in engine.Machines)
        {
            CompiledProtocol? resolved = _protocols.Resolve(machine, ofEngine, @namespace, diagnostics);
            CompiledProtocol protocol = resolved ?? ofEngine;
            if (resolved is not null && !ofEngine.IsStandIn)
                _protocols.CheckMachine(machine, protocol, sockets.Select((socket, i) => (socket, ofSockets[i])).ToList(), diagnostics);
            protocols.Add(protocol);
            IEnumerable<ModelName> usable = sockets.Where((_, i) => ofSockets[i].FullName == protocol.FullName).Select(socket => socket.Name);
            machines.Add(UnresolvedReferences.Remove(CheckCode(machine, diagnostics), protocol.Model, usable));
        }
        return (machines.ToEquatableArray(), protocols);
    }

    /// <summary>An engine with the protocol that it speaks. What is wrong with it is left out, so that the rest can be declared.</summary>
    private (EngineModel Engine, CompiledProtocol Protocol) WithProtocol(CompilerInput input, EngineModel engine, string @namespace, bool isWhole, List<ModelDiagnostic> diagnostics)
    {
        // Of a model with a part missing, that part is all there is to say.
        List<ModelDiagnostic> found = isWhole ? diagnostics : [];
        int before = found.Count;
        CompiledProtocol? protocol = _protocols.Resolve(engine, @namespace, found);
        if (protocol is not null && found.Count == before)
            _protocols.CheckMessages(engine, protocol, found);
        EngineModel checkedEngine = CheckCode(engine, found);
        if (protocol is { IsValid: true } && !diagnostics.Exists(diagnostic => diagnostic.IsError))
            return (engine, protocol);

        protocol ??= CreateStandIn(input, engine, @namespace);
        return (UnresolvedReferences.Remove(UnresolvedReferences.Remove(checkedEngine), protocol.Model), protocol);
    }

    /// <summary>Reports C# of a model that would not stay where it is put, and returns the engine without it.</summary>
    private EngineModel CheckCode(EngineModel engine, List<ModelDiagnostic> diagnostics)
    {
        if (_options.Code is not { } code)
            return engine;
        List<CustomModel> badCustoms = engine.Customs.Where(custom => !code.AreMembers(custom.Code)).ToList();
        EquatableArray<ActionBodyModel> bodies = CheckBodies(engine.ActionBodies, code, diagnostics);
        diagnostics.AddRange(badCustoms.Select(custom => ModelDiagnostic.Create(custom.Span, DiagnosticRules.BadCustomCode)));
        return engine with
        {
            ActionBodies = bodies,
            Customs = engine.Customs.Where(custom => !badCustoms.Contains(custom)).ToEquatableArray(),
        };
    }

    private MachineModel CheckCode(MachineModel machine, List<ModelDiagnostic> diagnostics)
        => _options.Code is { } code ? machine with { ActionBodies = CheckBodies(machine.ActionBodies, code, diagnostics) } : machine;

    private static EquatableArray<ActionBodyModel> CheckBodies(EquatableArray<ActionBodyModel> bodies, ICodeChecks code, List<ModelDiagnostic> diagnostics)
    {
        List<ActionBodyModel> bad = bodies.Where(body => !code.AreStatements(body.Code)).ToList();
        diagnostics.AddRange(bad.Select(body => ModelDiagnostic.Create(body.Span, DiagnosticRules.BadActionCode, body.Name.Text)));
        return bodies.Select(body => bad.Contains(body) ? body with { Code = [] } : body).ToEquatableArray();
    }

    /// <summary>A protocol in place of one that is not there, with all messages that its engine speaks of, so that the engine can be declared.</summary>
    private CompiledProtocol CreateStandIn(CompilerInput input, EngineModel engine, string @namespace)
    {
        ModelName name = engine.ProtocolClass?.Name ?? new ModelName(engine.Name.Text + "_msg");
        if (name.Equals(engine.Name) || !_places.IsFree(@namespace, name))
            name = new ModelName(engine.Name.Text + "_protocol");
        List<IMachineModel> machines = engine.Machines.Where(machine => machine.ProtocolClass is null).ToList<IMachineModel>();
        EquatableArray<MessageModel> messages = engine.Actions.Select(action => action.Message).OfType<Reference>()
            .Concat(engine.SentMessages)
            .Concat(engine.DeliveredMessages)
            .Concat(machines.SelectMany(machine => machine.GetActions()).Select(action => action.Message).OfType<Reference>())
            .Concat(machines.Prepend(engine).SelectMany(machine => machine.States).SelectMany(state => state.Events).Where(item => !item.IsWildcard).Select(item => new Reference(item.Name, item.Span)))
            .GroupBy(message => message.Name)
            .Take(byte.MaxValue)
            .Select((same, i) => new MessageModel(same.Key, engine.Span, (byte)(i + 1), null, null, "", []))
            .ToEquatableArray();
        var model = new ProtocolModel(name, engine.Span) { Messages = messages };
        CodecNames names = CodecNames.Create(model);
        bool hasPlace = _places.TryReserve(input.File.Path, new CompiledProtocol(model, names, @namespace), []);
        return new CompiledProtocol(model, names, @namespace) { IsStandIn = hasPlace };
    }

    /// <summary>Adds what is to say of names; of those that took a suffix only where no error may be the reason.</summary>
    private static void AddNames(EquatableArray<ModelDiagnostic> names, List<ModelDiagnostic> diagnostics)
    {
        bool hasErrors = diagnostics.Exists(diagnostic => diagnostic.IsError);
        diagnostics.AddRange(names.Where(diagnostic => diagnostic.IsError || !hasErrors));
    }
}
