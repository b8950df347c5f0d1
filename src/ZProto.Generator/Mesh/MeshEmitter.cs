using ZProto.Generator.Client;
using ZProto.Generator.Hosts;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Mesh;

/// <summary>Emits the generated part of a mesh: beside what servers have too, its mode, the events of its connections, and its calls.</summary>
internal sealed class MeshEmitter : HostEmitter
{
    private const string Operations = $"{ZpEngines}Mesh.MeshOperations.";

    private readonly HostSource _source;
    private readonly MeshModel _mesh;
    private readonly CallSite _site;
    private readonly ClientReplies _replies;
    private readonly List<ClientMethod> _calls;

    private MeshEmitter(HostSource source, MeshModel mesh, SourceWriter writer)
        : base(source, writer, Operations)
    {
        _source = source;
        _mesh = mesh;
        _site = new CallSite(mesh, source.Names.Class, source.Names.Calls, source.Names.Events, $"{MeshNames.PeerClass}.Definition", Operations);
        _replies = new ClientReplies(mesh, source.Names.Class, source.Names.Calls);
        _calls = Methods.Where(method => method.Model.IsCall).Select(method => new ClientMethod(method.Model, method.Name, _site, _replies)).ToList();
    }

    /// <inheritdoc/>
    protected override string PeerSummary => "One peer: a machine of its own. Its members belong to the mesh's loop.";

    /// <inheritdoc/>
    protected override string PeerBegins => _mesh.Mode == MeshMode.Harmony
        ? "Called for a new peer, while <c>Message</c> is the message that it came with, if it came with one. It may set a first event."
        : "Called for a new peer. It may set a first event.";

    /// <summary>The C# of a mesh.</summary>
    public static string Emit(HostSource source, MeshModel mesh, PathMap paths)
    {
        var writer = new SourceWriter(paths);
        new MeshEmitter(source, mesh, writer).EmitFile();
        return writer.ToString();
    }

    /// <inheritdoc/>
    protected override void EmitMethods()
    {
        _replies.EmitEnumeration(Writer);
        _replies.EmitFields(Writer, "internal");
        _replies.EmitExceptions(Writer);
        foreach (ClientMethod call in _calls)
            call.EmitResult(Writer);
        foreach (ClientMethod call in _calls)
            call.Emit(Writer);
        foreach (HostMethod method in Methods)
        {
            if (!method.Model.IsCall)
                method.EmitDeclarations(Writer);
            else if (method.Model.Peer is null)
                method.EmitRequired(Writer);
        }
        _replies.EmitMethods(Writer, $"{Operations}Reply(this, null, ");
        _site.EmitArguments(Writer, _mesh.Methods.Where(method => method.IsCall));
    }

    /// <inheritdoc/>
    protected override void EmitPeerMembers() => _replies.EmitMethods(Writer, $"{Operations}Reply(Mesh, this, ");

    /// <inheritdoc/>
    protected override void EmitHooks()
    {
    }

    /// <inheritdoc/>
    protected override void EmitDefinition()
    {
        WellKnown("ConnectedEvent", EngineEvents.Connected);
        WellKnown("QueueFullEvent", EngineEvents.QueueFull);
        Writer.Write($"public override {ZpEngines}MeshMode Mode => {ZpEngines}MeshMode.{_mesh.Mode};\n");
        _site.EmitCorrelation(Writer, _source.Protocol);
        _replies.EmitNames(Writer);
        _replies.EmitCreateException(Writer);
        foreach (ClientMethod call in _calls)
            call.EmitCreateResult(Writer);
    }
}
