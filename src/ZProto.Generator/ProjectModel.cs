using ZProto.Generator.Client;
using ZProto.Generator.Codec;
using ZProto.Generator.Server;
using ZProto.Model;

namespace ZProto.Generator;

/// <summary>A model of the project: what is generated from it, and what is wrong with it.</summary>
/// <param name="Path">The model's file.</param>
/// <param name="HintName">The name of its generated file.</param>
/// <param name="Codec">The codec to generate, or null.</param>
/// <param name="Server">The server to generate, or null.</param>
/// <param name="Client">The client to generate, or null.</param>
/// <param name="Diagnostics">What is wrong.</param>
internal sealed record ProjectModel(string Path, string HintName, CodecSource? Codec, ServerSource? Server, ClientSource? Client, EquatableArray<ModelDiagnostic> Diagnostics)
{
    /// <summary>Whether errors leave nothing of it to generate.</summary>
    public bool HasFailed => Codec is null && Server is null && Client is null && Diagnostics.Any(diagnostic => diagnostic.Rule.Severity == RuleSeverity.Error);
}
