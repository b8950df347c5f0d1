using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ZProto.Model;

namespace ZProto.Generator;

/// <summary>What engines are on by default: what the project's <c>ZProtoTransport</c> says, else the first transport that it references.</summary>
internal static class DefaultTransport
{
    private const string Namespace = "global::ZProto.";

    // The assembly of each is ZProto and its name, and the first that is there comes before the others. Sockets and in-process are in the
    // runtime: the former is the default of each definition, the latter only where a project asks for it.
    private static readonly (string Name, string Instance)[] s_known =
    [
        ("NetMQ", $"new {Namespace}NetMQTransport()"),
        ("LibZmq", $"new {Namespace}LibZmqTransport()"),
        ("InProcess", $"{Namespace}InProcessTransport.Shared"),
    ];

    /// <summary>Those among a project's references, by the names of their files and nothing else.</summary>
    public static IncrementalValueProvider<EquatableArray<string>> References(IncrementalGeneratorInitializationContext context)
        => context.MetadataReferencesProvider
            .Select(static (reference, _) => s_known.FirstOrDefault(known => $"ZProto.{known.Name}" == reference.GetFileName()).Name)
            .Where(static name => name is not null)
            .Collect()
            .Select(static (names, _) => names.Select(name => name!).ToEquatableArray());

    /// <summary>The C# that returns the transport; null for the one on sockets, which every engine has.</summary>
    /// <param name="options">The project's properties.</param>
    /// <param name="references">What it references of transports.</param>
    public static string? Resolve(AnalyzerConfigOptions options, EquatableArray<string> references)
    {
        options.TryGetValue("build_property.ZProtoTransport", out string? chosen);
        string name = chosen?.Trim() ?? "";
        // What names no transport is reported by the build files.
        return s_known.FirstOrDefault(known => name.Length == 0
            ? references.Contains(known.Name)
            : known.Name.Equals(name, StringComparison.OrdinalIgnoreCase)).Instance;
    }

    /// <summary>Writes the member that creates an engine's default transport.</summary>
    public static void Write(SourceWriter writer, string? transport)
    {
        if (transport is null)
            return;
        writer.Write($"public override {Namespace}Transports.ITransport CreateDefaultTransport() => {transport};\n");
    }
}
