using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using ZProto.Model;

namespace ZProto.Generator;

/// <summary>What engines are on by default: what the project's <c>ZProtoTransport</c> says, else the first transport that it references.</summary>
internal static class DefaultTransport
{
    private const string Namespace = "global::ZProto.";

    // By the assemblies that hold them, the first that is there before the others.
    private static readonly (string Assembly, string Class)[] s_known =
    [
        ("ZProto.NetMQ", $"{Namespace}NetMQTransport"),
        ("ZProto.LibZmq", $"{Namespace}LibZmqTransport"),
    ];

    /// <summary>Those among a project's references, by the names of their files and nothing else.</summary>
    public static IncrementalValueProvider<EquatableArray<string>> References(IncrementalGeneratorInitializationContext context)
        => context.MetadataReferencesProvider
            .Select(static (reference, _) => s_known.FirstOrDefault(known => known.Assembly == GetName(reference)).Assembly)
            .Where(static assembly => assembly is not null)
            .Collect()
            .Select(static (assemblies, _) => assemblies.Select(assembly => assembly!).ToEquatableArray());

    /// <summary>The class of the transport; null for the one in-process, which every engine has.</summary>
    /// <param name="options">The project's properties.</param>
    /// <param name="references">What it references of transports.</param>
    public static string? Resolve(AnalyzerConfigOptions options, EquatableArray<string> references)
    {
        options.TryGetValue("build_property.ZProtoTransport", out string? chosen);
        string name = chosen?.Trim() ?? "";
        // What names no transport is reported by the build files.
        return s_known.FirstOrDefault(known => name.Length == 0
            ? references.Contains(known.Assembly)
            : known.Assembly.Equals($"ZProto.{name}", StringComparison.OrdinalIgnoreCase)).Class;
    }

    /// <summary>Writes the member that creates an engine's default transport.</summary>
    public static void Write(SourceWriter writer, string? transport)
    {
        if (transport is null)
            return;
        writer.Write($"public override {Namespace}Transports.ITransport CreateDefaultTransport() => new {transport}();\n");
    }

    // Another project of an IDE's solution is a reference without a file, and displayed by its name.
    private static string? GetName(MetadataReference reference)
        => reference is PortableExecutableReference { FilePath: { } path } ? Path.GetFileNameWithoutExtension(path) : reference.Display;
}
