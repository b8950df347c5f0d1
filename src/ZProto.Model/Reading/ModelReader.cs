using ZProto.Model.Xml;

namespace ZProto.Model.Reading;

/// <summary>Makes a checked model of a model's text.</summary>
public static class ModelReader
{
    private static readonly string[] s_scripts = ["zproto_codec_c", "zproto_server_c", "zproto_client_c", "zproto_codec", "zproto_server", "zproto_client"];

    private static readonly string[] s_laterKinds = ["mesh", "peer"];

    /// <summary>Whether a file is a model: its root is a <c>&lt;class&gt;</c>. Files of other roots are there to be included.</summary>
    /// <param name="document">The file.</param>
    public static bool IsModel(XmlDocument document) => document.Root is { } root && root.IsCalled("class");

    /// <summary>
    /// Reads a model. It never throws and asks no file system: what it includes is found among the files it is given. A file
    /// that is no model gives neither a model nor problems, unless it cannot be read at all.
    /// </summary>
    /// <param name="model">The model.</param>
    /// <param name="all">All models and additional files of the project.</param>
    public static ModelResult Read(ModelText model, IReadOnlyList<ModelText> all)
    {
        var problems = new ProblemList();
        ClassModel? result = null;
        if (model.Document.Root is null || IsModel(model.Document))
            problems.AddRange(model.Document.Problems);
        bool isWhole = false;
        if (IsModel(model.Document) || IsMisspelt(model.Document, problems))
            result = Read(model, model.Document.Root!, all, problems, out isWhole);
        return new ModelResult(problems.HasErrors ? null : result, problems.InOrderOfText(model.Path)) { Readable = problems.Has(ProblemKinds.TooLarge) ? null : result, IsWhole = isWhole };
    }

    /// <summary>Whether a file was meant as a model.</summary>
    internal static bool IsMisspelt(XmlDocument document) => IsMisspelt(document, new ProblemList());

    private static bool IsMisspelt(XmlDocument document, ProblemList problems)
    {
        if (document.Root is not { } root || IsModel(document) || problems.NearMiss.Find(root.Name, ["class"]) is not { } meant)
            return false;
        problems.Report(root.Span, ProblemKinds.MisspeltElement, root.Name, meant);
        return true;
    }

    private static ClassModel? Read(ModelText model, XmlElement unexpanded, IReadOnlyList<ModelText> all, ProblemList problems, out bool isWhole)
    {
        isWhole = !problems.HasErrors;
        if (unexpanded.Given("script") is { } script && KindOf(script.Value) is null)
        {
            if (s_laterKinds.Any(kind => Names(script.Value, kind)))
            {
                problems.Report(script.ValueSpan, ProblemKinds.NotSupportedYet, $"script '{script.Value}'");
                return null;
            }
            if (problems.NearMiss.Find(script.Value, s_scripts) is not { } meant)
            {
                problems.Report(script.ValueSpan, ProblemKinds.ForeignScript, script.Value, "");
                return null;
            }
            problems.Report(script.ValueSpan, ProblemKinds.MisspeltScript, script.Value, meant);
            unexpanded = unexpanded with { Attributes = unexpanded.Attributes.Select(attribute => attribute == script ? script with { Value = meant } : attribute).ToEquatableArray() };
        }
        XmlElement root = IncludeResolver.Resolve(model, unexpanded, all, problems);
        // Where a part of the model is missing, what is wrong with the rest may be nothing but that.
        isWhole = !problems.HasErrors;
        ProblemList rest = isWhole ? problems : new ProblemList();
        if (KindOf(root) is not { } kind)
        {
            rest.Report(root.Span, ProblemKinds.UnknownKind);
            return null;
        }
        if (kind == ModelKind.Protocol && !CanFrame(root, rest))
            return null;
        return ReadAsMeant(model, root, kind, all, rest) is { Name.IsEmpty: false } result ? result with { Description = unexpanded.RootDescription() } : null;
    }

    /// <summary>Reads a class with misspelt words as they were meant, so that nothing follows from them; as it is written where that makes errors.</summary>
    private static ClassModel ReadAsMeant(ModelText model, XmlElement root, ModelKind kind, IReadOnlyList<ModelText> all, ProblemList problems)
    {
        var misspelt = new ProblemList();
        XmlElement meant = Vocabulary.Correct(root, kind, misspelt);
        var ofMeant = new ProblemList();
        ClassModel result = ReadClass(model, meant, kind, all, ofMeant);
        problems.AddRange(misspelt);
        if (misspelt.IsEmpty || !ofMeant.HasErrors)
        {
            problems.AddRange(ofMeant);
            return result;
        }
        var ofWritten = new ProblemList();
        ClassModel asWritten = ReadClass(model, root, kind, all, ofWritten);
        if (ofWritten.HasErrors)
        {
            problems.AddRange(ofMeant);
            return result;
        }
        problems.AddRange(ofWritten.ButAt(misspelt));
        return asWritten;
    }

    private static ClassModel ReadClass(ModelText model, XmlElement root, ModelKind kind, IReadOnlyList<ModelText> all, ProblemList problems)
    {
        Vocabulary.Check(root, kind, problems);
        if (!root.TryReadName(problems, out ModelName name, out SourceSpan span))
            name = new ModelName(Path.GetFileNameWithoutExtension(ModelFiles.FileName(model.Path)));
        EquatableArray<DefineModel> defines = DefineReader.Read(root, problems);
        return new ClassModel(
            name,
            span,
            kind,
            root.Given("title")?.Value.Trim() ?? "",
            "",
            ReadNamespace(root, problems),
            ReadModifier(root, problems),
            Blocks(root, "license"),
            Blocks(root, "grammar"),
            defines,
            kind == ModelKind.Protocol ? ProtocolReader.Read(root, name, defines, problems) : null,
            kind == ModelKind.Protocol ? null : EngineReader.Read(root, kind, all, problems))
        {
            Source = root,
        };
    }

    /// <summary>What a model describes, by its script or by what it holds; null where neither says it.</summary>
    internal static ModelKind? KindOf(XmlElement root)
        => KindAsWritten(root)
            ?? KindAsWritten(Vocabulary.Correct(root, ModelKind.Protocol, new ProblemList()))
            ?? KindAsWritten(Vocabulary.Correct(root, ModelKind.Server, new ProblemList()));

    private static ModelKind? KindAsWritten(XmlElement root)
    {
        if (root.Given("script") is { } script)
            return KindOf(script.Value);
        if (root.Children("state").Any())
            return root.Elements.Any(child => child.IsCalled("reply") || child.IsCalled("send") || child.IsCalled("recv")) ? ModelKind.Client : ModelKind.Server;
        return root.Children("message").Any() ? ModelKind.Protocol : null;
    }

    private static ModelKind? KindOf(string script)
        => Names(script, "codec") ? ModelKind.Protocol
            : Names(script, "server") ? ModelKind.Server
            : Names(script, "client") ? ModelKind.Client
            : null;

    private static bool Names(string script, string kind) => script.IndexOf(kind, StringComparison.OrdinalIgnoreCase) >= 0;

    private static bool CanFrame(XmlElement root, ProblemList problems)
    {
        if (root.Given("framing") is not { } framing)
            return true;
        switch (framing.Value.Trim().ToLowerInvariant())
        {
            case "fields":
                return true;
            case "frames":
                // Its fields are read by other rules, of which none is here yet.
                problems.Report(framing.ValueSpan, ProblemKinds.NotSupportedYet, "framing=\"frames\"");
                return false;
            default:
                problems.Report(framing.ValueSpan, ProblemKinds.BadFraming, framing.Value);
                return true;
        }
    }

    private static Reference? ReadNamespace(XmlElement root, ProblemList problems)
    {
        if (root.Given("namespace") is not { } attribute)
            return null;
        string name = attribute.Value.Trim();
        if (name.Split('.').All(IsIdentifier))
            return new Reference(new ModelName(name), attribute.ValueSpan);
        problems.Report(attribute.ValueSpan, ProblemKinds.BadNamespace, name);
        return null;
    }

    private static bool IsIdentifier(string part)
        => part.Length > 0 && !char.IsDigit(part[0]) && part.All(letter => char.IsLetterOrDigit(letter) || letter == '_');

    private static string? ReadModifier(XmlElement root, ProblemList problems)
    {
        if (root.Given("modifier") is not { } attribute)
            return null;
        string modifier = attribute.Value.Trim().ToLowerInvariant();
        if (modifier is "public" or "internal")
            return modifier;
        problems.Report(attribute.ValueSpan, ProblemKinds.BadModifier, attribute.Value);
        return null;
    }

    private static string? Blocks(XmlElement root, string name)
    {
        List<string> blocks = root.Children(name).Select(element => element.Block()).Where(text => text.Length > 0).ToList();
        return blocks.Count > 0 ? string.Join("\n\n", blocks) : null;
    }
}
