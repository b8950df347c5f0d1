using ZProto.Model;

namespace ZProto.Tool.Models;

/// <summary>A model that the command was given, and what is wrong with it.</summary>
/// <param name="Path">Its file, as it was given.</param>
/// <param name="Model">The model, or null where errors leave none.</param>
/// <param name="Protocol">The protocol that a server or client speaks, or null.</param>
/// <param name="Diagnostics">What is wrong with it.</param>
internal sealed record CheckedModel(string Path, ClassModel? Model, ProtocolModel? Protocol, IReadOnlyList<ModelDiagnostic> Diagnostics)
{
    /// <summary>Whether it has errors.</summary>
    public bool HasErrors => Diagnostics.Any(diagnostic => diagnostic.Rule.Severity == RuleSeverity.Error);
}
