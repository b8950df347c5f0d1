using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ZProto.Generator.Tests.Driver;

/// <summary>What the build tells the generator of a project and its items.</summary>
internal sealed class InMemoryOptions(TestProject project) : AnalyzerConfigOptionsProvider
{
    private readonly Dictionary<string, Options> _files = project.Models
        .GroupBy(model => model.Path)
        .ToDictionary(group => group.Key, group => new Options(group.SelectMany(model => model.Metadata)));

    public override AnalyzerConfigOptions GlobalOptions { get; } = new Options(
    [
        KeyValuePair.Create("build_property.RootNamespace", project.RootNamespace),
        KeyValuePair.Create("build_property.AssemblyName", "Sample"),
        KeyValuePair.Create("build_property.ZProtoTransport", project.Transport),
    ]);

    public override AnalyzerConfigOptions GetOptions(SyntaxTree tree) => new Options([]);

    public override AnalyzerConfigOptions GetOptions(AdditionalText textFile) => _files[textFile.Path];

    private sealed class Options(IEnumerable<KeyValuePair<string, string>> pairs) : AnalyzerConfigOptions
    {
        private readonly Dictionary<string, string> _values = pairs
            .GroupBy(pair => pair.Key)
            .ToDictionary(group => group.Key, group => group.First().Value, KeyComparer);

        public override bool TryGetValue(string key, [NotNullWhen(true)] out string? value) => _values.TryGetValue(key, out value);
    }
}
