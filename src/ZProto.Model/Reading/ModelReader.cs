using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>Makes a checked model of a model's text.</summary>
public static class ModelReader
{
    private static readonly string[] s_scripts = ["zproto_codec_c", "zproto_server_c", "zproto_client_c", "zproto_codec", "zproto_server", "zproto_client", "zproto_mesh", "zproto_peer"];

    /// <summary>Whether a file is a model: its root is a <c>&lt;class&gt;</c>. Files of other roots are there to be included.</summary>
    /// <param name="document">The file.</param>
    public static bool IsModel(XmlDocument document) => document.Root is { } root && root.IsNamed("class");

    /// <summary>
    /// Reads a model. It never throws and never opens a file: includes are resolved among the given files. A file
    /// that is not a model yields neither a model nor diagnostics, unless it cannot be parsed at all.
    /// </summary>
    /// <param name="file">The model.</param>
    /// <param name="all">All models and additional files of the project.</param>
    /// <param name="framing">The framing that the project gives the model, which counts before its own; empty for none.</param>
    public static ModelResult Read(SourceFile file, IReadOnlyList<SourceFile> all, string framing = "") => Read(file, new ModelFiles(all), framing);

    /// <inheritdoc cref="Read(SourceFile, IReadOnlyList{SourceFile}, string)"/>
    internal static ModelResult Read(SourceFile file, ModelFiles files, string framing)
    {
        var diagnostics = new DiagnosticBag();
        ClassModel? result = null;
        bool isModel = IsModel(file.Document) || IsMisspelt(file.Document, diagnostics);
        if (file.Document.Root is null || isModel)
            diagnostics.AddRange(file.Document.Diagnostics);
        bool isWhole = false;
        if (isModel)
            result = Read(file, files, framing, diagnostics, out isWhole);
        return new ModelResult(diagnostics.HasErrors ? null : result, diagnostics.InOrderOfText(file.Path)) { Readable = diagnostics.Has(DiagnosticRules.TooLarge) ? null : result, IsWhole = isWhole };
    }

    /// <summary>Whether a file was meant as a model.</summary>
    internal static bool IsMisspelt(XmlDocument document) => IsMisspelt(document, new DiagnosticBag());

    private static bool IsMisspelt(XmlDocument document, DiagnosticBag diagnostics)
    {
        if (document.Root is not { } root || IsModel(document) || diagnostics.Spelling.Suggest(root.Name, ["class"]) is not { } meant)
            return false;
        diagnostics.Report(root.Span, DiagnosticRules.MisspeltElement, root.Name, meant);
        return true;
    }

    private static ClassModel? Read(SourceFile file, ModelFiles files, string framing, DiagnosticBag diagnostics, out bool isWhole)
    {
        XmlElement unexpanded = file.Document.Root!;
        isWhole = !diagnostics.HasErrors;
        if (unexpanded.GetNonEmptyAttribute("script") is { } script && KindOf(script.Value) is null)
        {
            if (diagnostics.Spelling.Suggest(script.Value, s_scripts) is not { } meant)
            {
                diagnostics.Report(script.ValueSpan, DiagnosticRules.ForeignScript, script.Value, "");
                return null;
            }
            diagnostics.Report(script.ValueSpan, DiagnosticRules.MisspeltScript, script.Value, meant);
            unexpanded = unexpanded with { Attributes = unexpanded.Attributes.Select(attribute => attribute == script ? script with { Value = meant } : attribute).ToEquatableArray() };
        }
        XmlElement root = IncludeResolver.Resolve(file, unexpanded, files, diagnostics);
        // Where a part of the model is missing, other errors may follow from that alone.
        isWhole = !diagnostics.HasErrors;
        DiagnosticBag rest = isWhole ? diagnostics : new DiagnosticBag();
        if (KindOf(root) is not { } kind)
        {
            rest.Report(root.Span, DiagnosticRules.UnknownKind);
            return null;
        }
        if (kind == ModelKind.Protocol)
            root = WithFraming(root, framing);
        return ReadCorrected(file, root, kind, files, rest) is { Name.IsEmpty: false } result ? result with { Description = unexpanded.GetRootDescription() } : null;
    }

    /// <summary>Reads a class with misspelt words as they were meant, so that nothing follows from them; as it is written where that makes errors.</summary>
    private static ClassModel ReadCorrected(SourceFile file, XmlElement root, ModelKind kind, ModelFiles files, DiagnosticBag diagnostics)
    {
        var misspelt = new DiagnosticBag();
        XmlElement meant = Schema.Correct(root, kind, misspelt);
        var ofMeant = new DiagnosticBag();
        ClassModel result = ReadClass(file, meant, kind, files, ofMeant);
        diagnostics.AddRange(misspelt);
        if (misspelt.IsEmpty || !ofMeant.HasErrors)
        {
            diagnostics.AddRange(ofMeant);
            return result;
        }
        var ofWritten = new DiagnosticBag();
        ClassModel asWritten = ReadClass(file, root, kind, files, ofWritten);
        if (ofWritten.HasErrors)
        {
            diagnostics.AddRange(ofMeant);
            return result;
        }
        diagnostics.AddRange(ofWritten.ExceptAt(misspelt));
        return asWritten;
    }

    private static ClassModel ReadClass(SourceFile file, XmlElement root, ModelKind kind, ModelFiles files, DiagnosticBag diagnostics)
    {
        Schema.Check(root, kind, diagnostics);
        if (!root.TryReadName(diagnostics, out ModelName name, out SourceSpan span))
            name = new ModelName(Path.GetFileNameWithoutExtension(ModelFiles.FileName(file.Path)));
        EquatableArray<DefineModel> defines = DefineReader.Read(root, diagnostics);
        ClassModel model = kind == ModelKind.Protocol
            ? ProtocolReader.Read(root, name, span, defines, diagnostics)
            : EngineReader.Read(root, name, span, kind, files, diagnostics);
        return model with
        {
            Title = root.GetNonEmptyAttribute("title")?.Value.Trim() ?? "",
            Namespace = root.GetReference("namespace"),
            Modifier = root.GetReference("modifier"),
            License = Blocks(root, "license"),
            Grammar = Blocks(root, "grammar"),
            Defines = defines,
            Source = root,
        };
    }

    /// <summary>What a model describes, by its script or by what it holds; null where neither says it.</summary>
    internal static ModelKind? KindOf(XmlElement root)
        => KindAsWritten(root)
            ?? KindAsWritten(Schema.Correct(root, ModelKind.Protocol, new DiagnosticBag()))
            ?? KindAsWritten(Schema.Correct(root, ModelKind.Server, new DiagnosticBag()));

    private static ModelKind? KindAsWritten(XmlElement root)
    {
        if (root.GetNonEmptyAttribute("script") is { } script)
            return KindOf(script.Value);
        if (root.Children("state").Any())
            return root.Elements.Any(child => child.IsNamed("reply") || child.IsNamed("send") || child.IsNamed("recv")) ? ModelKind.Client : ModelKind.Server;
        return root.Children("message").Any() ? ModelKind.Protocol : null;
    }

    private static ModelKind? KindOf(string script)
        => Names(script, "codec") ? ModelKind.Protocol
            : Names(script, "server") ? ModelKind.Server
            : Names(script, "client") ? ModelKind.Client
            : Names(script, "mesh") ? ModelKind.Mesh
            : Names(script, "peer") ? ModelKind.Node
            : null;

    private static bool Names(string script, string kind) => script.IndexOf(kind, StringComparison.OrdinalIgnoreCase) >= 0;

    /// <summary>A root with the framing that the project gives it, said where the model's name is.</summary>
    private static XmlElement WithFraming(XmlElement root, string framing)
    {
        if (framing.Length == 0)
            return root;
        SourceSpan span = root.Attribute("name")?.ValueSpan ?? root.Span;
        var given = new XmlAttribute("framing", framing, span, span);
        return root with { Attributes = root.Attributes.Where(attribute => attribute != root.Attribute("framing")).Append(given).ToEquatableArray() };
    }

    private static string? Blocks(XmlElement root, string name)
    {
        List<string> blocks = root.Children(name).Select(element => element.GetBlock()).Where(text => text.Length > 0).ToList();
        return blocks.Count > 0 ? string.Join("\n\n", blocks) : null;
    }
}
