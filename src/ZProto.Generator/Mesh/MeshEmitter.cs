using ZProto.Generator.Hosts;
using ZProto.Model;
using ZProto.Model.Naming;

namespace ZProto.Generator.Mesh;

/// <summary>Emits the generated part of a mesh: beside what servers have too, its mode and the events of its connections.</summary>
internal sealed class MeshEmitter(HostSource source, MeshModel mesh, SourceWriter writer) : HostEmitter(source, writer, $"{ZpEngines}Mesh.MeshOperations.")
{
    /// <inheritdoc/>
    protected override string PeerSummary => "One peer: a machine of its own. Its members belong to the mesh's loop.";

    /// <inheritdoc/>
    protected override string PeerBegins => mesh.Mode == MeshMode.Harmony
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
    protected override void EmitHooks()
    {
    }

    /// <inheritdoc/>
    protected override void EmitDefinition()
    {
        WellKnown("ConnectedEvent", EngineEvents.Connected);
        WellKnown("QueueFullEvent", EngineEvents.QueueFull);
        Writer.Write($"public override {ZpEngines}MeshMode Mode => {ZpEngines}MeshMode.{mesh.Mode};\n");
    }
}
