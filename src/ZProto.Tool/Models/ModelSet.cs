using ZProto.Model;
using ZProto.Model.Naming;
using ZProto.Model.Reading;

namespace ZProto.Tool.Models;

/// <summary>The models that the command was given, checked together as the generator checks those of a project.</summary>
internal sealed class ModelSet
{
    private readonly HashSet<ModelDiagnostic> _reported = [];
    private readonly ClassNames _classes = new();
    private readonly ProtocolResolver _protocols = new();

    private ModelSet(IReadOnlyList<CheckedModel> models) => Models = models;

    private ModelSet() => Models = [];

    /// <summary>The models, in the order they were given.</summary>
    public IReadOnlyList<CheckedModel> Models { get; }

    /// <summary>Reads and checks models.</summary>
    /// <param name="paths">Files, folders, or patterns.</param>
    public static ModelSet Read(IEnumerable<string> paths)
    {
        ModelTexts texts = ModelTexts.Read(paths);
        var set = new ModelSet();
        var results = texts.Given.ConvertAll(text => (Text: text, Result: ModelReader.Read(text, texts.All)));
        foreach (SourceFile text in texts.Beside)
            set.Know(text, ModelReader.Read(text, texts.All), results.ConvertAll(read => read.Result.Model));
        foreach (ClientModel client in results.Select(read => read.Result.Model).OfType<ClientModel>())
            set._protocols.AddClient(client, NamespaceOf(client));
        // Engines last: they can speak only the protocols that there are in the end.
        Dictionary<string, CheckedModel> known = results
            .OrderBy(read => read.Result.Model is EngineModel)
            .Select(read => set.Check(read.Text, read.Result))
            .ToDictionary(model => model.Path);
        return new ModelSet(texts.Given.ConvertAll(text => known[text.Path]));
    }

    /// <summary>Reads one model, which must have no errors.</summary>
    /// <param name="path">Its file.</param>
    /// <param name="reportError">Receives its errors.</param>
    public static CheckedModel ReadValid(string path, Action<ModelDiagnostic> reportError) => ReadValid([path], reportError)[0];

    /// <summary>Reads models, which must have no errors.</summary>
    /// <param name="paths">Files, folders, or patterns.</param>
    /// <param name="reportError">Receives their errors.</param>
    public static IReadOnlyList<CheckedModel> ReadValid(IEnumerable<string> paths, Action<ModelDiagnostic> reportError)
    {
        IReadOnlyList<CheckedModel> models = Read(paths).Models;
        foreach (ModelDiagnostic diagnostic in models.SelectMany(model => model.Diagnostics).Where(diagnostic => diagnostic.Rule.Severity == RuleSeverity.Error))
            reportError(diagnostic);
        if (models.Any(model => model.HasErrors))
            throw new ToolException(ExitCode.Errors, $"{string.Join(", ", models.Where(model => model.HasErrors).Select(model => model.Path))}: the model has errors");
        if (models.FirstOrDefault(model => model.Model is null) is { } foreign)
            throw new ToolException(ExitCode.Errors, $"{foreign.Path}: {foreign.Diagnostics[0].Message}");
        return models;
    }

    /// <summary>Takes a protocol for engines to speak that was not given, if none of the same name was.</summary>
    private void Know(SourceFile text, ModelResult result, List<ClassModel?> given)
    {
        if (result.Model is ProtocolModel protocol && !given.Any(model => model is not null && model.Name.Equals(protocol.Name)))
            _protocols.Add(new KnownProtocol(protocol, NamespaceOf(protocol)));
        if (result.Diagnostics.FirstOrDefault(diagnostic => diagnostic.Rule.Severity == RuleSeverity.Error) is { } error)
            _protocols.AddUnreported(text, error);
    }

    private CheckedModel Check(SourceFile text, ModelResult result)
    {
        var diagnostics = new List<ModelDiagnostic>(result.Diagnostics);
        ProtocolModel? protocol = null;
        if (result.Model is { } model)
        {
            protocol = model is EngineModel engine ? Spoken(engine, diagnostics) : null;
            Take(model, text, protocol, diagnostics);
        }
        else if (result.Readable is ProtocolModel protocolWithErrors)
        {
            _protocols.Add(new KnownProtocol(protocolWithErrors, NamespaceOf(protocolWithErrors)) { IsValid = false });
        }
        else
        {
            _protocols.AddUnread(text);
        }
        return new CheckedModel(text.Path, result.Model, protocol, diagnostics.Where(_reported.Add).ToList());
    }

    private ProtocolModel? Spoken(EngineModel engine, List<ModelDiagnostic> diagnostics)
    {
        ProtocolModel? protocol = _protocols.Resolve(engine, NamespaceOf(engine), diagnostics);
        if (protocol is not null)
            _protocols.CheckMessages(engine, protocol, diagnostics);
        return protocol;
    }

    /// <summary>The name of a model's class. Members are named as the generator does, for what there is to say of it.</summary>
    private static string Name(ClassModel model, ProtocolModel? protocol, List<ModelDiagnostic> diagnostics)
    {
        if (model is ProtocolModel own)
        {
            CodecNames codec = CodecNames.Create(own);
            diagnostics.AddRange(codec.Diagnostics);
            return codec.Class;
        }
        if (protocol is null)
            return model.Name.Pascal;
        IEnumerable<ModelName> messages = protocol.Messages.Select(message => message.Name);
        if (model is ClientModel clientModel)
        {
            ClientNames client = ClientNames.Create(clientModel, messages);
            diagnostics.AddRange(client.Diagnostics);
            return client.Class;
        }
        ServerNames server = ServerNames.Create((ServerModel)model, messages);
        diagnostics.AddRange(server.Diagnostics);
        return server.Class;
    }

    /// <summary>Gives a model's class its place among the others.</summary>
    private void Take(ClassModel model, SourceFile text, ProtocolModel? protocol, List<ModelDiagnostic> diagnostics)
    {
        string className = Name(model, protocol, diagnostics);
        string @namespace = NamespaceOf(model);
        string fullName = @namespace.Length == 0 ? className : $"{@namespace}.{className}";
        if (NameScope.ValidateLength(fullName, model.Span) is { } tooLong)
            diagnostics.Add(tooLong);
        else if (_classes.Take(@namespace, fullName, text.Path, model.Span) is { } taken)
            diagnostics.Add(taken);
        if (model is ProtocolModel own)
            _protocols.Add(new KnownProtocol(own, @namespace) { IsValid = diagnostics.TrueForAll(diagnostic => diagnostic.Rule.Severity != RuleSeverity.Error) });
    }

    // The project's namespace, and that of its items, are not known here.
    private static string NamespaceOf(ClassModel model) => model.Namespace?.Name.Text ?? "";
}
