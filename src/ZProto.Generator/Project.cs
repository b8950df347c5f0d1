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
    private readonly List<ModelItem> _items;
    private readonly List<ModelText> _texts;

    // A file that several models include is reported once.
    private readonly HashSet<Problem> _reported = [];
    private readonly ClassNames _classes = new();
    private readonly KnownProtocols _protocols = new();
    private readonly List<(ClassModel Model, ProtocolReference Reference)> _references = [];
    private readonly HashSet<string> _hintNames = new(StringComparer.OrdinalIgnoreCase);

    private Project(IEnumerable<ModelItem> items, ProjectOptions options)
    {
        _options = options;
        // The compiler's order depends on what was edited last; which of two models is the first must not.
        _items = items.OrderBy(item => item.Text.Path, StringComparer.Ordinal).ToList();
        _texts = _items.ConvertAll(item => item.Text);
    }

    public static EquatableArray<ProjectModel> Read(IEnumerable<ModelItem> items, ProjectOptions options, CancellationToken cancellation)
    {
        var project = new Project(items, options);
        var results = new List<(ModelItem Item, ModelResult Result)>();
        foreach (ModelItem item in project._items.Where(item => item.IsModel))
        {
            cancellation.ThrowIfCancellationRequested();
            results.Add((item, ModelReader.Read(item.Text, project._texts)));
        }
        // Engines last: they can speak only the protocols that there are in the end.
        results = results.OrderBy(read => read.Result.Model?.Engine is not null).ToList();
        foreach ((ModelItem item, ModelResult result) in results.Where(read => !read.Item.Metadata.Emit))
            project.Know(item, result);
        foreach (ClassModel client in results.Select(read => read.Result.Model).OfType<ClassModel>().Where(model => model.Kind == ModelKind.Client))
            project._protocols.AddClient(client);
        return results.Where(read => read.Item.Metadata.Emit).Select(read => project.Generate(read.Item, read.Result)).ToEquatableArray();
    }

    /// <summary>Takes a protocol for engines to speak that is generated elsewhere, and its problems reported there.</summary>
    private void Know(ModelItem item, ModelResult result)
    {
        var problems = new List<Problem>(result.Problems);
        if (result.Model is { Protocol: not null } protocol)
            AddProtocol(protocol, CodecNames.Of(protocol), Namespace(item, protocol, problems), problems);
        if (problems.Find(problem => problem.Kind.Severity == ProblemSeverity.Error) is { } error)
            _protocols.AddUnreported(item.Text, error);
    }

    private void AddProtocol(ClassModel model, CodecNames names, string @namespace, List<Problem> problems)
    {
        if (!IsSound(problems, since: 0))
            return;
        ProtocolModel protocol = model.Protocol!;
        EquatableArray<NamedItem> messages = protocol.Messages.Select((message, i) => new NamedItem(message.Name, names.Messages[i])).ToEquatableArray();
        _protocols.Add(model);
        _references.Add((model, new ProtocolReference(model.Name.Text, $"global::{CSharp.QualifiedName(FullName(@namespace, names.Class))}", messages, CodecMessage.Parameters(protocol, names), CodecMessage.Bodies(protocol, names))
        {
            HeaderProperties = CodecMessage.HeaderProperties(protocol, names),
            CorrelationFields = CodecMessage.CorrelationFields(protocol, names),
        }));
    }

    private ProjectModel Generate(ModelItem item, ModelResult result)
    {
        var problems = new List<Problem>(result.Problems);
        CodecSource? codec = null;
        ServerSource? server = null;
        ClientSource? client = null;
        if (result.Model is { Protocol: not null } protocol)
            codec = Codec(item, protocol, problems);
        else if (result.Model is { Kind: ModelKind.Server })
            server = Server(item, result.Model, problems);
        else if (result.Model is { Kind: ModelKind.Client })
            client = Client(item, result.Model, problems);
        else if (result.Model is null)
            _protocols.AddUnread(item.Text);
        string hintName = codec is not null ? HintName(codec.Namespace, codec.Names.Class)
            : server is not null ? HintName(server.Namespace, server.Names.Class)
            : client is not null ? HintName(client.Namespace, client.Names.Class)
            : "";
        return new ProjectModel(item.Text.Path, hintName, codec, server, client, problems.Where(_reported.Add).ToEquatableArray());
    }

    /// <summary>The codec to generate, or null where a problem that is found here forbids it.</summary>
    private CodecSource? Codec(ModelItem item, ClassModel model, List<Problem> problems)
    {
        int before = problems.Count;
        CodecNames names = CodecNames.Of(model);
        problems.AddRange(names.Problems);
        string @namespace = TakePlace(item, model, names.Class, problems);
        string modifier = Modifier(item, model, problems);
        CheckFraming(item, model, problems);
        AddProtocol(model, names, @namespace, problems);
        if (!IsSound(problems, before))
            _protocols.AddUnsound(model.Name);
        return IsSound(problems, before) ? new CodecSource(model, names, @namespace, modifier) : null;
    }

    /// <summary>The server to generate, or null where a problem that is found here forbids it.</summary>
    private ServerSource? Server(ModelItem item, ClassModel model, List<Problem> problems)
    {
        int before = problems.Count;
        if (Protocol(model, problems) is not { } protocol)
            return null;
        ServerNames names = ServerNames.Of(model, protocol.Messages.Select(message => message.Name));
        problems.AddRange(names.Problems);
        string @namespace = TakePlace(item, model, names.Class, problems);
        return IsSound(problems, before) ? new ServerSource(model, names, @namespace, protocol, _options.Transport) : null;
    }

    /// <summary>The client to generate, or null where a problem that is found here forbids it.</summary>
    private ClientSource? Client(ModelItem item, ClassModel model, List<Problem> problems)
    {
        int before = problems.Count;
        if (Protocol(model, problems) is not { } protocol)
            return null;
        ClientNames names = ClientNames.Of(model, protocol.Messages.Select(message => message.Name));
        problems.AddRange(names.Problems);
        string @namespace = TakePlace(item, model, names.Class, problems);
        return IsSound(problems, before) ? new ClientSource(model, names, @namespace, protocol, _options.Transport) : null;
    }

    /// <summary>The protocol that an engine speaks, with the engine's messages checked against it.</summary>
    private ProtocolReference? Protocol(ClassModel model, List<Problem> problems)
    {
        if (_protocols.Of(model, problems) is not { } protocol)
            return null;
        _protocols.CheckMessages(model, protocol, problems);
        foreach (ActionBodyModel body in model.Engine!.ActionBodies.Where(body => !UsersCode.AreStatements(body.Code)))
            problems.Add(Problem.At(body.Span, ProblemKinds.BadActionCode, body.Name.Text));
        foreach (CustomModel custom in model.Engine!.Customs.Where(custom => !UsersCode.AreMembers(custom.Code)))
            problems.Add(Problem.At(custom.Span, ProblemKinds.BadCustomCode));
        return _references.Find(known => ReferenceEquals(known.Model, protocol)).Reference;
    }

    /// <summary>Gives a class its namespace, where nothing else may be called as it is.</summary>
    private string TakePlace(ModelItem item, ClassModel model, string className, List<Problem> problems)
    {
        string @namespace = Namespace(item, model, problems);
        if (_options.Language < LanguageVersion.CSharp11)
            problems.Add(Problem.At(model.Span, ProblemKinds.LanguageTooOld, _options.Language.ToDisplayString()));
        string fullName = FullName(@namespace, className);
        if (NameScope.TooLong(fullName, model.Span) is { } tooLong)
            problems.Add(tooLong);
        else if (_classes.Take(@namespace, fullName, item.Text.Path, model.Span) is { } taken)
            problems.Add(taken);
        string? hidden = new[] { @namespace, _options.RootNamespace }.FirstOrDefault(name => name.Split('.').Contains(className));
        if (hidden is not null)
            problems.Add(Problem.At(model.Span, ProblemKinds.ClassHidesNamespace, className, hidden));
        return @namespace;
    }

    private static bool IsSound(List<Problem> problems, int since)
        => problems.Skip(since).All(problem => problem.Kind.Severity != ProblemSeverity.Error);

    private static string FullName(string @namespace, string className)
        => @namespace.Length == 0 ? className : $"{@namespace}.{className}";

    /// <summary>The item's namespace, else the model's own, else the project's.</summary>
    private string Namespace(ModelItem item, ClassModel model, List<Problem> problems)
    {
        Reference? own = item.Metadata.Namespace.Length == 0 ? model.Namespace : null;
        string chosen = own?.Name.Text ?? item.Metadata.Namespace;
        if (chosen.Length == 0)
            return string.Join(".", _options.RootNamespace.Split('.').Where(part => part.Length > 0).Select(Identifier));
        if (!chosen.Split('.').All(SyntaxFacts.IsValidIdentifier))
            problems.Add(Problem.At(own?.Span ?? model.Span, ProblemKinds.BadNamespace, chosen));
        return chosen;
    }

    private static string Modifier(ModelItem item, ClassModel model, List<Problem> problems)
    {
        string chosen = item.Metadata.Modifier.Length > 0 ? item.Metadata.Modifier : model.Modifier ?? "public";
        string modifier = chosen.ToLowerInvariant();
        if (modifier is not ("public" or "internal"))
            problems.Add(Problem.At(model.Span, ProblemKinds.BadModifier, chosen));
        return modifier;
    }

    private static void CheckFraming(ModelItem item, ClassModel model, List<Problem> problems)
    {
        string framing = item.Metadata.Framing;
        if (framing.Equals("frames", StringComparison.OrdinalIgnoreCase))
            problems.Add(Problem.At(model.Span, ProblemKinds.NotSupportedYet, "Framing=\"frames\" of the project's item"));
        else if (framing.Length > 0 && !framing.Equals("fields", StringComparison.OrdinalIgnoreCase))
            problems.Add(Problem.At(model.Span, ProblemKinds.BadFraming, framing));
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
