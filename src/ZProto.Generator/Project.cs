using Microsoft.CodeAnalysis.CSharp;
using ZProto.Generator.Client;
using ZProto.Generator.Codec;
using ZProto.Generator.Engines;
using ZProto.Generator.Server;
using ZProto.Model;
using ZProto.Model.Naming;
using ZProto.Model.Reading;

namespace ZProto.Generator;

/// <summary>Reads the models of a project together: with their includes, their namespaces, and what they would both generate.</summary>
internal sealed class Project
{
    private readonly ProjectOptions _options;
    private readonly List<GeneratorInput> _items;
    private readonly List<SourceFile> _texts;

    // A file that several models include is reported once.
    private readonly HashSet<ModelDiagnostic> _reported = [];
    private readonly ClassNames _classes = new();
    private readonly ProtocolResolver _protocols = new();
    private readonly List<(ProtocolModel Model, ProtocolReference Reference)> _references = [];
    private readonly List<ProjectModel> _standIns = [];
    private readonly HashSet<string> _hintNames = new(StringComparer.OrdinalIgnoreCase);
    private bool _isLanguageTold;

    private Project(IEnumerable<GeneratorInput> items, ProjectOptions options)
    {
        _options = options;
        // The compiler's order depends on what was edited last; which of two models is the first must not.
        _items = items.OrderBy(item => item.Text.Path, StringComparer.Ordinal).ToList();
        _texts = _items.ConvertAll(item => item.Text);
    }

    public static EquatableArray<ProjectModel> Read(IEnumerable<GeneratorInput> items, ProjectOptions options, CancellationToken cancellationToken)
    {
        var project = new Project(items, options);
        var results = new List<(GeneratorInput Item, ModelResult Result)>();
        foreach (GeneratorInput item in project._items.Where(item => item.IsModel))
        {
            cancellationToken.ThrowIfCancellationRequested();
            results.Add((item, ModelReader.Read(item.Text, project._texts)));
        }
        // Engines last: they can speak only the protocols that there are in the end.
        results = results.OrderBy(read => read.Result.Readable is EngineModel).ToList();
        foreach ((GeneratorInput item, ModelResult result) in results.Where(read => !read.Item.Metadata.Emit))
            project.AddExternal(item, result);
        foreach ((GeneratorInput item, ModelResult result) in results)
        {
            if (result.Model is ClientModel client)
                project._protocols.AddClient(client, project.Namespace(item, client, []));
        }
        List<ProjectModel> models = [.. results.Where(read => read.Item.Metadata.Emit).Select(read => project.Generate(read.Item, read.Result))];
        return models.Concat(project._standIns).ToEquatableArray();
    }

    /// <summary>Takes a protocol for engines to speak that is generated elsewhere, and its diagnostics reported there.</summary>
    private void AddExternal(GeneratorInput item, ModelResult result)
    {
        var diagnostics = new List<ModelDiagnostic>(result.Diagnostics);
        if (result.Model is ProtocolModel protocol)
            AddProtocol(item, protocol, CodecNames.Create(protocol), Namespace(item, protocol, diagnostics), diagnostics);
        if (diagnostics.Find(diagnostic => diagnostic.Rule.Severity == RuleSeverity.Error) is { } error)
            _protocols.AddUnreported(item.Text, error);
    }

    private ProtocolReference AddProtocol(GeneratorInput item, ProtocolModel model, CodecNames names, string @namespace, List<ModelDiagnostic> diagnostics)
    {
        EquatableArray<NamedItem> messages = model.Messages.Select((message, i) => new NamedItem(message.Name, names.Messages[i])).ToEquatableArray();
        ProtocolReference reference = Reference(model, names, @namespace, messages);
        _protocols.Add(new KnownProtocol(model, @namespace)
        {
            IsValid = !HasErrors(diagnostics),
            IsReferenced = item.Metadata.IsReferenced,
            IsVisible = item.Metadata.Emit || item.Metadata.IsFriend(_options.AssemblyName) || Modifier(item, model, []) == "public",
        });
        _references.Add((model, reference));
        return reference;
    }

    private ProjectModel Generate(GeneratorInput item, ModelResult result)
    {
        var diagnostics = new List<ModelDiagnostic>(result.Diagnostics);
        CodecSource? codec = null;
        ServerSource? server = null;
        ClientSource? client = null;
        switch (result.Readable)
        {
            case ProtocolModel model:
                codec = Codec(item, model, diagnostics);
                break;
            case ServerModel model:
                server = Server(item, model, result.IsWhole, diagnostics);
                break;
            case ClientModel model:
                client = Client(item, model, result.IsWhole, diagnostics);
                break;
            default:
                _protocols.AddUnread(item.Text);
                break;
        }
        string hintName = codec is not null ? HintName(codec.Namespace, codec.Names.Class)
            : server is not null ? HintName(server.Namespace, server.Names.Class)
            : client is not null ? HintName(client.Namespace, client.Names.Class)
            : "";
        return new ProjectModel(item.Text.Path, hintName, codec, server, client, diagnostics.Where(_reported.Add).ToEquatableArray());
    }

    /// <summary>The codec to generate, or null where it has no place to be.</summary>
    private CodecSource? Codec(GeneratorInput item, ProtocolModel model, List<ModelDiagnostic> diagnostics)
    {
        CodecNames names = CodecNames.Create(model);
        AddNames(names.Diagnostics, diagnostics);
        string @namespace = Namespace(item, model, diagnostics);
        bool hasPlace = TryReserveClass(item.Text.Path, model, @namespace, names.Class, diagnostics);
        string modifier = Modifier(item, model, diagnostics);
        CheckFraming(item, model, diagnostics);
        if (hasPlace)
            AddProtocol(item, model, names, @namespace, diagnostics);
        else
            _protocols.AddUnread(item.Text);
        return hasPlace ? new CodecSource(model, names, @namespace, modifier) : null;
    }

    /// <summary>The server to generate, or null where it has no place to be.</summary>
    private ServerSource? Server(GeneratorInput item, ServerModel model, bool isWhole, List<ModelDiagnostic> diagnostics)
    {
        string @namespace = Namespace(item, model, diagnostics);
        (ServerModel server, ProtocolReference protocol) = WithProtocol(item, model, @namespace, isWhole, diagnostics);
        ServerNames names = ServerNames.Create(server, protocol.Messages.Select(message => message.Name));
        AddNames(names.Diagnostics, diagnostics);
        return TryReserveClass(item.Text.Path, model, @namespace, names.Class, diagnostics) ? new ServerSource(server, names, @namespace, protocol, _options.Transport) : null;
    }

    /// <summary>The client to generate, or null where it has no place to be.</summary>
    private ClientSource? Client(GeneratorInput item, ClientModel model, bool isWhole, List<ModelDiagnostic> diagnostics)
    {
        string @namespace = Namespace(item, model, diagnostics);
        (ClientModel client, ProtocolReference protocol) = WithProtocol(item, model, @namespace, isWhole, diagnostics);
        ClientNames names = ClientNames.Create(client, protocol.Messages.Select(message => message.Name));
        AddNames(names.Diagnostics, diagnostics);
        return TryReserveClass(item.Text.Path, model, @namespace, names.Class, diagnostics) ? new ClientSource(client, names, @namespace, protocol, _options.Transport) : null;
    }

    /// <summary>An engine with the protocol that it speaks. What is wrong with it is left out, so that the rest can be declared.</summary>
    private (TEngine Engine, ProtocolReference Protocol) WithProtocol<TEngine>(GeneratorInput item, TEngine engine, string @namespace, bool isWhole, List<ModelDiagnostic> diagnostics)
        where TEngine : EngineModel
    {
        // Of a model with a part missing, that part is all there is to say.
        List<ModelDiagnostic> found = isWhole ? diagnostics : [];
        int before = found.Count;
        ProtocolModel? protocol = _protocols.Resolve(engine, @namespace, found);
        if (protocol is not null && found.Count == before)
            _protocols.CheckMessages(engine, protocol, found);
        foreach (ActionBodyModel body in engine.ActionBodies.Where(body => !EmbeddedCode.AreStatements(body.Code)))
            found.Add(ModelDiagnostic.Create(body.Span, DiagnosticRules.BadActionCode, body.Name.Text));
        foreach (CustomModel custom in engine.Customs.Where(custom => !EmbeddedCode.AreMembers(custom.Code)))
            found.Add(ModelDiagnostic.Create(custom.Span, DiagnosticRules.BadCustomCode));
        if (protocol is not null && !HasErrors(diagnostics) && _protocols.IsValid(protocol))
            return (engine, ReferenceOf(protocol));

        protocol ??= StandIn(item, engine, @namespace);
        return ((TEngine)WithoutBadCode(UnresolvedReferences.Remove(UnresolvedReferences.Remove(engine), protocol)), ReferenceOf(protocol));
    }

    private static ProtocolReference Reference(ProtocolModel protocol, CodecNames names, string @namespace, EquatableArray<NamedItem> messages)
    {
        string name = $"global::{CSharp.QualifiedName(FullName(@namespace, names.Class))}";
        return new ProtocolReference(protocol.Name.Text, name, messages, CodecMessage.Parameters(protocol, names), CodecMessage.Bodies(protocol, names))
        {
            HeaderProperties = CodecMessage.HeaderProperties(protocol, names),
            CorrelationFields = CodecMessage.CorrelationFields(protocol, names),
        };
    }

    private ProtocolReference ReferenceOf(ProtocolModel protocol) => _references.Find(known => ReferenceEquals(known.Model, protocol)).Reference;

    private static EngineModel WithoutBadCode(EngineModel engine) => engine with
    {
        ActionBodies = engine.ActionBodies.Select(body => EmbeddedCode.AreStatements(body.Code) ? body : body with { Code = [] }).ToEquatableArray(),
        Customs = engine.Customs.Where(custom => EmbeddedCode.AreMembers(custom.Code)).ToEquatableArray(),
    };

    /// <summary>A protocol in place of one that is not there, with all messages that its engine speaks of, so that the engine can be declared.</summary>
    private ProtocolModel StandIn(GeneratorInput item, EngineModel engine, string @namespace)
    {
        ModelName name = engine.ProtocolClass?.Name ?? new ModelName(engine.Name.Text + "_msg");
        if (name.Equals(engine.Name) || !_classes.IsFree(FullName(@namespace, name.Pascal)))
            name = new ModelName(engine.Name.Text + "_protocol");
        EquatableArray<MessageModel> messages = engine.Actions.Select(action => action.Message)
            .Concat(engine.SentMessages)
            .Concat(engine.DeliveredMessages)
            .Concat(engine.States.SelectMany(state => state.Events).Where(item => !item.IsWildcard).Select(item => new Reference(item.Name, item.Span)))
            .OfType<Reference>()
            .GroupBy(message => message.Name)
            .Take(byte.MaxValue)
            .Select((same, i) => new MessageModel(same.Key, engine.Span, (byte)(i + 1), null, null, "", []))
            .ToEquatableArray();
        var model = new ProtocolModel(name, engine.Span) { Messages = messages };
        CodecNames names = CodecNames.Create(model);
        if (TryReserveClass(item.Text.Path, model, @namespace, names.Class, []))
            _standIns.Add(new ProjectModel(item.Text.Path, HintName(@namespace, names.Class), new CodecSource(model, names, @namespace, "public"), null, null, []));
        EquatableArray<NamedItem> named = messages.Select((message, i) => new NamedItem(message.Name, names.Messages[i])).ToEquatableArray();
        _references.Add((model, Reference(model, names, @namespace, named)));
        return model;
    }

    /// <summary>Gives a class its place, where nothing else may be called as it is.</summary>
    private bool TryReserveClass(string path, ClassModel model, string @namespace, string className, List<ModelDiagnostic> diagnostics)
    {
        if (_options.Language < LanguageVersion.CSharp11)
        {
            // It is the project's mistake, and not one of each model.
            if (!_isLanguageTold)
                diagnostics.Add(ModelDiagnostic.Create(model.Span, DiagnosticRules.LanguageTooOld, _options.Language.ToDisplayString()));
            _isLanguageTold = true;
            return false;
        }
        string fullName = FullName(@namespace, className);
        ModelDiagnostic? taken = NameScope.ValidateLength(fullName, model.Span) ?? _classes.Take(@namespace, fullName, path, model.Span);
        if (taken is not null)
            diagnostics.Add(taken);
        string? hidden = new[] { @namespace, _options.RootNamespace }.FirstOrDefault(name => name.Split('.').Contains(className));
        if (hidden is not null)
            diagnostics.Add(ModelDiagnostic.Create(model.Span, DiagnosticRules.ClassHidesNamespace, className, hidden));
        return taken is null && diagnostics.TrueForAll(diagnostic => diagnostic.Rule != DiagnosticRules.NameTooLong);
    }

    /// <summary>Adds what is to say of names; of those that took a suffix only where no error may be the reason.</summary>
    private static void AddNames(EquatableArray<ModelDiagnostic> names, List<ModelDiagnostic> diagnostics)
    {
        bool hasErrors = HasErrors(diagnostics);
        diagnostics.AddRange(names.Where(diagnostic => diagnostic.Rule.Severity == RuleSeverity.Error || !hasErrors));
    }

    private static bool HasErrors(List<ModelDiagnostic> diagnostics) => diagnostics.Exists(diagnostic => diagnostic.Rule.Severity == RuleSeverity.Error);

    private static string FullName(string @namespace, string className)
        => @namespace.Length == 0 ? className : $"{@namespace}.{className}";

    /// <summary>The item's namespace, else the model's own, else the project's.</summary>
    private string Namespace(GeneratorInput item, ClassModel model, List<ModelDiagnostic> diagnostics)
    {
        Reference? own = item.Metadata.Namespace.Length == 0 ? model.Namespace : null;
        string chosen = own?.Name.Text ?? item.Metadata.Namespace;
        if (chosen.Split('.').All(SyntaxFacts.IsValidIdentifier))
            return chosen;
        if (chosen.Length > 0)
            diagnostics.Add(ModelDiagnostic.Create(own?.Span ?? model.Span, DiagnosticRules.BadNamespace, chosen));
        string root = item.Metadata.IsReferenced ? item.Metadata.RootNamespace : _options.RootNamespace;
        return string.Join(".", root.Split('.').Where(part => part.Length > 0).Select(Identifier));
    }

    private static string Modifier(GeneratorInput item, ClassModel model, List<ModelDiagnostic> diagnostics)
    {
        string chosen = item.Metadata.Modifier.Length > 0 ? item.Metadata.Modifier : model.Modifier ?? "public";
        string modifier = chosen.ToLowerInvariant();
        if (modifier is "public" or "internal")
            return modifier;
        diagnostics.Add(ModelDiagnostic.Create(model.Span, DiagnosticRules.BadModifier, chosen));
        return "public";
    }

    private static void CheckFraming(GeneratorInput item, ClassModel model, List<ModelDiagnostic> diagnostics)
    {
        string framing = item.Metadata.Framing;
        if (framing.Equals("frames", StringComparison.OrdinalIgnoreCase))
            diagnostics.Add(ModelDiagnostic.Create(model.Span, DiagnosticRules.NotSupportedYet, "Framing=\"frames\" of the project's item"));
        else if (framing.Length > 0 && !framing.Equals("fields", StringComparison.OrdinalIgnoreCase))
            diagnostics.Add(ModelDiagnostic.Create(model.Span, DiagnosticRules.BadFraming, framing));
    }

    private string HintName(string @namespace, string className)
    {
        string name = FullName(@namespace, className);
        string hintName = $"{name}.g.cs";
        // The compiler compares these names without regard to case, C# does not.
        for (int i = 2; !_hintNames.Add(hintName); i++)
            hintName = $"{name}-{i}.g.cs";
        return hintName;
    }

    // A root namespace is often the project's name, which may be no identifier.
    private static string Identifier(string part)
    {
        string identifier = new([.. part.Select(c => SyntaxFacts.IsIdentifierPartCharacter(c) ? c : '_')]);
        return SyntaxFacts.IsIdentifierStartCharacter(identifier[0]) ? identifier : "_" + identifier;
    }
}
