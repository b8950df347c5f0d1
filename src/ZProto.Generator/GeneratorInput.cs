using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ZProto.Model;
using ZProto.Model.Compiling;
using ZProto.Model.Xml;

namespace ZProto.Generator;

/// <summary>What an additional file is to the generator.</summary>
internal enum FileUse
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>It may be a model or included by one.</summary>
    Candidate,

    /// <summary>XML that the project has for another purpose. It is looked at only for a model that was forgotten.</summary>
    Other,
}

/// <summary>An additional file, with what the project says of it.</summary>
/// <param name="Text">The file.</param>
/// <param name="Use">What it is to the generator.</param>
/// <param name="Metadata">What the project says of it.</param>
internal sealed record GeneratorInput(AdditionalText Text, FileUse Use, ItemMetadata Metadata)
{
    public static GeneratorInput Create(AdditionalText file, AnalyzerConfigOptionsProvider provider)
    {
        AnalyzerConfigOptions options = provider.GetOptions(file);
        bool own = Is("ZProtoModel", "IsZProtoModel", "true");
        bool referenced = !own && Get("ZProtoReferencedModel", "Project").Length > 0;
        bool other = !own && !referenced && Is("ZProtoOtherXml", "IsOther", "true");
        bool candidate = own || referenced || (!other && file.Path.EndsWith(".xml", StringComparison.OrdinalIgnoreCase));
        string item = referenced ? "ZProtoReferencedModel" : "ZProtoModel";
        var metadata = new ItemMetadata
        {
            IsDeclared = own || referenced,
            Namespace = Get(item, "Namespace"),
            Modifier = Get(item, "Modifier"),
            Framing = Get(item, "Framing"),
            Emit = !referenced && !Is(item, "Emit", "false"),
        };
        if (referenced)
            metadata = metadata with { Project = Get(item, "Project"), RootNamespace = Get(item, "RootNamespace"), Friends = Get(item, "Friends") };
        return new GeneratorInput(file, other ? FileUse.Other : candidate ? FileUse.Candidate : FileUse.None, metadata);

        bool Is(string item, string name, string value) => Get(item, name).Equals(value, StringComparison.OrdinalIgnoreCase);

        string Get(string item, string name) => options.TryGetValue($"build_metadata.{item}.{name}", out string? value) ? value.Trim() : "";
    }

    /// <summary>Reads the file as XML.</summary>
    public CompilerInput Read(CancellationToken cancellationToken)
    {
        SourceText? text = Text.GetText(cancellationToken);
        XmlDocument document = text is null
            ? new XmlDocument(null, default, new EquatableArray<ModelDiagnostic>([ModelDiagnostic.Create(new SourceSpan(Text.Path, 0, 0, 1, 1, 1, 1), DiagnosticRules.Unreadable)]))
            : LenientXmlParser.Parse(text.ToString(), Text.Path, text.Encoding);
        return new CompilerInput(new SourceFile(Text.Path, document), Metadata);
    }
}
