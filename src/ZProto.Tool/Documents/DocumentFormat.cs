using ZProto.Model;
using ZProto.Model.Documents;
using ZProto.Tool.Models;

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
        new("markdown", ".md", MarkdownDocument.Write, _ => true, "all models"),
        new("abnf", ".abnf", model => AbnfDocument.Write((ProtocolModel)model), model => model is ProtocolModel, "protocols"),
        new("dot", ".dot", model => DotDocument.Write((EngineModel)model), model => model is EngineModel, "servers and clients"),
        new("mermaid", ".mmd", model => MermaidDocument.Write((EngineModel)model), model => model is EngineModel, "servers and clients"),
    ];

    /// <summary>The format of a name.</summary>
    /// <exception cref="ToolException">There is none.</exception>
    public static DocumentFormat Find(string name)
        => All.FirstOrDefault(format => format.Name == name)
            ?? throw ToolException.Usage($"there is no format '{name}': there are {string.Join(", ", All.Select(format => format.Name))}");

    /// <summary>The models that there can be one of.</summary>
    /// <exception cref="ToolException">There are none among these.</exception>
    public List<CheckedModel> Select(IReadOnlyList<CheckedModel> models)
    {
        List<CheckedModel> fitting = models.Where(model => CanWrite(model.Model!)).ToList();
        return fitting.Count > 0 ? fitting : throw ToolException.Usage($"{Name} is for {AppliesTo}, and there is none among the models given");
    }

    /// <summary>Writes a file for each model, and its path to the output.</summary>
    /// <exception cref="ToolException">Two would be written to one file.</exception>
    public void WriteFiles(IReadOnlyList<CheckedModel> models, string folder, TextWriter output)
    {
        List<(CheckedModel Model, string File)> files = [.. models.Select(model => (model, Path.Combine(folder, Path.GetFileNameWithoutExtension(model.Path) + Extension)))];
        if (files.GroupBy(file => file.File, StringComparer.OrdinalIgnoreCase).FirstOrDefault(same => same.Count() > 1) is { } clash)
            throw ToolException.Usage($"{string.Join(" and ", clash.Select(file => file.Model.Path))} would both be written to {clash.Key}");
        Directory.CreateDirectory(folder);
        foreach ((CheckedModel model, string file) in files)
        {
            File.WriteAllText(file, Write(model.Model!));
            output.WriteLine(file);
        }
    }
}
