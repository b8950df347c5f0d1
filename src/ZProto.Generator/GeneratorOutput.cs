using ZProto.Generator.Codec;
using ZProto.Model;

namespace ZProto.Generator;

/// <summary>What comes of a model's file.</summary>
/// <param name="Path">The file.</param>
/// <param name="Source">What is generated from it, or null for nothing.</param>
/// <param name="StandIn">The protocol to generate for an engine whose own is not there, or null.</param>
/// <param name="Diagnostics">What is wrong with it.</param>
internal sealed record GeneratorOutput(string Path, ModelSource? Source, CodecSource? StandIn, EquatableArray<ModelDiagnostic> Diagnostics)
{
    /// <summary>All that is generated from it.</summary>
    public IEnumerable<ModelSource> Sources => new[] { Source, StandIn }.OfType<ModelSource>();

    /// <summary>Whether its model has errors.</summary>
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.IsError);

    /// <summary>Whether errors leave nothing of it to generate.</summary>
    public bool HasFailed => Source is null && HasErrors;
}
