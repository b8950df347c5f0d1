using Microsoft.CodeAnalysis;
using ZProto.Model;
using ZProto.Model.Reading;
using ZProto.Model.Xml;

namespace ZProto.Generator.Parts;

/// <summary>A model among XML that the project has for another purpose.</summary>
/// <param name="Path">Its file.</param>
/// <param name="Class">The class that would be generated from it.</param>
internal sealed record ForgottenModel(string Path, string Class)
{
    /// <summary>How it becomes one of the project, as the end of a message.</summary>
    public string Hint => $": add <ZProtoModel Include=\"{ModelFiles.FileName(Path)}\" /> to the project for the model {Path}";

    public static ForgottenModel? Read(AdditionalText file, CancellationToken cancellationToken)
    {
        if (file.GetText(cancellationToken)?.ToString() is not { } text || text.IndexOf("<class", StringComparison.OrdinalIgnoreCase) < 0)
            return null;
        XmlElement? root = LenientXmlParser.Parse(text, file.Path).Root;
        return root is not null && root.Name.Equals("class", StringComparison.OrdinalIgnoreCase) && root.Attribute("name") is { } name
            ? new ForgottenModel(file.Path, new ModelName(name.Value).Pascal)
            : null;
    }
}
