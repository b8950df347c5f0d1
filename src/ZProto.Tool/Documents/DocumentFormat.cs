using ZProto.Model;
using ZProto.Model.Compiling;
using ZProto.Model.Documents;

namespace ZProto.Tool.Documents;

/// <summary>A kind of document that can be written of models.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Extension">How the names of its files end.</param>
/// <param name="Write">Writes one of a model.</param>
/// <param name="CanWrite">Whether there can be one of a model.</param>
/// <param name="AppliesTo">What there can be one of.</param>
internal sealed record DocumentFormat(string Name, string Extension, Func<ClassModel, string> Write, Func<ClassModel, bool> CanWrite, string AppliesTo)
{
    /// <summary>All there are, the default first.</summary>
    public static IReadOnlyList<DocumentFormat> All { get; } =
    [
        Create<ClassModel>("markdown", ".md", MarkdownDocument.Write, "all models"),
        Create<ProtocolModel>("abnf", ".abnf", AbnfDocument.Write, "protocols"),
        Create<EngineModel>("dot", ".dot", DotDocument.Write, "servers, clients, meshes and nodes"),
        Create<EngineModel>("mermaid", ".mmd", MermaidDocument.Write, "servers, clients, meshes and nodes"),
    ];

    /// <summary>The format of a name.</summary>
    /// <exception cref="ToolException">There is none.</exception>
    public static DocumentFormat Find(string name)
        => All.FirstOrDefault(format => format.Name == name)
            ?? throw ToolException.Usage($"there is no format '{name}': there are {string.Join(", ", All.Select(format => format.Name))}");

    /// <summary>The models that there can be one of.</summary>
    /// <exception cref="ToolException">There are none among these.</exception>
    public List<CompiledFile> Select(IReadOnlyList<CompiledFile> models)
    {
        List<CompiledFile> fitting = models.Where(model => CanWrite(model.Model!.Model)).ToList();
        return fitting.Count > 0 ? fitting : throw ToolException.Usage($"{Name} is for {AppliesTo}, and there is none among the models given");
    }

    /// <summary>Writes a file for each model, and its path to the output.</summary>
    /// <exception cref="ToolException">Two would be written to one file.</exception>
    public void WriteFiles(IReadOnlyList<CompiledFile> models, string folder, TextWriter output)
    {
        List<(CompiledFile Model, string File)> files = [.. models.Select(model => (model, Path.Combine(folder, Path.GetFileNameWithoutExtension(model.Path) + Extension)))];
        if (files.GroupBy(file => file.File, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } clash)
            throw ToolException.Usage($"{string.Join(" and ", clash.Select(file => file.Model.Path))} would both be written to {clash.Key}");
        Directory.CreateDirectory(folder);
        foreach ((CompiledFile model, string file) in files)
        {
            File.WriteAllText(file, Write(model.Model!.Model));
            output.WriteLine(file);
        }
    }

    private static DocumentFormat Create<TModel>(string name, string extension, Func<TModel, string> write, string appliesTo)
        where TModel : ClassModel
        => new(name, extension, model => write((TModel)model), model => model is TModel, appliesTo);
}
